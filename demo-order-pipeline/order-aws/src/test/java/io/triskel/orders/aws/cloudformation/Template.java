package io.triskel.orders.aws.cloudformation;

import static io.triskel.orders.aws.cloudformation.Yaml.text;
import static io.triskel.orders.aws.cloudformation.Yaml.value;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.triskel.aws.hosting.AwsManifest;
import io.triskel.aws.hosting.AwsParts;
import io.triskel.hosting.function.EnvironmentReader;
import io.triskel.hosting.function.FunctionRole;
import io.triskel.hosting.manifest.Manifest;
import io.triskel.hosting.manifest.Parameter;
import io.triskel.orders.OrderApplication;
import io.triskel.orders.pipeline.Style;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The template of the pipeline in one style, or led by Step Functions, as it is committed in {@code infra/aws}. */
public final class Template {
    /**
     * The consumers that an order waits for: each reads as a registered consumer of the stream. The others poll, and so they share, with the
     * archive, the five reads a second of each shard; so they are four at most.
     */
    private static final Set<String> ON_THE_WAY_OF_AN_ORDER =
            Set.of("inventory", "payment", "ordering", "fulfilment", "payment-watch");

    /** Stands for the prefix of the deployment, whose pattern takes no reference. */
    private static final String PREFIX = "PREFIX";

    private static final String NAME = "${Name}";

    private static final Path PLAN = Path.of("../../infra/plan.json");

    private static final String RETENTION = "!Ref RetentionHours";

    /** The file of the template for load tests. */
    static final String LOAD = "load.yaml";

    /** Firehose takes the two characters, not a line feed. */
    private static final String LINE_FEED = "'\\n'";

    /**
     * What holds data outlives its stack, whoever deletes it; only the rollback of its own creation deletes it (CloudFormation template
     * reference, "DeletionPolicy attribute"). {@code destroy.sh} deletes it by its own service.
     */
    private static final String OUTLIVES =
            "    DeletionPolicy: RetainExceptOnCreate\n    UpdateReplacePolicy: Retain\n";

    /** What {@code deploy.sh --style} calls the pipeline whose orders an engine leads. */
    static final String ENGINE = "engine";

    private final String style;
    private final Manifest<AwsParts> manifest;

    private Template(String style, Manifest<AwsParts> unfilled) {
        this.style = style;
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

    /** {@return the template of the pipeline in this style} */
    public static String of(Style style) {
        return new Template(style.text(), AwsManifest.of(new OrderApplication(), style.text())).whole();
    }

    /** {@return the template of the pipeline whose orders Step Functions leads} */
    public static String onEngine() {
        return new Template(
                        ENGINE,
                        AwsManifest.onEngine(new OrderApplication())
                                .with("account", "${AWS::AccountId}")
                                .with("partition", "${AWS::Partition}"))
                .whole();
    }

    /** {@return the template of a stream and tables that load tests alone use, and that may be lost} */
    public static String forLoad() {
        StringBuilder tables = new StringBuilder();
        for (AwsParts.Table table : AwsManifest.of(new OrderApplication(), Style.ORCHESTRATION.text())
                .with("tables", "${Name}-load")
                .each(AwsParts::tables)) {
            tables.append(table(table, ""));
        }
        return """
            # Resources that only ./triskel load uses. Written by TemplateTest of order-aws from the manifest of order-aws.zip.
            AWSTemplateFormatVersion: '2010-09-09'
            Description: Triskel load tests
            Parameters:
              Name:
                Type: String
                Description: Prefix of all names
                AllowedPattern: '[a-z][a-z0-9-]{0,19}'
              Shards: {Type: Number, Default: 1, MinValue: 1, MaxValue: 500, Description: Each takes 1000 events or 1 MiB a second}
            Resources:
              Stream:
                Type: AWS::Kinesis::Stream
                Properties:
                  Name: !Sub '${Name}-load'
                  ShardCount: !Ref Shards
                  RetentionPeriodHours: 24
                  StreamEncryption: {EncryptionType: KMS, KeyId: alias/aws/kinesis}
            """ + tables;
    }

    /** {@return the templates of the pipeline by the names of their files} */
    public static Map<String, String> pipelines() {
        Map<String, String> templates = new LinkedHashMap<>();
        for (Style style : Style.values()) {
            templates.put(fileName(style), of(style));
        }
        templates.put(ENGINE + ".yaml", onEngine());
        return templates;
    }

    /** {@return the name of the template's file} */
    public static String fileName(Style style) {
        return style.text() + ".yaml";
    }

    /**
     * Writes the templates.
     *
     * @param arguments the folder, {@code infra/aws/template} of the project
     */
    public static void main(String[] arguments) throws IOException {
        for (Map.Entry<String, String> template : pipelines().entrySet()) {
            Files.writeString(Path.of(arguments[0], template.getKey()), template.getValue());
        }
        Files.writeString(Path.of(arguments[0], LOAD), forLoad());
    }

    /** {@return a statement of a policy that counts only where the stream is encrypted with a key of one's own} */
    static String ifOwnStreamKey(String statement) {
        return "!If [OwnStreamKey, " + statement + ", !Ref 'AWS::NoValue']";
    }

    private String whole() {
        List<FunctionTemplate> consumers = new ArrayList<>();
        StringBuilder functions = new StringBuilder();
        List<String> registered = manifest.parts().functions(FunctionRole.EVENTS).stream()
                .flatMap(function -> function.consumer().stream())
                .filter(ON_THE_WAY_OF_AN_ORDER::contains)
                .toList();
        for (FunctionRole role : List.of(FunctionRole.HTTP, FunctionRole.EVENTS, FunctionRole.CLOCK)) {
            for (AwsParts.Lambda function : manifest.each(parts -> parts.functions(role))) {
                FunctionTemplate template =
                        new FunctionTemplate(function, function.name().substring(NAME.length() + 1));
                functions.append(template.resources(registered));
                if (role == FunctionRole.EVENTS) {
                    consumers.add(template);
                }
            }
        }
        Optional<EngineTemplate> engine = engine();
        return head()
                + stream()
                + tables()
                + archive()
                + functions
                + engine.map(EngineTemplate::resources).orElse("")
                + new Alarms(consumers).resources()
                + engine.map(machine -> Alarms.of(EngineTemplate.ID)).orElse("")
                + outputs()
                + engine.map(EngineTemplate::outputs).orElse("");
    }

    private Optional<EngineTemplate> engine() {
        return style.equals(ENGINE)
                ? Optional.of(
                        new EngineTemplate(manifest.part(parts -> parts.engine().orElseThrow())))
                : Optional.empty();
    }

    private String head() {
        return """
            # The order pipeline in %1$s, without the buckets, which outlive it (../storage.yaml). Written by
            # TemplateTest of order-aws from the manifest of order-aws.zip: change it there; the test compares them. ../deploy.sh deploys it.
            AWSTemplateFormatVersion: '2010-09-09'
            Description: Triskel order pipeline, %1$s
            Parameters:
              Name:
                Type: String
                Description: Prefix of all names
                AllowedPattern: '[a-z][a-z0-9-]{0,19}'
              Release:
                Type: String
                Description: A digest of package and template; a new one publishes new versions of all functions
              CodeKey:
                Type: String
                Description: The package's key in the code bucket
              # ---- What a plan decides (../../plan.json is the default one)
              Shards: {Type: Number, Default: %2$s, MinValue: 1, MaxValue: 500, Description: Each takes 1000 events or 1 MiB a second}
              Parallelization: {Type: Number, Default: %3$s, MinValue: 1, MaxValue: 10, Description: Batches of a shard that each consumer handles at once}
              MemoryMiB: {Type: Number, Default: %4$s, MinValue: 512, MaxValue: 10240, Description: Memory of each function}
              BatchSize: {Type: Number, Default: %5$s, MinValue: 1, MaxValue: 10000, Description: Most events of a batch}
              BatchWindowSeconds: {Type: Number, Default: %6$s, MinValue: 0, MaxValue: 300, Description: How long a batch waits to be full}
              RetentionHours: {Type: Number, Default: %7$s, MinValue: 168, MaxValue: 8760, Description: How long the stream keeps events}
              ReplayHorizonHours: {Type: Number, Default: %8$s, MinValue: 0, MaxValue: 99999, Description: How long the inbox outlives the stream}
              FanOut:
                Type: String
                Default: %9$s
                AllowedValues: [needed, all]
                Description: Registered consumers, those that an order waits for or all
              # ---- What a deployer decides
              ArchiveSeconds: {Type: Number, Default: %10$s, MinValue: 0, MaxValue: 900, Description: How long the archive buffers events}
              StreamKey:
                Type: String
                Default: ''
                AllowedPattern: '(arn:[a-z-]+:kms:.*)?'
                Description: ARN of your own KMS key for the stream; empty for the AWS managed key of Kinesis
              LogDays:
                Type: Number
                Default: 14
                AllowedValues: [1, 3, 5, 7, 14, 30, 60, 90, 180, 365, 731]
                Description: Retention of logs in days
              DeletionProtection:
                Type: String
                Default: 'true'
                AllowedValues: ['true', 'false', later]
                Description: Deletion protection of tables. A first deployment protects them later, so that it can roll back; false is for tests
              HttpConcurrency: {Type: Number, Default: 0, MinValue: 0, MaxValue: 1000, Description: Concurrent executions reserved for HTTP and its limit; 0 for none}
              AlarmEmail: {Type: String, Default: '', Description: 'Receives alarms, after a confirmation; none if empty'}
              BudgetUsd: {Type: Number, Default: 100, MinValue: 1, Description: Dollars a month at which the alarm topic is notified}
            Conditions:
              AllFanOut: !Equals [!Ref FanOut, all]
              OwnStreamKey: !Not [!Equals [!Ref StreamKey, '']]
              Mail: !Not [!Equals [!Ref AlarmEmail, '']]
              Protected: !Equals [!Ref DeletionProtection, 'true']
              HttpReserved: !Not [!Equals [!Ref HttpConcurrency, 0]]
              KeepsAWeek: !Equals [!Ref RetentionHours, 168]
            Resources:
            """.formatted(
                        style,
                        planned("Shards"),
                        planned("Parallelization"),
                        planned("MemoryMiB"),
                        planned("BatchSize"),
                        planned("BatchWindowSeconds"),
                        planned("RetentionHours"),
                        planned("ReplayHorizonHours"),
                        planned("FanOut"),
                        standard("archiveSeconds"));
    }

    /** {@return what the default plan has for a parameter} */
    private static String planned(String parameter) {
        try {
            return new ObjectMapper()
                    .readTree(PLAN.toFile())
                    .required("clouds")
                    .required("aws")
                    .required("parameters")
                    .required(parameter)
                    .asText();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
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

    private String stream() {
        AwsParts.EventStream stream = manifest.part(AwsParts::stream);
        return """
              # ---- The stream, and the key that wraps the keys of persons
              Stream:
                Type: AWS::Kinesis::Stream
            %1$s    Properties:
                  Name: %2$s
                  ShardCount: %3$s
                  RetentionPeriodHours: %4$s
                  StreamEncryption: {EncryptionType: %5$s, KeyId: !If [OwnStreamKey, !Ref StreamKey, alias/aws/kinesis]}
              PersonalKey:
                Type: AWS::KMS::Key
            %1$s    Properties:
                  Description: !Sub 'Wraps the keys of personal data of ${Name}; without it that data cannot be read'
                  EnableKeyRotation: true
                  PendingWindowInDays: 30
                  KeyPolicy:
                    Version: '2012-10-17'
                    Statement:
                      # The account decides, by the policies of its roles.
                      - {Effect: Allow, Principal: {AWS: !Sub 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root'}, Action: 'kms:*', Resource: '*'}
              # A name by which destroy.sh and a repeated deployment find a key that outlived its stack.
              PersonalKeyName:
                Type: AWS::KMS::Alias
            %1$s    Properties: {AliasName: !Sub 'alias/${Name}-personal', TargetKeyId: !Ref PersonalKey}
            """.formatted(OUTLIVES, text(stream.name()), value(stream.shards()), RETENTION, stream.encryption());
    }

    private String tables() {
        StringBuilder tables = new StringBuilder("\n  # ---- Tables\n");
        for (AwsParts.Table table : manifest.each(AwsParts::tables)) {
            // What recovery reaches back to has keys that were dropped since.
            String days = id(table).equals("Keys") ? ", RecoveryPeriodInDays: 1" : "";
            tables.append(table(table, OUTLIVES))
                    .append("      PointInTimeRecoverySpecification: {PointInTimeRecoveryEnabled: true%s}\n"
                            .formatted(days))
                    .append("      DeletionProtectionEnabled: !If [Protected, true, false]\n");
        }
        return tables.toString();
    }

    private static String table(AwsParts.Table table, String policies) {
        StringBuilder properties = new StringBuilder(
                "  %sTable:\n    Type: AWS::DynamoDB::Table\n%s    Properties:\n".formatted(id(table), policies));
        Manifest.tree(table.createTable())
                .properties()
                .forEach(field ->
                        properties.append("      %s: %s\n".formatted(field.getKey(), value(field.getValue()))));
        table.timeToLive()
                .ifPresent(attribute -> properties.append(
                        "      TimeToLiveSpecification: {AttributeName: %s, Enabled: true}\n".formatted(attribute)));
        return properties.toString();
    }

    /** {@return the logical id of a table, without what it is} */
    private static String id(AwsParts.Table table) {
        String name = table.createTable().tableName();
        return Yaml.logicalId(name.substring(name.lastIndexOf('-') + 1));
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

    private String archive() {
        AwsParts.Archive archive = manifest.part(AwsParts::archive);
        String arn = "arn:${AWS::Partition}:s3:::" + archive.bucket();
        List<String> statements = List.of(
                FunctionTemplate.statement(
                        List.of(
                                "kinesis:DescribeStream",
                                "kinesis:GetRecords",
                                "kinesis:GetShardIterator",
                                "kinesis:ListShards"),
                        "!GetAtt Stream.Arn",
                        ""),
                FunctionTemplate.statement(
                        List.of("s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"),
                        text(arn),
                        ""),
                FunctionTemplate.statement(
                        List.of("s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"), text(arn + "/*"), ""),
                FunctionTemplate.statement(List.of("logs:PutLogEvents"), "!GetAtt ArchiveLog.Arn", ""),
                ifOwnStreamKey(FunctionTemplate.statement(List.of("kms:Decrypt"), "!Ref StreamKey", "")));
        return """

              # ---- The archive reads the stream from the archive's creation on, so it is created before any function
              ArchiveLog:
                Type: AWS::Logs::LogGroup
                Properties: {LogGroupName: !Sub '/aws/kinesisfirehose/${Name}-archive', RetentionInDays: !Ref LogDays}
              ArchiveLogStream:
                Type: AWS::Logs::LogStream
                Properties: {LogGroupName: !Ref ArchiveLog, LogStreamName: delivery}
            %s  Archive:
                Type: AWS::KinesisFirehose::DeliveryStream
                Properties:
                  DeliveryStreamName: %s
                  DeliveryStreamType: KinesisStreamAsSource
                  KinesisStreamSourceConfiguration: {KinesisStreamARN: !GetAtt Stream.Arn, RoleARN: !GetAtt ArchiveRole.Arn}
                  ExtendedS3DestinationConfiguration:
                    BucketARN: %s
                    RoleARN: !GetAtt ArchiveRole.Arn
                    Prefix: %s
                    ErrorOutputPrefix: %s
                    BufferingHints: {SizeInMBs: %s, IntervalInSeconds: %s}
                    CompressionFormat: %s
                    # Without it the records of an object have no line ends, and a reader of lines sees one record.
                    ProcessingConfiguration:
                      Enabled: true
                      Processors: [{Type: %s, Parameters: [{ParameterName: Delimiter, ParameterValue: %s}]}]
                    CloudWatchLoggingOptions: {Enabled: true, LogGroupName: !Ref ArchiveLog, LogStreamName: !Ref ArchiveLogStream}
            """.formatted(
                        role("Archive", "firehose", "sts:ExternalId", "archive", statements),
                        text(archive.name()),
                        text(arn),
                        text(archive.prefix()),
                        text(archive.errorOutputPrefix()),
                        archive.bufferMiB(),
                        value(archive.bufferSeconds()),
                        archive.compression(),
                        archive.processor(),
                        LINE_FEED);
    }

    private String outputs() {
        return """
            Outputs:
              Style: {Value: %s}
              Release: {Value: !Ref Release}
              FanOut: {Value: !Ref FanOut}
              Url: {Value: !GetAtt HttpUrl.FunctionUrl}
              PersonalKey: {Value: !GetAtt PersonalKey.Arn}
              ArchiveBucket: {Value: %s}
              AlarmTopic: {Value: !Ref AlarmTopic}
            """.formatted(style, text(manifest.part(AwsParts::archive).bucket()));
    }
}
