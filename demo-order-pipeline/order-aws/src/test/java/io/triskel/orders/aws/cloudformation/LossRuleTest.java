package io.triskel.orders.aws.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.orders.pipeline.Style;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class LossRuleTest {
    private static final String STORAGE = "storage.yaml";
    private static final String ENGINE = "template/engine.yaml";
    private static final Set<LossRule> OF_STORAGE = Set.of(
            LossRule.A_BUCKET_IS_ENCRYPTED_AND_CLOSED,
            LossRule.WHAT_HOLDS_DATA_OUTLIVES_ITS_STACK,
            LossRule.A_ROLLBACK_FINDS_ITS_PACKAGE);

    /**
     * A template that was changed for the worse.
     *
     * @param rule that must find it
     * @param file whose text it is
     * @param from a regular expression; its first match is replaced
     */
    record Mutant(LossRule rule, String file, String from, String to) {
        String text() throws IOException {
            String committed = committed(file);
            String changed = committed.replaceFirst(from, to);
            assertThat(changed).as("what '%s' makes of the template", from).isNotEqualTo(committed);
            return changed;
        }
    }

    static List<Mutant> mutants() {
        return Stream.of(
                        mutant(
                                LossRule.A_STREAM_KEEPS_EVENTS_FOR_A_WEEK,
                                "RetentionPeriodHours: !Ref RetentionHours",
                                "RetentionPeriodHours: 24"),
                        mutant(
                                LossRule.A_STREAM_KEEPS_EVENTS_FOR_A_WEEK,
                                " *RetentionPeriodHours: !Ref RetentionHours\n",
                                ""),
                        mutant(LossRule.A_STREAM_KEEPS_EVENTS_FOR_A_WEEK, "MinValue: 168", "MinValue: 24"),
                        mutant(LossRule.A_STREAM_IS_ENCRYPTED, " *StreamEncryption: .*\n", ""),
                        mutant(LossRule.A_STREAM_IS_ENCRYPTED, "EncryptionType: KMS", "EncryptionType: NONE"),
                        mutant(LossRule.A_MAPPING_STARTS_AT_THE_OLDEST_EVENT, "TRIM_HORIZON", "LATEST"),
                        mutant(LossRule.A_MAPPING_READS_WHAT_WAS_NOT_SETTLED, " *FunctionResponseTypes: .*\n", ""),
                        mutant(
                                LossRule.A_MAPPING_NEVER_DROPS_A_BATCH_FOR_ITS_RETRIES,
                                "MaximumRetryAttempts: -1",
                                "MaximumRetryAttempts: 10"),
                        mutant(
                                LossRule.A_MAPPING_NEVER_DROPS_A_BATCH_FOR_ITS_RETRIES,
                                " *MaximumRetryAttempts: -1\n",
                                ""),
                        mutant(
                                LossRule.A_MAPPING_BISECTS_ONLY_IF_THE_MANIFEST_SAYS_SO,
                                "BisectBatchOnFunctionError: false",
                                "BisectBatchOnFunctionError: true"),
                        mutant(
                                LossRule.A_MAPPING_GIVES_UP_BEFORE_THE_STREAM_FORGETS,
                                "KeepsAWeek, 597600",
                                "KeepsAWeek, 604800"),
                        mutant(
                                LossRule.A_MAPPING_GIVES_UP_BEFORE_THE_STREAM_FORGETS,
                                "KeepsAWeek, 597600, -1",
                                "KeepsAWeek, 597600, 597600"),
                        mutant(
                                LossRule.A_MAPPING_GIVES_UP_BEFORE_THE_STREAM_FORGETS,
                                "KeepsAWeek, 597600",
                                "KeepsAWeek, 60"),
                        mutant(LossRule.A_MAPPING_WRITES_DOWN_WHAT_IT_GIVES_UP, " *DestinationConfig: .*\n", ""),
                        mutant(
                                LossRule.A_MAPPING_WRITES_DOWN_WHAT_IT_GIVES_UP,
                                "(Destination: !Sub 'arn:\\$\\{AWS::Partition}:)s3",
                                "$1sqs"),
                        mutant(
                                LossRule.A_MAPPING_CALLS_A_PUBLISHED_VERSION,
                                "(FunctionName: !Ref Inventory)Live\n( *EventSource)",
                                "$1\n$2"),
                        mutant(
                                LossRule.AT_MOST_FOUR_MAPPINGS_SHARE_THE_READS_OF_THE_STREAM,
                                "!Ref InventoryReader",
                                "!GetAtt Stream.Arn"),
                        mutant(
                                LossRule.A_STREAM_HAS_AT_MOST_TWENTY_CONSUMERS,
                                "\n(  PersonalKey:\n)",
                                consumers(13) + "\n$1"),
                        mutant(
                                LossRule.AT_MOST_FIVE_CONSUMERS_ARE_REGISTERED_AT_A_TIME,
                                "(?s)( {4}DependsOn: \\[InventoryReader[^\n]*\n)(.*?)\\1",
                                "$2"),
                        mutant(LossRule.A_FUNCTION_HAS_ROOM_AND_TIME, "Timeout: 60", "Timeout: 3"),
                        mutant(LossRule.A_FUNCTION_HAS_ROOM_AND_TIME, "MemorySize: !Ref MemoryMiB", "MemorySize: 128"),
                        mutant(LossRule.A_FUNCTION_HAS_ROOM_AND_TIME, "ApplyOn: PublishedVersions", "ApplyOn: None"),
                        mutant(LossRule.A_FUNCTION_IS_CLOSED, "AuthType: AWS_IAM", "AuthType: NONE"),
                        mutant(LossRule.A_FUNCTION_IS_CLOSED, "Principal: events.amazonaws.com", "Principal: '*'"),
                        mutant(
                                LossRule.A_FUNCTION_HAS_A_ROLE_OF_ITS_OWN,
                                "!GetAtt PaymentRole.Arn",
                                "!GetAtt InventoryRole.Arn"),
                        mutant(LossRule.A_ROLE_HAS_NO_WILDCARD, "'dynamodb:GetItem'", "'dynamodb:*'"),
                        mutant(
                                LossRule.A_ROLE_HAS_NO_WILDCARD,
                                "(Action: \\['kinesis:PutRecords'], Resource: )!Sub '[^']*'",
                                "$1'*'"),
                        mutant(
                                LossRule.A_ROLE_HAS_NO_WILDCARD,
                                "(\\['kms:GenerateDataKey'], Resource: )!Ref StreamKey",
                                "$1'*'"),
                        mutant(
                                LossRule.A_TABLE_COMES_BACK_FROM_MISTAKES,
                                "RecoveryEnabled: true",
                                "RecoveryEnabled: false"),
                        mutant(LossRule.A_TABLE_COMES_BACK_FROM_MISTAKES, " *DeletionProtectionEnabled: .*\n", ""),
                        mutant(LossRule.A_TABLE_TAKES_ANY_LOAD, "PAY_PER_REQUEST", "PROVISIONED"),
                        mutant(LossRule.DROPPED_KEYS_ARE_GONE_AFTER_A_DAY, ", RecoveryPeriodInDays: 1", ""),
                        mutant(LossRule.INBOX_AND_PARKING_LOT_FORGET, " *TimeToLiveSpecification: .*\n", ""),
                        mutant(
                                LossRule.THE_ARCHIVE_HAS_ONE_EVENT_A_LINE,
                                "AppendDelimiterToRecord",
                                "RecordDeAggregation"),
                        mutant(
                                LossRule.THE_ARCHIVE_HAS_ONE_EVENT_A_LINE,
                                "(ProcessingConfiguration:\n *Enabled: )true",
                                "$1false"),
                        mutant(
                                LossRule.THE_ARCHIVE_IS_THERE_BEFORE_THE_FIRST_EVENT,
                                "DependsOn: \\[HttpLive, Archive]",
                                "DependsOn: HttpLive"),
                        mutant(
                                LossRule.A_LATE_TICK_IS_DROPPED_AND_NONE_COMES_TWICE,
                                "MaximumRetryAttempts: 0",
                                "MaximumRetryAttempts: 2"),
                        mutant(LossRule.THE_CLOCK_TICKS_EVERY_MINUTE, "rate\\(1 minute\\)", "rate(1 hour)"),
                        mutant(LossRule.THE_CLOCK_TICKS_EVERY_MINUTE, "State: ENABLED", "State: DISABLED"),
                        mutant(LossRule.LOGS_END, " *RetentionInDays: !Ref LogDays\n", ""),
                        mutant(
                                LossRule.A_CONSUMER_THAT_IS_LATE_TELLS,
                                "MetricName: IteratorAge",
                                "MetricName: Duration"),
                        mutant(
                                LossRule.A_CONSUMER_THAT_IS_LATE_TELLS,
                                "Dimensions: \\[\\{Name: FunctionName, Value: !Ref Payment}]",
                                "Dimensions: [{Name: FunctionName, Value: !Ref Inventory}]"),
                        mutant(
                                LossRule.WHAT_GOES_WRONG_TELLS,
                                "MetricName: WriteProvisionedThroughputExceeded",
                                "MetricName: PutRecords.Bytes"),
                        mutant(
                                LossRule.WHAT_GOES_WRONG_TELLS,
                                "MetricName: parked\n(?s)(.*?)AlarmActions: \\[!Ref AlarmTopic]",
                                "MetricName: parked\n$1AlarmActions: []"),
                        mutant(
                                LossRule.WHAT_HOLDS_DATA_OUTLIVES_ITS_STACK,
                                "(?s)(InboxTable:.*?) *DeletionPolicy: [A-Za-z]+\n",
                                "$1"),
                        mutant(
                                LossRule.WHAT_HOLDS_DATA_OUTLIVES_ITS_STACK,
                                "(?s)(PersonalKey:.*?)UpdateReplacePolicy: Retain",
                                "$1UpdateReplacePolicy: Delete"),
                        new Mutant(
                                LossRule.WHAT_HOLDS_DATA_OUTLIVES_ITS_STACK,
                                STORAGE,
                                "DeletionPolicy: RetainExceptOnCreate",
                                "DeletionPolicy: Delete"),
                        mutant(
                                LossRule.A_FIRST_DEPLOYMENT_CAN_ROLL_BACK,
                                "DeletionProtectionEnabled: .*",
                                "DeletionProtectionEnabled: true"),
                        new Mutant(
                                LossRule.A_ROLLBACK_FINDS_ITS_PACKAGE,
                                STORAGE,
                                "AbortIncompleteMultipartUpload: \\{DaysAfterInitiation: 7}",
                                "ExpirationInDays: 365"),
                        mutant(
                                LossRule.HTTP_LEAVES_CONSUMERS_THEIR_CONCURRENCY,
                                " *ReservedConcurrentExecutions: .*\n",
                                ""),
                        mutant(
                                LossRule.A_CONSUMER_THAT_NOTHING_INVOKES_TELLS,
                                "(?s)(PaymentSilentAlarm:.*?TreatMissingData: )breaching",
                                "$1notBreaching"),
                        mutant(
                                LossRule.A_CONSUMER_THAT_NOTHING_INVOKES_TELLS,
                                "Name: Consumer, Value: payment",
                                "Name: Consumer, Value: inventory"),
                        mutant(LossRule.WHAT_A_MAPPING_GIVES_UP_TELLS, " *MetricsConfig: .*\n", ""),
                        mutant(
                                LossRule.WHAT_A_MAPPING_GIVES_UP_TELLS,
                                "(Name: EventSourceMappingUUID, Value: !Ref )PaymentMapping",
                                "$1InventoryMapping"),
                        mutant(
                                LossRule.SILENCE_TELLS,
                                "(?s)(ArchiveLateAlarm:.*?TreatMissingData: )breaching",
                                "$1notBreaching"),
                        mutant(
                                LossRule.SILENCE_TELLS,
                                "(?s)(ClockSilentAlarm:.*?TreatMissingData: )breaching",
                                "$1missing"),
                        new Mutant(
                                LossRule.A_STATE_MACHINE_RUNS_IN_ITS_PARTITION,
                                ENGINE,
                                "arn:\\$\\{AWS::Partition}:states:::lambda:invoke",
                                "arn:aws:states:::lambda:invoke"),
                        new Mutant(
                                LossRule.A_STATE_MACHINE_RUNS_IN_ITS_PARTITION,
                                ENGINE,
                                "DefinitionString: !Sub \\|",
                                "DefinitionString: |"),
                        mutant(LossRule.A_NEW_RELEASE_CHANGES_EVERY_FUNCTION, " *Description: !Ref Release\n", ""),
                        mutant(
                                LossRule.A_NEW_RELEASE_CHANGES_FUNCTIONS_ALONE,
                                "ShardCount: !Ref Shards",
                                "ShardCount: !Ref Shards\n      Tags: [{Key: release, Value: !Ref Release}]"),
                        new Mutant(
                                LossRule.A_STATE_MACHINE_LEADS_FOR_AS_LONG_AS_AN_ORDER_TAKES,
                                ENGINE,
                                "StateMachineType: STANDARD",
                                "StateMachineType: EXPRESS"),
                        new Mutant(
                                LossRule.A_STATE_MACHINE_LEADS_FOR_AS_LONG_AS_AN_ORDER_TAKES,
                                ENGINE,
                                " *StateMachineType: STANDARD\n",
                                ""),
                        new Mutant(
                                LossRule.A_STATE_MACHINE_CALLS_A_PUBLISHED_VERSION,
                                ENGINE,
                                "AskFunction: !Ref AskLive",
                                "AskFunction: !Ref Ask"),
                        new Mutant(
                                LossRule.A_STATE_MACHINE_KEEPS_PERSONS_OUT_OF_ITS_LOG,
                                ENGINE,
                                "IncludeExecutionData: false",
                                "IncludeExecutionData: true"),
                        new Mutant(
                                LossRule.A_STATE_MACHINE_KEEPS_PERSONS_OUT_OF_ITS_LOG,
                                ENGINE,
                                "Level: ERROR",
                                "Level: 'OFF'"),
                        new Mutant(
                                LossRule.A_STATE_MACHINE_TELLS_HOW_EXECUTIONS_END,
                                ENGINE,
                                "MetricName: ExecutionsTimedOut",
                                "MetricName: ExecutionsStarted"),
                        new Mutant(
                                LossRule.A_STATE_MACHINE_TELLS_HOW_EXECUTIONS_END,
                                ENGINE,
                                "Value: !Ref FulfilmentMachine",
                                "Value: other"),
                        new Mutant(
                                LossRule.A_ROLE_HAS_NO_WILDCARD,
                                ENGINE,
                                "(Action: \\['lambda:InvokeFunction'], Resource: )\\[[^]]*]",
                                "$1'*'"),
                        new Mutant(
                                LossRule.A_ROLE_HAS_NO_WILDCARD,
                                ENGINE,
                                "'logs:GetLogDelivery', ",
                                "'logs:GetLogDelivery', 'logs:PutLogEvents', "),
                        new Mutant(LossRule.A_BUCKET_IS_ENCRYPTED_AND_CLOSED, STORAGE, " *BucketEncryption: .*\n", ""),
                        new Mutant(
                                LossRule.A_BUCKET_IS_ENCRYPTED_AND_CLOSED,
                                STORAGE,
                                "BlockPublicPolicy: true",
                                "BlockPublicPolicy: false"),
                        new Mutant(LossRule.A_BUCKET_IS_ENCRYPTED_AND_CLOSED, STORAGE, "BlockPublicAcls: true, ", ""))
                .toList();
    }

    @ParameterizedTest
    @EnumSource(LossRule.class)
    void the_templates_keep_the_rule(LossRule rule) throws IOException {
        for (String file : List.of("template/orchestration.yaml", "template/choreography.yaml", ENGINE, STORAGE)) {
            TemplateFile template = TemplateFile.read(committed(file));
            boolean pipeline = !template.resources("Lambda::Function").isEmpty();
            if (pipeline || OF_STORAGE.contains(rule)) {
                assertThat(rule.broken(template)).as(file).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void a_template_that_loses_is_caught(Mutant mutant) throws IOException {
        TemplateFile worse = TemplateFile.read(mutant.text());

        assertThat(mutant.rule().broken(worse)).isNotEmpty();
    }

    @Test
    void each_rule_catches_a_template_that_breaks_it() {
        Set<LossRule> tried = mutants().stream().map(Mutant::rule).collect(Collectors.toCollection(TreeSet::new));

        assertThat(tried).containsExactly(LossRule.values());
    }

    @Test
    void the_rules_look_at_resources_that_there_are() throws IOException {
        TemplateFile template =
                TemplateFile.read(committed("template/" + OrderTemplates.fileName(Style.ORCHESTRATION)));

        assertThat(List.of(
                        "Kinesis::Stream",
                        "Lambda::EventSourceMapping",
                        "DynamoDB::Table",
                        "IAM::Role",
                        "Logs::LogGroup"))
                .extracting(type -> template.resources(type).size())
                .containsExactly(1, 8, 9, 11, 11);
        assertThat(TemplateFile.read(committed(STORAGE)).resources("S3::Bucket"))
                .hasSize(3);
    }

    private static Mutant mutant(LossRule rule, String from, String to) {
        return new Mutant(rule, "template/" + OrderTemplates.fileName(Style.ORCHESTRATION), from, to);
    }

    private static String consumers(int count) {
        return Stream.iterate(1, i -> i + 1)
                .limit(count)
                .map(i -> "\n  Reader" + i + ": {Type: 'AWS::Kinesis::StreamConsumer', Properties: {}}")
                .collect(Collectors.joining());
    }

    private static String committed(String file) throws IOException {
        return Files.readString(Path.of("../../infra/aws", file));
    }
}
