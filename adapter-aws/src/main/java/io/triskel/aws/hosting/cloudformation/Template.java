package io.triskel.aws.hosting.cloudformation;

import static io.triskel.aws.hosting.cloudformation.Yaml.text;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.triskel.aws.hosting.AwsManifest;
import io.triskel.aws.hosting.AwsParts;
import io.triskel.hosting.Application;
import io.triskel.hosting.Applications;
import io.triskel.hosting.function.EnvironmentReader;
import io.triskel.hosting.function.FunctionRole;
import io.triskel.hosting.manifest.Manifest;
import io.triskel.hosting.manifest.Parameter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The CloudFormation template of a package, from its manifest: what {@code infra/aws/deploy.sh} deploys. */
public final class Template {
    /** Stands for the prefix of the deployment, whose pattern takes no reference. */
    private static final String PREFIX = "PREFIX";

    private static final String NAME = "${Name}";

    /** The output that names the style, in which a deployment's orders stay. */
    public static final String STYLE = "Style";

    static final String RETENTION = "!Ref RetentionHours";

    /** Consumers that poll share, with the archive, the five reads a second of each shard. */
    private static final int POLLING = 4;

    /** A stream's registered consumers (Kinesis API reference, RegisterStreamConsumer); with {@code FanOut} all are that. */
    private static final int MOST_CONSUMERS = 20;

    private final TemplateHead head;
    private final Map<String, String> says;
    private final Set<String> registered;
    private final Manifest<AwsParts> manifest;

    private Template(Manifest<AwsParts> unfilled, Map<String, String> says, Set<String> registered, TemplateHead head) {
        this.head = head;
        this.says = new TreeMap<>(says);
        this.registered = registered;
        manifest = unfilled.with("region", "${AWS::Region}")
                .with("name", PREFIX)
                .with("stream", NAME)
                .with("shards", "${Shards}")
                .with("tables", NAME)
                .with("lookupBase", "${HttpUrl.FunctionUrl}")
                .with("givenUpBucket", "${Name}-given-up-${AWS::AccountId}-${AWS::Region}")
                .with("archiveBucket", "${Name}-archive-${AWS::AccountId}-${AWS::Region}")
                .with("archiveSeconds", "${ArchiveSeconds}")
                .with("replayHorizonHours", "${ReplayHorizonHours}")
                .with("memoryMiB", "${MemoryMiB}")
                .with("kmsKey", "${PersonalKey.Arn}")
                .rewritten(text -> text.replace(PREFIX, NAME));
    }

    /**
     * {@return the template of a package}
     *
     * @param manifest as the package prints it
     * @param says what the stack says of itself: outputs, {@link #STYLE} among them
     * @param registered the consumers that always read as registered consumers of the stream; the others are {@value #POLLING} at most
     * @throws IllegalArgumentException if more consumers would poll, or there are more than a stream registers
     */
    public static String of(
            Manifest<AwsParts> manifest, Map<String, String> says, Set<String> registered, TemplateHead head) {
        Manifest<AwsParts> known = manifest.parts().engine().isEmpty()
                ? manifest
                : manifest.with("account", "${AWS::AccountId}").with("partition", "${AWS::Partition}");
        List<String> consumers = consumers(manifest);
        if (consumers.size() > MOST_CONSUMERS) {
            throw new IllegalArgumentException(
                    "The application has " + consumers.size() + " consumers, and Kinesis registers " + MOST_CONSUMERS
                            + " consumers of a stream: have at most " + MOST_CONSUMERS + " consumers");
        }
        long polling = consumers.stream()
                .filter(consumer -> !registered.contains(consumer))
                .count();
        if (polling > POLLING) {
            throw new IllegalArgumentException(polling + " consumers would share the reads of the stream, " + POLLING
                    + " can: let more of them read as registered consumers");
        }
        return new Template(known, says, registered, head).whole();
    }

    private static List<String> consumers(Manifest<AwsParts> manifest) {
        return manifest.parts().functions(FunctionRole.EVENTS).stream()
                .flatMap(function -> function.consumer().stream())
                .toList();
    }

    /**
     * Prints the template of the application on the class path. More than {@value #POLLING} consumers all read as registered ones; fewer
     * do if the stack's parameter {@code FanOut} says so.
     *
     * @param arguments the file of a plan such as {@code infra/plan.json}; then, if wanted, a style
     */
    public static void main(String[] arguments) throws IOException {
        Application application = Applications.only();
        String style = arguments.length > 1
                ? arguments[1]
                : application.styles().stream().findFirst().orElse("");
        Manifest<AwsParts> manifest = AwsManifest.of(application, style);
        List<String> consumers = consumers(manifest);
        String called = style.isEmpty() ? application.name() : application.name() + ", " + style;
        String template = of(
                manifest,
                Map.of(STYLE, "application"),
                consumers.size() > POLLING ? Set.copyOf(consumers) : Set.of(),
                new TemplateHead(
                        "# Written by " + Template.class.getName() + " from the package's manifest.",
                        "Triskel application " + called,
                        new ObjectMapper().readTree(Path.of(arguments[0]).toFile())));
        System.out.write(template.getBytes(StandardCharsets.UTF_8));
        System.out.flush();
        if (System.out.checkError()) {
            throw new IOException("Cannot write to standard output");
        }
    }

    /** {@return a statement of a policy that counts only where the stream is encrypted with a key of one's own} */
    static String ifOwnStreamKey(String statement) {
        return "!If [OwnStreamKey, " + statement + ", !Ref 'AWS::NoValue']";
    }

    private String whole() {
        List<FunctionTemplate> consumers = new ArrayList<>();
        StringBuilder functions = new StringBuilder();
        StringBuilder codeKeys = new StringBuilder();
        List<String> fanOut =
                consumers(manifest).stream().filter(registered::contains).toList();
        for (FunctionRole role : List.of(FunctionRole.HTTP, FunctionRole.EVENTS, FunctionRole.CLOCK)) {
            for (AwsParts.Lambda function : manifest.each(parts -> parts.functions(role))) {
                FunctionTemplate template =
                        new FunctionTemplate(function, function.name().substring(NAME.length() + 1));
                functions.append(template.resources(fanOut));
                codeKeys.append(template.codeKey());
                if (role == FunctionRole.EVENTS) {
                    consumers.add(template);
                }
            }
        }
        Optional<EngineTemplate> engine = engine();
        return head.text(standard("archiveSeconds"), codeKeys.toString())
                + DataTemplate.stream(manifest.part(AwsParts::stream))
                + DataTemplate.tables(manifest.each(AwsParts::tables))
                + DataTemplate.archive(manifest.part(AwsParts::archive))
                + functions
                + engine.map(EngineTemplate::resources).orElse("")
                + new Alarms(consumers).resources()
                + engine.map(machine -> Alarms.of(machine.id())).orElse("")
                + outputs()
                + engine.map(EngineTemplate::outputs).orElse("");
    }

    private Optional<EngineTemplate> engine() {
        return manifest.parts().engine().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new EngineTemplate(manifest.part(parts -> parts.engine().orElseThrow())));
    }

    /** {@return the value of an environment variable; how long the stream keeps events is a parameter here} */
    static String retained(String variable, String value) {
        return variable.equals(EnvironmentReader.BUS_RETENTION) ? RETENTION : Yaml.scalar(value);
    }

    /** {@return what the manifest takes if the deployer says nothing} */
    private String standard(String parameter) {
        return Optional.ofNullable(manifest.parameters().get(parameter))
                .flatMap(Parameter::standard)
                .orElseThrow()
                .asText();
    }

    /**
     * {@return a role that a service takes for this account alone}
     *
     * @param account what the service tells the account in
     */
    static String role(String of, String service, String account, String policy, List<String> statements) {
        return """
              %sRole:
                Type: AWS::IAM::Role
                Properties:
                  AssumeRolePolicyDocument:
                    Version: '2012-10-17'
                    Statement:
                      - Effect: Allow
                        Principal: {Service: %s.amazonaws.com}
                        Action: sts:AssumeRole
                        Condition: {StringEquals: {'%s': !Ref 'AWS::AccountId'}}
                  Policies:
                    - PolicyName: %s
                      PolicyDocument:
                        Version: '2012-10-17'
                        Statement:
                          %s
            """.formatted(of, service, account, policy, Yaml.indented(14, Yaml.items(statements)));
    }

    private String outputs() {
        StringBuilder outputs = new StringBuilder("Outputs:\n");
        says.forEach((name, value) ->
                outputs.append("  %s: {Value: %s}\n".formatted(name, value.matches("[a-z]+") ? value : text(value))));
        return outputs + """
              Release: {Value: !Ref Release}
              FanOut: {Value: !Ref FanOut}
              Url: {Value: !GetAtt HttpUrl.FunctionUrl}
              PersonalKey: {Value: !GetAtt PersonalKey.Arn}
              ArchiveBucket: {Value: %s}
              AlarmTopic: {Value: !Ref AlarmTopic}
            """.formatted(text(manifest.part(AwsParts::archive).bucket()));
    }
}
