package io.triskel.aws.hosting.cloudformation;

import static io.triskel.aws.hosting.cloudformation.Yaml.text;
import static io.triskel.aws.hosting.cloudformation.Yaml.value;

import io.triskel.aws.hosting.AwsParts;
import io.triskel.hosting.manifest.Manifest;
import java.util.List;

/** What holds data: the stream, the key of personal data, the tables, and the archive's delivery stream. */
public final class DataTemplate {
    /** Firehose takes the two characters, not a line feed. */
    private static final String LINE_FEED = "'\\n'";

    /**
     * What holds data outlives its stack, whoever deletes it; only the rollback of its own creation deletes it (CloudFormation template
     * reference, "DeletionPolicy attribute"). {@code destroy.sh} deletes it by its own service.
     */
    private static final String OUTLIVES =
            "    DeletionPolicy: RetainExceptOnCreate\n    UpdateReplacePolicy: Retain\n";

    private DataTemplate() {}

    static String stream(AwsParts.EventStream stream) {
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
            """.formatted(
                        OUTLIVES, text(stream.name()), value(stream.shards()), Template.RETENTION, stream.encryption());
    }

    static String tables(List<AwsParts.Table> all) {
        StringBuilder tables = new StringBuilder("\n  # ---- Tables\n");
        for (AwsParts.Table table : all) {
            // What recovery reaches back to has keys that were dropped since.
            String days = id(table).equals("Keys") ? ", RecoveryPeriodInDays: 1" : "";
            tables.append(table(table, OUTLIVES))
                    .append("      PointInTimeRecoverySpecification: {PointInTimeRecoveryEnabled: true%s}\n"
                            .formatted(days))
                    .append("      DeletionProtectionEnabled: !If [Protected, true, false]\n");
        }
        return tables.toString();
    }

    /**
     * {@return a table as a resource, without recovery and protection}
     *
     * @param policies what becomes of it without its stack; empty for CloudFormation's defaults
     */
    public static String table(AwsParts.Table table, String policies) {
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

    static String archive(AwsParts.Archive archive) {
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
                Template.ifOwnStreamKey(FunctionTemplate.statement(List.of("kms:Decrypt"), "!Ref StreamKey", "")));
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
                        Template.role("Archive", "firehose", "sts:ExternalId", "archive", statements),
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
}
