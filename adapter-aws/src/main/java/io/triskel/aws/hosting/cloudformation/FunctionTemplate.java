package io.triskel.aws.hosting.cloudformation;

import static io.triskel.aws.hosting.cloudformation.Yaml.indented;
import static io.triskel.aws.hosting.cloudformation.Yaml.text;
import static io.triskel.aws.hosting.cloudformation.Yaml.value;

import io.triskel.aws.hosting.AwsParts;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A function of the manifest as resources: log group, role, function, published version and alias, and what calls it. Mappings, the
 * schedule and the URL call the alias, so that SnapStart's snapshot is what runs, and an upgrade is a move of the alias.
 */
final class FunctionTemplate {
    /** What the alias is called that all callers use. */
    static final String ALIAS = "live";

    /**
     * Callers over HTTP come in bursts. What is reserved is also a limit, so that a burst leaves the consumers the rest of the account's
     * concurrency (Lambda developer guide, "Configuring reserved concurrency").
     */
    private static final String RESERVED =
            "      ReservedConcurrentExecutions: !If [HttpReserved, !Ref HttpConcurrency, !Ref 'AWS::NoValue']\n";

    private static final int AT_A_TIME = 5;

    private final AwsParts.Lambda function;
    private final String name;
    private final String id;

    /**
     * Describes a function.
     *
     * @param function of the manifest, its parameters filled with references of the template
     * @param name the function's, without the prefix of the deployment
     */
    FunctionTemplate(AwsParts.Lambda function, String name) {
        this.function = function;
        this.name = name;
        id = Yaml.logicalId(name);
    }

    /** {@return the logical id of the function, with which those of its parts begin} */
    String id() {
        return id;
    }

    /** {@return the function's name, without the prefix of the deployment} */
    String name() {
        return name;
    }

    /**
     * {@return the function and what calls it}
     *
     * @param registered the functions whose mappings always read as registered consumers; others share the reads of the stream unless all do
     */
    String resources(List<String> registered) {
        return function()
                + function.trigger().map(trigger -> caller(trigger, registered)).orElse("");
    }

    private String caller(AwsParts.Trigger trigger, List<String> registered) {
        if (trigger instanceof AwsParts.EventSourceMapping mapping) {
            return mapping(mapping, registered);
        }
        return trigger instanceof AwsParts.Schedule schedule ? schedule(schedule) : url();
    }

    /** {@return the function without what calls it} */
    String function() {
        String environment = function.environment().variables().entrySet().stream()
                .map(variable -> variable.getKey() + ": " + Template.retained(variable.getKey(), variable.getValue()))
                .collect(Collectors.joining("\n"));
        return """

              # ---- %s
              %2$sLog:
                Type: AWS::Logs::LogGroup
                Properties:
                  LogGroupName: !Sub '/aws/lambda/${Name}-%1$s'
                  RetentionInDays: !Ref LogDays
              %2$sRole:
                Type: AWS::IAM::Role
                Properties:
                  AssumeRolePolicyDocument:
                    Version: '2012-10-17'
                    Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: 'sts:AssumeRole'}]
                  Policies:
                    - PolicyName: manifest
                      PolicyDocument:
                        Version: '2012-10-17'
                        Statement:
                          %3$s
              %2$s:
                Type: AWS::Lambda::Function
                DependsOn: %2$sLog
                Properties:
                  FunctionName: !Sub '${Name}-%1$s'
                  # Lambda publishes a version only of a function that has changed since the last one.
                  Description: !Ref Release
                  Role: !GetAtt %2$sRole.Arn
                  Runtime: %4$s
                  Architectures: [x86_64]
                  Handler: %5$s
                  Code: {S3Bucket: !Sub '${Name}-code-${AWS::AccountId}-${AWS::Region}', S3Key: !Ref %12$s}
                  MemorySize: %6$s
                  Timeout: %7$s
            %11$s      SnapStart: {ApplyOn: %8$s}
                  Environment:
                    Variables:
                      %9$s
              %2$sVersion:
                Type: AWS::Lambda::Version
                Properties: {FunctionName: !Ref %2$s, Description: !Ref Release}
              %2$sLive:
                Type: AWS::Lambda::Alias
                Properties: {FunctionName: !Ref %2$s, FunctionVersion: !GetAtt %2$sVersion.Version, Name: %10$s}
            """.formatted(
                        name,
                        id,
                        indented(14, Yaml.items(statements())),
                        function.runtime(),
                        function.handler(),
                        value(function.memoryMiB()),
                        value(function.timeoutSeconds()),
                        function.snapStart() ? "PublishedVersions" : "None",
                        indented(10, environment),
                        ALIAS,
                        function.trigger()
                                .filter(AwsParts.FunctionUrl.class::isInstance)
                                .map(url -> RESERVED)
                                .orElse(""),
                        function.file().map(file -> id).orElse("") + "CodeKey");
    }

    /** {@return the parameter that says where its own package is; empty if it runs the application's package} */
    String codeKey() {
        return function.file()
                .map(file -> "  " + id + "CodeKey: {Type: String, Description: The key of " + file
                        + " in the code bucket}\n")
                .orElse("");
    }

    /**
     * Closed, whatever the manifest's parameter would allow: who wants it public puts a gateway before it. An archive begins with the events
     * that come after it, so it is there before anybody can order.
     */
    private String url() {
        return """
              %1$sUrl:
                Type: AWS::Lambda::Url
                DependsOn: [%1$sLive, Archive]
                Properties: {TargetFunctionArn: !Ref %1$s, Qualifier: %2$s, AuthType: AWS_IAM}
            """.formatted(id, ALIAS);
    }

    private String schedule(AwsParts.Schedule schedule) {
        int minutes = schedule.everySeconds() / 60;
        return """
              %1$sInvocations:
                Type: AWS::Lambda::EventInvokeConfig
                DependsOn: %1$sLive
                Properties: {FunctionName: !Ref %1$s, Qualifier: %2$s, MaximumRetryAttempts: %3$d, MaximumEventAgeInSeconds: %4$d}
              %1$sSchedule:
                Type: AWS::Events::Rule
                Properties:
                  Name: !Sub '${Name}-%5$s'
                  ScheduleExpression: rate(%6$s)
                  State: ENABLED
                  Targets:
                    - Id: %5$s
                      Arn: !Ref %1$sLive
                      RetryPolicy: {MaximumRetryAttempts: %3$d, MaximumEventAgeInSeconds: %4$d}
              %1$sPermission:
                Type: AWS::Lambda::Permission
                Properties:
                  FunctionName: !Ref %1$sLive
                  Action: lambda:InvokeFunction
                  Principal: events.amazonaws.com
                  SourceArn: !GetAtt %1$sSchedule.Arn
            """.formatted(
                        id,
                        ALIAS,
                        schedule.maximumRetryAttempts(),
                        schedule.maximumEventAgeSeconds(),
                        name,
                        minutes == 1 ? "1 minute" : minutes + " minutes");
    }

    /**
     * Kinesis registers five consumers of a stream at a time (API reference, RegisterStreamConsumer), so each waits for the one five before it,
     * and those that are registered by choice wait for all that always are.
     *
     * <p>A shard gives five reads and 2 MiB a second to all who poll. Lambda polls about once a second for each mapping, and the archive
     * polls too, so at most four mappings may. A registered consumer costs 11 USD a month and shard: all eight would cost more than
     * all else of a pipeline in which nothing is ordered. So those that an order waits for are registered. Rejected: a second stream
     * (order per key would hold per stream only); several consumers in one function (one that fails would hold up the others).
     */
    private String mapping(AwsParts.EventSourceMapping mapping, List<String> registered) {
        boolean fanOut = registered.contains(name);
        String reader = id + "Reader";
        return """
              %s:
                Type: AWS::Kinesis::StreamConsumer%s
                Properties: {ConsumerName: %s, StreamARN: !GetAtt Stream.Arn}
              %sMapping:
                Type: AWS::Lambda::EventSourceMapping
                Properties:
                  FunctionName: !Ref %4$sLive
                  EventSourceArn: %5$s
                  StartingPosition: %6$s
                  BatchSize: !Ref BatchSize
                  MaximumBatchingWindowInSeconds: !Ref BatchWindowSeconds
                  ParallelizationFactor: !Ref Parallelization
                  MaximumRetryAttempts: %7$d
                  # A week is Lambda's limit; beyond it a mapping gives nothing up, and waits as long as the stream keeps the record.
                  MaximumRecordAgeInSeconds: !If [KeepsAWeek, %8$d, -1]
                  BisectBatchOnFunctionError: %9$s
                  FunctionResponseTypes: %10$s
                  DestinationConfig: {OnFailure: {Destination: %11$s}}
                  # Counts records that were given up, for alarms; off by default.
                  MetricsConfig: {Metrics: [EventCount]}
            """.formatted(
                        reader,
                        waiting(registered),
                        text(mapping.streamConsumer()),
                        id,
                        fanOut ? "!Ref " + reader : "!If [AllFanOut, !Ref " + reader + ", !GetAtt Stream.Arn]",
                        mapping.startingPosition(),
                        mapping.maximumRetryAttempts(),
                        mapping.maximumRecordAgeSeconds(),
                        mapping.bisectBatchOnFunctionError(),
                        Yaml.texts(mapping.functionResponseTypes()),
                        text("arn:${AWS::Partition}:s3:::" + mapping.onFailure().bucket()));
    }

    /** The condition and the readers for which the reader of this function waits. */
    private String waiting(List<String> registered) {
        int place = registered.indexOf(name);
        List<String> before = place < 0
                ? registered
                : registered.subList(Math.max(place - AT_A_TIME, 0), Math.max(place - AT_A_TIME + 1, 0));
        String readers =
                before.stream().map(each -> Yaml.logicalId(each) + "Reader").collect(Collectors.joining(", "));
        return (place < 0 ? "\n    Condition: AllFanOut" : "")
                + (before.isEmpty() ? "" : "\n    DependsOn: [" + readers + "]");
    }

    /** What the manifest permits; the stream's key counts if it is one of the deployer's, and through Kinesis alone. */
    private List<String> statements() {
        List<String> statements = new ArrayList<>();
        for (AwsParts.Permission permission : function.permissions()) {
            List<String> arns = arns(permission);
            statements.add(
                    statement(permission.actions(), arns.size() == 1 ? text(arns.get(0)) : Yaml.texts(arns), ""));
        }
        for (AwsParts.KeyPermission permission : function.keyPermissions()) {
            List<String> actions = permission.actions();
            statements.add(
                    switch (permission.resource()) {
                        case "personalKey" -> statement(actions, "!GetAtt PersonalKey.Arn", "");
                        case "streamKey" ->
                            Template.ifOwnStreamKey(statement(
                                    actions,
                                    "!Ref StreamKey",
                                    ", Condition: {StringEquals: {'kms:ViaService': !Sub"
                                            + " 'kinesis.${AWS::Region}.amazonaws.com'}}"));
                        default ->
                            throw new IllegalArgumentException("The template knows no key " + permission.resource());
                    });
        }
        return statements;
    }

    static String statement(List<String> actions, String resource, String condition) {
        return "{Effect: Allow, Action: " + Yaml.texts(actions) + ", Resource: " + resource + condition + "}";
    }

    /** A function is called by its alias, and whether the rights to its URL are matched by that or by the function is not documented. */
    static List<String> arns(AwsParts.Permission permission) {
        String resource = permission.resource();
        String action = permission.actions().get(0);
        if (resource.equals("*")) {
            return List.of(resource);
        }
        if (action.startsWith("s3:")) {
            return List.of("arn:${AWS::Partition}:s3:::" + resource);
        }
        String service = action.substring(0, action.indexOf(':'));
        String arn = "arn:${AWS::Partition}:" + service + ":${AWS::Region}:${AWS::AccountId}:" + resource;
        return service.equals("lambda") ? List.of(arn, arn + ":" + ALIAS) : List.of(arn);
    }
}
