package io.triskel.orders.aws.cloudformation;

import static io.triskel.orders.aws.cloudformation.TemplateFile.list;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a template must keep so that no event is lost, held up or shown; each rule finds the resources that break it. */
enum LossRule {
    A_STREAM_KEEPS_EVENTS_FOR_A_WEEK(template -> each(
                    "Kinesis::Stream", stream -> template.least(stream.path("RetentionPeriodHours")) < 168)
            .apply(template)),
    A_STREAM_IS_ENCRYPTED(each(
            "Kinesis::Stream",
            stream -> !stream.at("/StreamEncryption/EncryptionType").asText().equals("KMS"))),
    A_MAPPING_STARTS_AT_THE_OLDEST_EVENT(
            mappings(mapping -> !mapping.path("StartingPosition").asText().equals("TRIM_HORIZON"))),
    A_MAPPING_READS_WHAT_WAS_NOT_SETTLED(mappings(
            mapping -> !mapping.path("FunctionResponseTypes").toString().equals("[\"ReportBatchItemFailures\"]"))),
    A_MAPPING_NEVER_DROPS_A_BATCH_FOR_ITS_RETRIES(
            mappings(mapping -> mapping.path("MaximumRetryAttempts").asInt() != -1)),
    /** With partial answers either value is harmless; what the manifest does not say is not to be chosen. */
    A_MAPPING_BISECTS_ONLY_IF_THE_MANIFEST_SAYS_SO(mappings(
            mapping -> !mapping.path("BisectBatchOnFunctionError").asText().equals("false"))),
    /** Lambda knows no age above a week, so that a stream that keeps more has mappings that never give up. */
    A_MAPPING_GIVES_UP_BEFORE_THE_STREAM_FORGETS(mappings(mapping -> {
        JsonNode age = mapping.at("/MaximumRecordAgeInSeconds/Fn::If");
        int ofAWeek = age.path(1).asInt();
        return !age.path(0).asText().equals("KeepsAWeek")
                || ofAWeek < 3600
                || ofAWeek > 167 * 3600
                || age.path(2).asInt() != -1;
    })),
    /** Destinations but S3 get where a record was, and not the record. */
    A_MAPPING_WRITES_DOWN_WHAT_IT_GIVES_UP(
            mappings(mapping -> !mapping.at("/DestinationConfig/OnFailure/Destination/Fn::Sub")
                    .asText()
                    .startsWith("arn:${AWS::Partition}:s3:::${Name}-given-up-"))),
    A_MAPPING_CALLS_A_PUBLISHED_VERSION(
            mappings(mapping -> !mapping.at("/FunctionName/Ref").asText().endsWith("Live"))),
    /** Five reads a second of each shard, one of which the archive takes. */
    AT_MOST_FOUR_MAPPINGS_SHARE_THE_READS_OF_THE_STREAM(template -> {
        List<String> polling =
                mappings(mapping -> mapping.toString().contains("Stream.Arn")).apply(template);
        return polling.size() > 4 ? polling : List.of();
    }),
    A_STREAM_HAS_AT_MOST_TWENTY_CONSUMERS(template -> {
        Set<String> consumers = template.resources("Kinesis::StreamConsumer").keySet();
        return consumers.size() > 20 ? List.copyOf(consumers) : List.of();
    }),
    /** A sixth at the same time is refused (Kinesis API reference, "RegisterStreamConsumer"). */
    AT_MOST_FIVE_CONSUMERS_ARE_REGISTERED_AT_A_TIME(template -> {
        List<String> first = template.resources("Kinesis::StreamConsumer").entrySet().stream()
                .filter(consumer -> consumer.getValue().path("DependsOn").isMissingNode())
                .map(Map.Entry::getKey)
                .toList();
        return first.size() > 5 ? first : List.of();
    }),
    A_FUNCTION_HAS_ROOM_AND_TIME(each("Lambda::Function", function -> {
        boolean http = function.path("Handler").asText().contains("Http");
        return function.path("Timeout").asInt() < (http ? 10 : 60)
                || !function.at("/MemorySize/Ref").asText().equals("MemoryMiB")
                || !function.at("/SnapStart/ApplyOn").asText().equals("PublishedVersions")
                || function.at("/Environment/Variables/TRISKEL_AWS_CALL_TIMEOUT_MS")
                                .asInt()
                        != 3000;
    })),
    A_FUNCTION_IS_CLOSED(template -> Stream.of(
                    each("Lambda::Url", url -> !url.path("AuthType").asText().equals("AWS_IAM")),
                    each(
                            "Lambda::Permission",
                            permission -> permission.path("Principal").asText().equals("*")))
            .flatMap(rule -> rule.apply(template).stream())
            .toList()),
    A_FUNCTION_HAS_A_ROLE_OF_ITS_OWN(template -> {
        Map<String, String> owners = new TreeMap<>();
        return template.resources("Lambda::Function").entrySet().stream()
                .filter(function -> owners.put(
                                function.getValue()
                                        .at("/Properties/Role/Fn::GetAtt")
                                        .asText(),
                                function.getKey())
                        != null)
                .map(Map.Entry::getKey)
                .toList();
    }),
    /** Express workflows end after five minutes and wait for no answer. */
    A_STATE_MACHINE_LEADS_FOR_AS_LONG_AS_AN_ORDER_TAKES(each(
            "StepFunctions::StateMachine",
            machine -> !machine.path("StateMachineType").asText().equals("STANDARD"))),
    A_STATE_MACHINE_CALLS_A_PUBLISHED_VERSION(each(
            "StepFunctions::StateMachine",
            machine -> !machine.at("/DefinitionSubstitutions/AskFunction/Ref")
                    .asText()
                    .endsWith("Live"))),
    /** ARNs of integrations begin with the partition: aws, aws-cn, aws-us-gov. */
    A_STATE_MACHINE_RUNS_IN_ITS_PARTITION(each(
            "StepFunctions::StateMachine",
            machine -> !machine.path("DefinitionString").has("Fn::Sub")
                    || machine.path("DefinitionString").toString().contains("arn:aws:"))),
    A_STATE_MACHINE_KEEPS_PERSONS_OUT_OF_ITS_LOG(each(
            "StepFunctions::StateMachine",
            machine -> machine.at("/LoggingConfiguration/IncludeExecutionData").asBoolean(true)
                    || machine.at("/LoggingConfiguration/Level").asText("OFF").equals("OFF"))),
    A_STATE_MACHINE_TELLS_HOW_EXECUTIONS_END(template ->
            template.resources("StepFunctions::StateMachine").keySet().stream()
                    .filter(machine -> !Stream.of(
                                    "ExecutionsFailed", "ExecutionsTimedOut", "ExecutionsAborted", "ExecutionThrottled")
                            .allMatch(metric -> alarmed(template, metric, "\"Value\":{\"Ref\":\"" + machine + "\"}")))
                    .toList()),
    /** Some actions have no resource (Service Authorization Reference; Step Functions developer guide, "Logging in CloudWatch Logs"). */
    A_ROLE_HAS_NO_WILDCARD(each(
            "IAM::Role",
            role -> role.findValues("Statement").stream()
                    .flatMap(statements -> list(statements).stream())
                    .flatMap(LossRule::alternatives)
                    .anyMatch(LossRule::isWild))),
    A_TABLE_COMES_BACK_FROM_MISTAKES(each(
            "DynamoDB::Table",
            table -> !table.at("/PointInTimeRecoverySpecification/PointInTimeRecoveryEnabled")
                            .asBoolean()
                    || !table.path("DeletionProtectionEnabled").toString().contains("\"Protected\",true"))),
    A_TABLE_TAKES_ANY_LOAD(
            each("DynamoDB::Table", table -> !table.path("BillingMode").asText().equals("PAY_PER_REQUEST"))),
    /** Recovery brings dropped keys back. */
    DROPPED_KEYS_ARE_GONE_AFTER_A_DAY(each(
            "DynamoDB::Table",
            table -> table.path("TableName").toString().contains("-keys")
                    && table.at("/PointInTimeRecoverySpecification/RecoveryPeriodInDays")
                                    .asInt(35)
                            > 1)),
    /** Rows of the inbox say themselves when, when the stream and the replay horizon are over. */
    INBOX_AND_PARKING_LOT_FORGET(each(
            "DynamoDB::Table",
            table -> table.path("TableName").toString().matches(".*-(inbox|parking)\".*")
                    && !table.at("/TimeToLiveSpecification")
                            .toString()
                            .equals("{\"AttributeName\":\"expires\",\"Enabled\":true}"))),
    THE_ARCHIVE_HAS_ONE_EVENT_A_LINE(each(
            "KinesisFirehose::DeliveryStream",
            archive -> !archive.at("/ExtendedS3DestinationConfiguration/ProcessingConfiguration")
                    .toString()
                    .equals("{\"Enabled\":true,\"Processors\":[{\"Type\":\"AppendDelimiterToRecord\","
                            + "\"Parameters\":[{\"ParameterName\":\"Delimiter\",\"ParameterValue\":\"\\\\n\"}]}]}"))),
    /** Firehose reads a stream from when it is created, and events come once the URL can be called. */
    THE_ARCHIVE_IS_THERE_BEFORE_THE_FIRST_EVENT(template -> template.resources("Lambda::Url").entrySet().stream()
            .filter(url -> !url.getValue().path("DependsOn").toString().contains("\"Archive\""))
            .map(Map.Entry::getKey)
            .toList()),
    A_BUCKET_IS_ENCRYPTED_AND_CLOSED(each(
            "S3::Bucket",
            bucket -> !bucket.path("BucketEncryption").toString().contains("SSEAlgorithm")
                    || bucket.path("PublicAccessBlockConfiguration").size() != 4
                    || bucket.path("PublicAccessBlockConfiguration").toString().contains("false"))),
    A_LATE_TICK_IS_DROPPED_AND_NONE_COMES_TWICE(each(
            "Lambda::EventInvokeConfig",
            config -> config.path("MaximumRetryAttempts").asInt(2) != 0
                    || config.path("MaximumEventAgeInSeconds").asInt() != 60)),
    THE_CLOCK_TICKS_EVERY_MINUTE(template -> template.resources("Events::Rule").values().stream()
                    .anyMatch(rule ->
                            rule.at("/Properties/ScheduleExpression").asText().equals("rate(1 minute)")
                                    && rule.at("/Properties/State").asText().equals("ENABLED"))
            ? List.of()
            : List.of("no schedule")),
    LOGS_END(each("Logs::LogGroup", group -> group.path("RetentionInDays").isMissingNode())),
    /** Whoever deletes a stack leaves what holds data; the rollback of a first deployment deletes it. */
    WHAT_HOLDS_DATA_OUTLIVES_ITS_STACK(template -> template.resources().entrySet().stream()
            .filter(each -> each.getValue()
                    .path("Type")
                    .asText()
                    .matches("AWS::(Kinesis::Stream|DynamoDB::Table|KMS::(Key|Alias)|S3::Bucket)"))
            .filter(each -> !each.getValue().path("DeletionPolicy").asText().equals("RetainExceptOnCreate")
                    || !each.getValue().path("UpdateReplacePolicy").asText().equals("Retain"))
            .map(Map.Entry::getKey)
            .toList()),
    /** A table that its first deployment protects cannot be rolled back. */
    A_FIRST_DEPLOYMENT_CAN_ROLL_BACK(each(
            "DynamoDB::Table",
            table -> !table.path("DeletionProtectionEnabled")
                    .toString()
                    .equals("{\"Fn::If\":[\"Protected\",true,false]}"))),
    A_ROLLBACK_FINDS_ITS_PACKAGE(each(
            "S3::Bucket",
            bucket -> bucket.at("/LifecycleConfiguration/Rules").toString().contains("\"ExpirationInDays\""))),
    HTTP_LEAVES_CONSUMERS_THEIR_CONCURRENCY(template -> template.properties("Lambda::Url")
            .map(url -> url.at("/TargetFunctionArn/Ref").asText())
            .filter(function -> !template.resources()
                    .get(function)
                    .at("/Properties/ReservedConcurrentExecutions/Fn::If/1")
                    .toString()
                    .equals("{\"Ref\":\"HttpConcurrency\"}"))
            .toList()),
    /** The clock tells the age of each consumer's newest heartbeat; that it does not tell is a failure, too. */
    A_CONSUMER_THAT_NOTHING_INVOKES_TELLS(template -> template.resources("Lambda::Function").values().stream()
            .map(function -> function.at("/Properties/Environment/Variables"))
            .filter(variables -> variables.has("TRISKEL_APP_CONSUMER"))
            .filter(variables ->
                    !variables.path("TRISKEL_APP_CONSUMER").asText().isEmpty())
            .map(variables -> variables.path("TRISKEL_APP_CONSUMER").asText())
            .distinct()
            .filter(consumer -> template.properties("CloudWatch::Alarm")
                    .noneMatch(alarm -> alarm.path("MetricName").asText().equals("HeartbeatAge")
                            && alarm.path("TreatMissingData").asText().equals("breaching")
                            && alarm.path("AlarmActions").toString().contains("AlarmTopic")
                            && alarm.path("Dimensions")
                                    .toString()
                                    .contains("{\"Name\":\"Clock\",\"Value\":{\"Ref\":\"Clock\"}}")
                            && alarm.path("Dimensions")
                                    .toString()
                                    .contains("{\"Name\":\"Consumer\",\"Value\":\"" + consumer + "\"}")))
            .toList()),
    /** Written to the bucket, or not even that; Lambda counts both only if it is told to. */
    WHAT_A_MAPPING_GIVES_UP_TELLS(template -> template.resources("Lambda::EventSourceMapping").entrySet().stream()
            .filter(mapping -> !mapping.getValue()
                            .at("/Properties/MetricsConfig/Metrics")
                            .toString()
                            .equals("[\"EventCount\"]")
                    || !Stream.of("OnFailureDestinationDeliveredEventCount", "DroppedEventCount")
                            .allMatch(metric ->
                                    alarmed(template, metric, "\"Value\":{\"Ref\":\"" + mapping.getKey() + "\"}")))
            .map(Map.Entry::getKey)
            .toList()),
    A_CONSUMER_THAT_IS_LATE_TELLS(template -> template.resources("Lambda::EventSourceMapping").keySet().stream()
            .map(mapping -> mapping.replace("Mapping", ""))
            .filter(function -> !alarmed(template, "IteratorAge", "\"Value\":{\"Ref\":\"" + function + "\"}"))
            .toList()),
    /** The heartbeats of the clock pass both every minute. */
    SILENCE_TELLS(template -> Stream.of("Invocations", "DeliveryToS3.DataFreshness")
            .filter(metric -> !alarmed(template, metric, "\"TreatMissingData\":\"breaching\""))
            .toList()),
    WHAT_GOES_WRONG_TELLS(template -> Stream.of(
                    "WriteProvisionedThroughputExceeded",
                    "parked",
                    "Errors",
                    "Invocations",
                    "DeliveryToS3.DataFreshness")
            .filter(metric -> !alarmed(template, metric, ""))
            .toList()),
    /** Lambda refuses to publish a version of a function that is as it was. */
    A_NEW_RELEASE_CHANGES_EVERY_FUNCTION(each(
            "Lambda::Function",
            function -> !function.at("/Description/Ref").asText().equals("Release"))),
    /** An upgrade keeps data and sagas: it makes versions and moves aliases, and replaces nothing else. */
    A_NEW_RELEASE_CHANGES_FUNCTIONS_ALONE(template -> template.resources().entrySet().stream()
            .filter(each -> each.getValue().toString().matches(".*\"Ref\":\"(Release|CodeKey)\".*"))
            .filter(each -> !each.getValue().path("Type").asText().matches("AWS::Lambda::(Function|Version)"))
            .map(Map.Entry::getKey)
            .toList());

    private static final Pattern WITHOUT_RESOURCE = Pattern.compile("kinesis:ListStreams|states:SendTaskSuccess"
            + "|logs:((Create|Delete|Get|Update)LogDelivery|ListLogDeliveries|PutResourcePolicy"
            + "|Describe(LogGroups|ResourcePolicies))");

    @SuppressWarnings("ImmutableEnumChecker") // a lambda that keeps nothing
    private final Function<TemplateFile, List<String>> rule;

    LossRule(Function<TemplateFile, List<String>> rule) {
        this.rule = rule;
    }

    /** {@return the resources that break it} */
    List<String> broken(TemplateFile template) {
        return rule.apply(template);
    }

    private static Function<TemplateFile, List<String>> each(String type, Predicate<JsonNode> wrong) {
        return template -> template.resources(type).entrySet().stream()
                .filter(resource -> wrong.test(resource.getValue().path("Properties")))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static Function<TemplateFile, List<String>> mappings(Predicate<JsonNode> wrong) {
        return each("Lambda::EventSourceMapping", wrong);
    }

    /** A statement, or those of which a condition takes one. */
    private static Stream<JsonNode> alternatives(JsonNode statement) {
        JsonNode choice = statement.path("Fn::If");
        return choice.isArray() ? Stream.of(choice.get(1), choice.get(2)) : Stream.of(statement);
    }

    private static boolean isWild(JsonNode statement) {
        boolean anyAction = list(statement.path("Action")).stream()
                .anyMatch(action -> action.asText().contains("*"));
        boolean anyResource = list(statement.path("Resource")).stream().anyMatch(LossRule::isAll);
        boolean needsResource = list(statement.path("Action")).stream()
                .anyMatch(action -> !WITHOUT_RESOURCE.matcher(action.asText()).matches());
        return anyAction || (anyResource && needsResource);
    }

    private static boolean isAll(JsonNode resource) {
        return resource.asText().equals("*")
                || resource.path("Fn::Sub").asText().matches("arn:[^/]*:\\*?\\*");
    }

    private static boolean alarmed(TemplateFile template, String metric, String also) {
        return template.properties("CloudWatch::Alarm")
                .anyMatch(alarm -> alarm.path("MetricName").asText().equals(metric)
                        && alarm.toString().contains(also)
                        && alarm.path("AlarmActions").toString().contains("AlarmTopic"));
    }
}
