package io.triskel.aws.hosting.cloudformation;

import static io.triskel.aws.hosting.cloudformation.Yaml.indented;
import static io.triskel.aws.hosting.cloudformation.Yaml.text;

import io.triskel.aws.hosting.AwsParts;
import java.util.ArrayList;
import java.util.List;

/**
 * Step Functions in the place of a saga, from the part of the manifest that describes it: the exported state machine with its role and log,
 * and the function that it asks for every command. An upgrade changes the definition in place; executions that are under way go on with theirs.
 */
final class EngineTemplate {
    private static final String ASK = "ask";

    private final AwsParts.Engine engine;
    private final FunctionTemplate ask;

    /** @param engine the part of the manifest, its parameters filled with references of the template */
    EngineTemplate(AwsParts.Engine engine) {
        this.engine = engine;
        ask = new FunctionTemplate(engine.asks(), ASK);
    }

    String resources() {
        return ask.function()
                + """

                  # ---- The state machine of orders, as ./triskel export writes it
                  %1$sLog:
                    Type: AWS::Logs::LogGroup
                    # A name with this prefix needs no entry in the log's resource policy, which has little room.
                    Properties: {LogGroupName: !Sub '/aws/vendedlogs/states/%2$s', RetentionInDays: !Ref LogDays}
                %3$s  %1$s:
                    Type: AWS::StepFunctions::StateMachine
                    Properties:
                      StateMachineName: %4$s
                      StateMachineType: %5$s
                      RoleArn: !GetAtt %1$sRole.Arn
                      # Keeps customer data out of the log.
                      LoggingConfiguration:
                        Level: ERROR
                        IncludeExecutionData: false
                        Destinations: [{CloudWatchLogsLogGroup: {LogGroupArn: !GetAtt %1$sLog.Arn}}]
                      DefinitionSubstitutions: {AskFunction: !Ref %6$sLive}
                      DefinitionString: !Sub |
                        %7$s
                """.formatted(
                                id(),
                                engine.name(),
                                Template.role(id(), "states", "aws:SourceAccount", "manifest", statements()),
                                text(engine.name()),
                                engine.type(),
                                ask.id(),
                                indented(8, definition()));
    }

    /** Step Functions developer guide, "Logging in CloudWatch Logs": what it takes to write a log has no resource. */
    private List<String> statements() {
        List<String> statements = new ArrayList<>();
        for (AwsParts.Permission permission : engine.permissions()) {
            statements.add(FunctionTemplate.statement(
                    permission.actions(), Yaml.texts(FunctionTemplate.arns(permission)), ""));
        }
        statements.add(FunctionTemplate.statement(
                List.of(
                        "logs:CreateLogDelivery",
                        "logs:DeleteLogDelivery",
                        "logs:DescribeLogGroups",
                        "logs:DescribeResourcePolicies",
                        "logs:GetLogDelivery",
                        "logs:ListLogDeliveries",
                        "logs:PutResourcePolicy",
                        "logs:UpdateLogDelivery"),
                "'*'",
                ""));
        return statements;
    }

    /** The machine calls the function by its alias, as everything else does. */
    private String definition() {
        return engine.definition().replace("\"" + engine.asks().name() + "\"", "\"${!AskFunction}\"");
    }

    /** {@return the logical id of the state machine} */
    String id() {
        return Yaml.logicalId(engine.name().substring(engine.name().indexOf('-') + 1)) + "Machine";
    }

    String outputs() {
        return "  StateMachine: {Value: !Ref " + id() + "}\n";
    }
}
