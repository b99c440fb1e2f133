package io.triskel.orders.aws.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.triskel.aws.hosting.AwsManifest;
import io.triskel.aws.hosting.AwsParts;
import io.triskel.aws.hosting.cloudformation.Template;
import io.triskel.aws.hosting.cloudformation.TemplateHead;
import io.triskel.codec.TypeRegistry;
import io.triskel.hosting.Application;
import io.triskel.hosting.Host;
import io.triskel.hosting.Hosted;
import io.triskel.hosting.PortUse;
import io.triskel.hosting.function.FunctionRole;
import io.triskel.hosting.manifest.Manifest;
import io.triskel.orders.OrderApplication;
import io.triskel.orders.aws.OrderManifestByLanguage;
import io.triskel.orders.pipeline.Languages;
import io.triskel.orders.pipeline.Style;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {
    private static final String ACCEPT = "triskel.golden.accept";
    private static final String ACCOUNT = "123456789012";
    private static final String REGION = "eu-west-1";

    /** What the keys of the manifest are in the template. */
    private static final Map<String, String> KEYS =
            Map.of("personalKey", "{\"Fn::GetAtt\":\"PersonalKey.Arn\"}", "streamKey", "{\"Ref\":\"StreamKey\"}");

    private static final Map<String, String> VALUES =
            Map.of("AWS::Partition", "aws", "AWS::Region", REGION, "AWS::AccountId", ACCOUNT, "Name", "shop");

    private static final Languages MIXED = Languages.of("notification=node,fraud=python");

    @Test
    void the_committed_templates_are_those_of_the_manifest() throws IOException {
        Map<String, String> templates = new TreeMap<>(OrderTemplates.pipelines());
        templates.put(OrderTemplates.LOAD, OrderTemplates.forLoad());

        for (Map.Entry<String, String> template : templates.entrySet()) {
            Path committed = Path.of("../../infra/aws/template", template.getKey());
            if (Boolean.getBoolean(ACCEPT)) {
                Files.writeString(committed, template.getValue());
            }
            assertThat(committed)
                    .as("run this test with -D%s=true and commit what it writes, if the change is meant", ACCEPT)
                    .content(StandardCharsets.UTF_8)
                    .isEqualToNormalizingNewlines(template.getValue());
        }
    }

    /** But for what the manifest leaves to the deployment: the alias by which the notifier calls. */
    @ParameterizedTest
    @EnumSource(Style.class)
    void a_role_may_what_the_manifest_permits_and_nothing_more(Style style) {
        assertRoles(
                TemplateFile.read(OrderTemplates.of(style)),
                deployed(AwsManifest.of(new OrderApplication(), style.text())));
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    void a_consumer_in_another_language_runs_its_own_package_and_has_what_one_in_java_has(Style style) {
        TemplateFile java = TemplateFile.read(OrderTemplates.of(style));
        TemplateFile mixed = TemplateFile.read(OrderTemplates.of(style, MIXED));

        Set<String> added = new TreeSet<>(mixed.resources().keySet());
        added.removeAll(java.resources().keySet());
        Set<String> ofPayment = parts(mixed, "Payment");
        assertThat(mixed.resources().keySet()).containsAll(java.resources().keySet());
        assertThat(added).isEqualTo(parts(mixed, "FraudCheck"));
        assertThat(added.stream().map(id -> id.replace("FraudCheck", "Payment")).collect(Collectors.toSet()))
                .isEqualTo(ofPayment);
        assertThat(code(mixed, "CustomerNotification"))
                .isEqualTo("nodejs22.x index.handler CustomerNotificationCodeKey");
        assertThat(code(mixed, "FraudCheck")).isEqualTo("python3.13 fraud.aws.handler FraudCheckCodeKey");
        assertThat(code(mixed, "Payment")).endsWith(" CodeKey");
        assertThat(mixed.root().at("/Parameters/FraudCheckCodeKey/Description").asText())
                .isEqualTo("The key of fraud-python-aws.zip in the code bucket");
        assertThat(mixed.root().at("/Outputs/Language/Value").asText()).isEqualTo("notification=node,fraud=python");
        assertThat(mixed.resources().get("Clock").at("/Properties/Environment/Variables/TRISKEL_APP_OTHER_CONSUMERS"))
                .hasToString("\"fraud-check\"");
        assertRoles(mixed, deployed(OrderManifestByLanguage.of(style, MIXED)));
    }

    /** What begins with a function's logical id; PaymentWatch is another function. */
    private static Set<String> parts(TemplateFile template, String function) {
        return template.resources().keySet().stream()
                .filter(id -> id.startsWith(function) && !id.startsWith(function + "Watch"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String code(TemplateFile template, String function) {
        JsonNode properties = template.resources().get(function).path("Properties");
        return properties.path("Runtime").asText() + " "
                + properties.path("Handler").asText() + " "
                + properties.at("/Code/S3Key/Ref").asText();
    }

    /** Four share the reads of a shard; the fraud check is one more. */
    @Test
    void no_more_than_four_consumers_poll_whatever_their_language() {
        TemplateFile mixed = TemplateFile.read(OrderTemplates.of(Style.ORCHESTRATION, MIXED));

        assertThat(mixed.resources("Kinesis::StreamConsumer").values())
                .filteredOn(reader -> reader.has("Condition"))
                .hasSize(4);
    }

    /** RegisterStreamConsumer refuses a sixth consumer while five are being created, and CloudFormation creates what waits for nothing at once. */
    @ParameterizedTest
    @ValueSource(ints = {4, 5, 6, 11, 20})
    void no_more_than_five_consumers_of_the_stream_are_registered_at_a_time(int consumers) throws IOException {
        TemplateFile template = TemplateFile.read(ofConsumers(consumers));
        Map<String, JsonNode> readers = template.resources("Kinesis::StreamConsumer");

        Set<String> created = new TreeSet<>();
        while (created.size() < consumers) {
            List<String> creating = readers.keySet().stream()
                    .filter(id -> !created.contains(id) && created.containsAll(dependsOn(readers.get(id))))
                    .toList();
            assertThat(creating).as("after " + created).isNotEmpty().hasSizeLessThanOrEqualTo(5);
            created.add(creating.get(creating.size() - 1));
        }
    }

    private static List<String> dependsOn(JsonNode resource) {
        JsonNode dependsOn = resource.path("DependsOn");
        return dependsOn.isTextual()
                ? List.of(dependsOn.asText())
                : dependsOn.valueStream().map(JsonNode::asText).toList();
    }

    @Test
    void more_consumers_than_a_stream_registers_are_refused() {
        assertThatThrownBy(() -> ofConsumers(21))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The application has 21 consumers, and Kinesis registers 20 consumers of a stream:"
                        + " have at most 20 consumers");
    }

    private static String ofConsumers(int count) throws IOException {
        Consumers application = new Consumers(
                IntStream.range(0, count).mapToObj(each -> "consumer-" + each).toList());
        return Template.of(
                AwsManifest.of(application, ""),
                Map.of(Template.STYLE, "application"),
                count > 4 ? Set.copyOf(application.consumers()) : Set.of(),
                new TemplateHead(
                        "# A test's.",
                        "A test's",
                        new ObjectMapper()
                                .readTree(Path.of("../../infra/plan.json").toFile())));
    }

    private record Consumers(List<String> consumers) implements Application {
        @Override
        public String name() {
            return "many";
        }

        @Override
        public TypeRegistry types() {
            return TypeRegistry.builder().build();
        }

        @Override
        public Map<String, Set<PortUse>> uses() {
            return Stream.concat(Stream.of(HTTP, CLOCK), consumers.stream())
                    .collect(Collectors.toMap(name -> name, name -> Set.of(PortUse.PUBLISH)));
        }

        @Override
        public Hosted<?> on(Host host) {
            throw new AssertionError("the manifest does not start it");
        }
    }

    private static void assertRoles(TemplateFile template, Manifest<AwsParts> manifest) {
        for (FunctionRole role : FunctionRole.values()) {
            manifest.each(parts -> parts.functions(role)).forEach(function -> assertRole(template, function));
        }
    }

    private static void assertRole(TemplateFile template, AwsParts.Lambda function) {
        String name = function.name();
        JsonNode deployed = template.properties("Lambda::Function")
                .filter(each -> filled(each.required("FunctionName")).equals(name))
                .findFirst()
                .orElseThrow();
        String id = deployed.at("/Role/Fn::GetAtt").asText().replace(".Arn", "");

        assertThat(rights(template.resources().get(id))).as(name).isEqualTo(permitted(function));
    }

    @Test
    void an_engine_may_call_one_function_and_write_its_log() {
        TemplateFile template = TemplateFile.read(OrderTemplates.onEngine());
        Manifest<AwsParts> manifest =
                deployed(AwsManifest.onEngine(new OrderApplication()).with("account", ACCOUNT));
        AwsParts.Engine engine = manifest.part(parts -> parts.engine().orElseThrow());

        assertRoles(template, manifest);
        assertRole(template, engine.asks());
        Set<String> rights = rights(template.resources().get(OrderTemplates.MACHINE + "Role"));
        assertThat(rights)
                .filteredOn(right -> !right.matches("logs:[A-Za-z]+ \\*"))
                .containsExactlyElementsOf(permittedActions(engine.permissions()));
        assertThat(rights).hasSize(10);
    }

    @Test
    void the_deployed_state_machine_is_the_exported_one() throws IOException {
        JsonNode machine = TemplateFile.read(OrderTemplates.onEngine())
                .resources()
                .get(OrderTemplates.MACHINE)
                .required("Properties");
        ObjectMapper json = new ObjectMapper();

        String definition =
                machine.required("DefinitionString").required("Fn::Sub").asText();
        assertThat(json.readTree(
                        definition.replace("${AWS::Partition}", "${Partition}").replace("${!", "${")))
                .isEqualTo(json.readTree(
                        Path.of("../../docs/engines/fulfilment.asl.json").toFile()));
        assertThat(machine.required("DefinitionSubstitutions").toString())
                .isEqualTo("{\"AskFunction\":{\"Ref\":\"AskLive\"}}");
    }

    /** Functions name the machine by an ARN of their own making, since the machine refers to one of them. */
    @Test
    void functions_start_the_machine_that_there_is() {
        TemplateFile template = TemplateFile.read(OrderTemplates.onEngine());
        String arn = "arn:aws:states:" + REGION + ":" + ACCOUNT + ":stateMachine:"
                + filled(template.resources().get(OrderTemplates.MACHINE).at("/Properties/StateMachineName"));

        assertThat(template.properties("Lambda::Function")
                        .map(function -> function.at("/Environment/Variables/TRISKEL_APP_STATE_MACHINE"))
                        .filter(named -> !named.isMissingNode())
                        .map(TemplateTest::filled))
                .containsExactly(arn, arn, arn);
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    void who_uses_keys_of_persons_may_use_the_key_that_wraps_them(Style style) {
        TemplateFile.read(OrderTemplates.of(style)).resources("IAM::Role").forEach((id, role) -> {
            String rights = role.toString();
            boolean reads = rights.contains("table/${Name}-keys");

            assertThat(rights.contains("{\"Fn::GetAtt\":\"PersonalKey.Arn\"}"))
                    .as(id)
                    .isEqualTo(reads);
        });
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    void who_reads_or_writes_the_stream_may_use_a_key_of_ones_own_for_it(Style style) {
        TemplateFile.read(OrderTemplates.of(style)).resources("IAM::Role").forEach((id, role) -> {
            String rights = role.toString();

            assertThat(rights.contains("kms:GenerateDataKey")).as(id).isEqualTo(rights.contains("kinesis:PutRecords"));
            assertThat(rights).as(id).matches(".*\"Ref\":\"StreamKey\".*");
        });
    }

    private static Manifest<AwsParts> deployed(Manifest<AwsParts> manifest) {
        return manifest.with("region", REGION)
                .with("name", "shop")
                .with("stream", "shop")
                .with("tables", "shop")
                .with("lookupBase", "https://example.com/")
                .with("givenUpBucket", "shop-given-up-" + ACCOUNT + "-" + REGION)
                .with("archiveBucket", "shop-archive-" + ACCOUNT + "-" + REGION);
    }

    private static Set<String> permitted(AwsParts.Lambda function) {
        Set<String> permitted = permittedActions(function.permissions());
        for (AwsParts.KeyPermission permission : function.keyPermissions()) {
            permission.actions().forEach(action -> permitted.add(action + " " + KEYS.get(permission.resource())));
        }
        return permitted;
    }

    private static Set<String> permittedActions(List<AwsParts.Permission> permissions) {
        Set<String> permitted = new TreeSet<>();
        for (AwsParts.Permission permission : permissions) {
            String resource = permission.resource();
            for (String action : permission.actions()) {
                String service = action.substring(0, action.indexOf(':'));
                String arn = service.equals("s3")
                        ? "arn:aws:s3:::" + resource
                        : "arn:aws:" + service + ":" + REGION + ":" + ACCOUNT + ":" + resource;
                permitted.add(action + " " + (resource.equals("*") ? "*" : arn));
                if (service.equals("lambda")) {
                    permitted.add(action + " " + arn + ":live");
                }
            }
        }
        return permitted;
    }

    private static Set<String> rights(JsonNode role) {
        Set<String> rights = new TreeSet<>();
        for (JsonNode each : role.at("/Properties/Policies/0/PolicyDocument/Statement")) {
            JsonNode statement = each.has("Fn::If") ? each.path("Fn::If").path(1) : each;
            for (JsonNode action : TemplateFile.list(statement.path("Action"))) {
                TemplateFile.list(statement.path("Resource"))
                        .forEach(resource -> rights.add(action.asText() + " "
                                + (action.asText().startsWith("kms:") ? resource : filled(resource))));
            }
        }
        return rights;
    }

    private static String filled(JsonNode text) {
        String filled = text.isObject() ? text.path("Fn::Sub").asText() : text.asText();
        for (Map.Entry<String, String> value : VALUES.entrySet()) {
            filled = filled.replace("${" + value.getKey() + "}", value.getValue());
        }
        return filled;
    }
}
