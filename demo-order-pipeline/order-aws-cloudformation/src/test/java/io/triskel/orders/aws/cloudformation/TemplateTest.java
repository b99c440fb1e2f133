package io.triskel.orders.aws.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.triskel.orders.aws.OrderManifest;
import io.triskel.orders.function.FunctionRole;
import io.triskel.orders.manifest.Manifest;
import io.triskel.orders.pipeline.Style;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TemplateTest {
    private static final String ACCEPT = "triskel.golden.accept";
    private static final String ACCOUNT = "123456789012";
    private static final String REGION = "eu-west-1";
    private static final Map<String, String> VALUES =
            Map.of("AWS::Partition", "aws", "AWS::Region", REGION, "AWS::AccountId", ACCOUNT, "Name", "shop");

    @Test
    void the_committed_templates_are_those_of_the_manifest() throws IOException {
        Map<String, String> templates = Map.of(
                Template.fileName(Style.ORCHESTRATION),
                Template.of(Style.ORCHESTRATION),
                Template.fileName(Style.CHOREOGRAPHY),
                Template.of(Style.CHOREOGRAPHY),
                Template.LOAD,
                Template.forLoad());

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

    /** But for what the manifest leaves to the deployment: the keys, and the alias by which the notifier calls. */
    @ParameterizedTest
    @EnumSource(Style.class)
    void a_role_may_what_the_manifest_permits_and_nothing_more(Style style) {
        TemplateFile template = TemplateFile.read(Template.of(style));
        Manifest manifest = deployed(style);

        for (FunctionRole role : FunctionRole.values()) {
            for (JsonNode function : manifest.functions(role)) {
                String name = function.required("name").textValue();
                JsonNode deployed = template.properties("Lambda::Function")
                        .filter(each -> filled(each.required("FunctionName")).equals(name))
                        .findFirst()
                        .orElseThrow();
                String id = deployed.at("/Role/Fn::GetAtt").asText().replace(".Arn", "");

                assertThat(rights(template.resources().get(id))).as(name).isEqualTo(permitted(function));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    void who_uses_keys_of_persons_may_use_the_key_that_wraps_them(Style style) {
        TemplateFile.read(Template.of(style)).resources("IAM::Role").forEach((id, role) -> {
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
        TemplateFile.read(Template.of(style)).resources("IAM::Role").forEach((id, role) -> {
            String rights = role.toString();

            assertThat(rights.contains("kms:GenerateDataKey")).as(id).isEqualTo(rights.contains("kinesis:PutRecords"));
            assertThat(rights).as(id).matches(".*\"Ref\":\"StreamKey\".*");
        });
    }

    private static Manifest deployed(Style style) {
        return OrderManifest.of(style)
                .with("region", REGION)
                .with("name", "shop")
                .with("stream", "shop")
                .with("tables", "shop")
                .with("lookupBase", "https://example.com/")
                .with("givenUpBucket", "shop-given-up-" + ACCOUNT + "-" + REGION)
                .with("archiveBucket", "shop-archive-" + ACCOUNT + "-" + REGION);
    }

    private static Set<String> permitted(JsonNode function) {
        Set<String> permitted = new TreeSet<>();
        for (JsonNode permission : function.required("permissions")) {
            for (JsonNode action : permission.required("actions")) {
                String resource = permission.required("resource").textValue();
                String service =
                        action.textValue().substring(0, action.textValue().indexOf(':'));
                String arn = service.equals("s3")
                        ? "arn:aws:s3:::" + resource
                        : "arn:aws:" + service + ":" + REGION + ":" + ACCOUNT + ":" + resource;
                permitted.add(action.textValue() + " " + (resource.equals("*") ? "*" : arn));
                if (service.equals("lambda")) {
                    permitted.add(action.textValue() + " " + arn + ":live");
                }
            }
        }
        return permitted;
    }

    /** Without those on keys, whose resources are no names. */
    private static Set<String> rights(JsonNode role) {
        Set<String> rights = new TreeSet<>();
        for (JsonNode statement : role.at("/Properties/Policies/0/PolicyDocument/Statement")) {
            for (JsonNode action : TemplateFile.list(statement.path("Action"))) {
                if (!action.asText().startsWith("kms:") && !action.isMissingNode()) {
                    TemplateFile.list(statement.path("Resource"))
                            .forEach(resource -> rights.add(action.asText() + " " + filled(resource)));
                }
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
