package io.triskel.aws.hosting.cloudformation;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The alarms that tell a person that a consumer is silent or late, that events are refused, parked or given up, that the clock has stopped, or
 * that money runs out. Where silence is a failure, missing data raises the alarm.
 */
final class Alarms {
    /** The name space of the metrics that are counted in the functions' logs. */
    private static final String COUNTED = "!Sub 'Triskel/${Name}'";

    private static final String RUNBOOK = "docs/runbook.md";

    private final List<FunctionTemplate> consumers;

    Alarms(List<FunctionTemplate> consumers) {
        this.consumers = consumers;
    }

    String resources() {
        StringBuilder alarms = new StringBuilder(topic());
        for (FunctionTemplate consumer : consumers) {
            String id = consumer.id();
            alarms.append(filter(id))
                    .append(alarm(
                            id + "Silent",
                            "A consumer has seen no heartbeat for ten minutes, or the clock does not tell: " + RUNBOOK
                                    + "#a-consumer-sees-no-heartbeat",
                            measure(
                                    "Triskel",
                                    "HeartbeatAge",
                                    "Clock: !Ref Clock, Consumer: " + consumer.name(),
                                    "Maximum",
                                    300),
                            "GreaterThanThreshold",
                            600,
                            2,
                            "breaching"))
                    .append(alarm(
                            id + "Late",
                            "A consumer is ten minutes behind; after the retry budget its events should be parked: "
                                    + RUNBOOK + "#a-consumer-is-ten-minutes-behind",
                            measure("AWS/Lambda", "IteratorAge", "FunctionName: !Ref " + id, "Maximum", 300),
                            "GreaterThanThreshold",
                            600_000,
                            2,
                            "notBreaching"))
                    .append(alarm(
                            id + "GivenUp",
                            "Lambda gave up records of a consumer and wrote them to the bucket: " + RUNBOOK
                                    + "#records-were-given-up",
                            counted("OnFailureDestinationDeliveredEventCount", id),
                            "GreaterThanThreshold",
                            0,
                            1,
                            "notBreaching"))
                    .append(alarm(
                            id + "Dropped",
                            "Lambda dropped records of a consumer and could not write them down: " + RUNBOOK
                                    + "#records-were-given-up",
                            counted("DroppedEventCount", id),
                            "GreaterThanThreshold",
                            0,
                            1,
                            "notBreaching"));
        }
        return alarms.append(alarm(
                        "Parked",
                        "Events were parked; ./triskel ops aws parked lists the reasons: " + RUNBOOK
                                + "#events-were-parked",
                        measure(COUNTED, "parked", "", "Sum", 300),
                        "GreaterThanThreshold",
                        0,
                        1,
                        "notBreaching"))
                .append(alarm(
                        "ClockFailures",
                        "The clock, or a part of it, failed three minutes in a row; timers, dispatch and replays are"
                                + " late: "
                                + RUNBOOK + "#the-clock-failed",
                        measure("AWS/Lambda", "Errors", "FunctionName: !Ref Clock", "Sum", 60),
                        "GreaterThanThreshold",
                        0,
                        3,
                        "notBreaching"))
                .append(alarm(
                        "ClockSilent",
                        "The clock has not run for five minutes; timers, dispatch and replays have stopped: " + RUNBOOK
                                + "#the-clock-has-not-run",
                        measure("AWS/Lambda", "Invocations", "FunctionName: !Ref Clock", "Sum", 300),
                        "LessThanThreshold",
                        1,
                        1,
                        "breaching"))
                .append(alarm(
                        "WritesThrottled",
                        "The bus throttles writes; the events wait in the outbox: " + RUNBOOK
                                + "#the-bus-throttles-writes",
                        measure(
                                "AWS/Kinesis",
                                "WriteProvisionedThroughputExceeded",
                                "StreamName: !Ref Stream",
                                "Sum",
                                300),
                        "GreaterThanThreshold",
                        0,
                        3,
                        "notBreaching"))
                .append(alarm(
                        "ArchiveLate",
                        "The archive is an hour behind; Firehose gives up after a day, and the stream keeps seven"
                                + " days: "
                                + RUNBOOK + "#the-archive-is-an-hour-behind",
                        measure(
                                "AWS/Firehose",
                                "DeliveryToS3.DataFreshness",
                                "DeliveryStreamName: !Ref Archive",
                                "Maximum",
                                300),
                        "GreaterThanThreshold",
                        3600,
                        // The clock's heartbeats reach the archive every minute: no data is a failure.
                        3,
                        "breaching"))
                .toString();
    }

    /** {@return alarms for a state machine whose executions end as no order should} */
    static String of(String machine) {
        StringBuilder alarms = new StringBuilder();
        Map.of(
                        "ExecutionsFailed",
                        "Executions failed, because a step or its compensation did not finish: " + RUNBOOK
                                + "#workflow-executions",
                        "ExecutionsTimedOut",
                        "Executions timed out: " + RUNBOOK + "#workflow-executions",
                        "ExecutionsAborted",
                        "Executions were stopped by a person: " + RUNBOOK + "#workflow-executions",
                        "ExecutionThrottled",
                        "Executions are throttled, because the account makes too many steps: " + RUNBOOK
                                + "#workflow-executions")
                .entrySet()
                .stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(metric -> alarms.append(alarm(
                        machine + metric.getKey().replaceFirst("Executions?", ""),
                        metric.getValue(),
                        measure("AWS/States", metric.getKey(), "StateMachineArn: !Ref " + machine, "Sum", 300),
                        "GreaterThanThreshold",
                        0,
                        1,
                        "notBreaching")));
        return alarms.toString();
    }

    private static String topic() {
        return """

              # ---- Alarms and the budget
              AlarmTopic:
                Type: AWS::SNS::Topic
                Properties: {TopicName: !Sub '${Name}-alarms'}
              AlarmTopicPolicy:
                Type: AWS::SNS::TopicPolicy
                Properties:
                  Topics: [!Ref AlarmTopic]
                  PolicyDocument:
                    Version: '2012-10-17'
                    Statement:
                      - Effect: Allow
                        Principal: {Service: [cloudwatch.amazonaws.com, budgets.amazonaws.com]}
                        Action: sns:Publish
                        Resource: !Ref AlarmTopic
                        Condition: {StringEquals: {'aws:SourceAccount': !Ref 'AWS::AccountId'}}
              AlarmMail:
                Type: AWS::SNS::Subscription
                Condition: Mail
                Properties: {TopicArn: !Ref AlarmTopic, Protocol: email, Endpoint: !Ref AlarmEmail}
              Budget:
                Type: AWS::Budgets::Budget
                DependsOn: AlarmTopicPolicy
                Properties:
                  Budget:
                    BudgetName: !Sub '${Name}-${AWS::Region}'
                    BudgetType: COST
                    TimeUnit: MONTHLY
                    BudgetLimit: {Amount: !Ref BudgetUsd, Unit: USD}
                    # Takes effect once the tag is active for billing, which deploy.sh attempts.
                    CostFilters: {TagKeyValue: [!Join ['', ['user:pipeline$', !Ref Name]]]}
                  NotificationsWithSubscribers:
                    - Notification: {NotificationType: ACTUAL, ComparisonOperator: GREATER_THAN, Threshold: 80}
                      Subscribers: [{SubscriptionType: SNS, Address: !Ref AlarmTopic}]
            """;
    }

    /** Each line that a function logs is an object; the filter adds up the events that it parked. */
    private static String filter(String function) {
        return """
              %1$sParkedCount:
                Type: AWS::Logs::MetricFilter
                Properties:
                  LogGroupName: !Ref %1$sLog
                  FilterPattern: '{ $.events.parked > 0 }'
                  MetricTransformations: [{MetricNamespace: %2$s, MetricName: parked, MetricValue: $.events.parked}]
            """.formatted(function, COUNTED);
    }

    /** Lambda counts what a mapping gave up only if it is told to (Lambda developer guide, "Event source mapping metrics"). */
    private static String counted(String metric, String consumer) {
        return measure("AWS/Lambda", metric, "EventSourceMappingUUID: !Ref " + consumer + "Mapping", "Sum", 300);
    }

    private static String measure(String namespace, String metric, String dimensions, String statistic, int seconds) {
        String items = dimensions.isEmpty()
                ? ""
                : Arrays.stream(dimensions.split(", "))
                        .map(dimension -> "{Name: " + dimension.replace(": ", ", Value: ") + "}")
                        .collect(Collectors.joining(", ", "\n      Dimensions: [", "]"));
        return "Namespace: %s\n      MetricName: %s%s\n      Statistic: %s\n      Period: %d"
                .formatted(namespace, metric, items, statistic, seconds);
    }

    private static String alarm(
            String id, String meaning, String measure, String comparison, int threshold, int periods, String missing) {
        return """
              %sAlarm:
                Type: AWS::CloudWatch::Alarm
                Properties:
                  AlarmDescription: '%s'
                  %s
                  ComparisonOperator: %s
                  Threshold: %d
                  EvaluationPeriods: %d
                  TreatMissingData: %s
                  AlarmActions: [!Ref AlarmTopic]
                  OKActions: [!Ref AlarmTopic]
            """.formatted(id, meaning, measure, comparison, threshold, periods, missing);
    }
}
