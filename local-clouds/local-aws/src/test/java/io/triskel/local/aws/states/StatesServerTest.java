package io.triskel.local.aws.states;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.local.Await;
import io.triskel.local.FaultPlan;
import io.triskel.local.aws.iam.Identities;
import io.triskel.local.aws.iam.Permission;
import io.triskel.local.aws.lambda.InvocationResult;
import io.triskel.local.aws.wire.AccessKey;
import io.triskel.local.aws.wire.ServiceException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatesServerTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MACHINE = """
        {"StartAt": "ask", "States": {
          "ask": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
            "Parameters": {"FunctionName": "f", "Payload": {"who.$": "$.who", "token.$": "$$.Task.Token", "fix": 1}},
            "TimeoutSeconds": 900, "ResultPath": "$.state",
            "Retry": [{"ErrorEquals": ["States.TaskFailed"], "IntervalSeconds": 600, "MaxAttempts": 1}],
            "Catch": [{"ErrorEquals": ["States.Timeout"], "ResultPath": "$.error", "Next": "late"}],
            "Next": "which"},
          "which": {"Type": "Choice", "Choices": [
            {"Variable": "$.state.reply", "StringEquals": "yes", "Next": "tell"},
            {"Variable": "$.state.reply", "StringEquals": "no", "Next": "refused"}]},
          "tell": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
            "Parameters": {"FunctionName": "f", "Payload": {"tell.$": "$.state.reply"}}, "ResultPath": null, "Next": "done"},
          "late": {"Type": "Pass", "Result": "late", "ResultPath": "$.why", "Next": "done"},
          "done": {"Type": "Pass", "Result": "done", "ResultPath": "$.ending", "End": true},
          "refused": {"Type": "Fail", "Error": "Refused", "Cause": "they said no"}}}
        """;

    private final HttpClient http = HttpClient.newHttpClient();
    private final StatesServer server =
            StatesServer.start(InstantSource.system(), Identities.unlimited(), new FaultPlan(1));
    private final List<JsonNode> asked = new CopyOnWriteArrayList<>();
    private final AtomicInteger failures = new AtomicInteger();

    private CompletableFuture<InvocationResult> function(byte[] payload) {
        try {
            asked.add(JSON.readTree(payload));
        } catch (IOException broken) {
            throw new AssertionError("No JSON", broken);
        }
        return CompletableFuture.completedFuture(
                failures.getAndDecrement() > 0
                        ? new InvocationResult.Failed("IllegalStateException", "not now")
                        : new InvocationResult.Succeeded("{}".getBytes(StandardCharsets.UTF_8)));
    }

    private String started(String name) throws Exception {
        String machine = server.createStateMachine("m-" + name, MACHINE, "f", this::function);
        JsonNode said = start(machine, name, "{\"who\":\"Ada\"}");
        return said.path("executionArn").asText();
    }

    private JsonNode start(String machine, String name, String input) throws Exception {
        return call(
                "StartExecution",
                JSON.createObjectNode()
                        .put("stateMachineArn", machine)
                        .put("name", name)
                        .put("input", input));
    }

    private JsonNode call(String operation, ObjectNode body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(server.uri())
                .header("X-Amz-Target", "AWSStepFunctions." + operation)
                .header("Content-Type", "application/x-amz-json-1.0")
                .POST(BodyPublishers.ofString(body.toString()))
                .build();
        return JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
    }

    private JsonNode describe(String execution) throws Exception {
        return call("DescribeExecution", JSON.createObjectNode().put("executionArn", execution));
    }

    private JsonNode output(String execution) throws Exception {
        Await.until("rest", server::isAtRest);
        JsonNode described = describe(execution);
        assertThat(described.path("status").asText()).as(described.toString()).isEqualTo("SUCCEEDED");
        return JSON.readTree(described.path("output").asText());
    }

    private String token(int question) {
        Await.until("the question", () -> asked.size() > question);
        return asked.get(question).path("token").asText();
    }

    private JsonNode answer(String token, String reply) throws Exception {
        return call(
                "SendTaskSuccess",
                JSON.createObjectNode().put("taskToken", token).put("output", "{\"reply\":\"" + reply + "\"}"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_task_asks_with_what_its_parameters_name_and_goes_on_with_the_answer_of_its_token() throws Exception {
        String execution = started("a");

        assertThat(answer(token(0), "yes").has("__type")).isFalse();

        assertThat(output(execution))
                .isEqualTo(JSON.readTree("{\"who\":\"Ada\",\"state\":{\"reply\":\"yes\"},\"ending\":\"done\"}"));
        assertThat(asked.get(0).path("who").asText()).isEqualTo("Ada");
        assertThat(asked.get(0).path("fix").asInt()).isEqualTo(1);
        assertThat(asked.get(1).path("tell").asText()).isEqualTo("yes");
        assertThat(server.endings()).containsOnly(Map.entry("done", 1L));
    }

    @Test
    void a_fail_state_ends_it_with_its_error() throws Exception {
        String execution = started("a");
        answer(token(0), "no");
        Await.until("rest", server::isAtRest);

        assertThat(describe(execution).path("status").asText()).isEqualTo("FAILED");
        assertThat(describe(execution).path("error").asText()).isEqualTo("Refused");
        assertThat(describe(execution).path("cause").asText()).isEqualTo("they said no");
    }

    @Test
    void an_answer_that_no_rule_knows_fails_it() throws Exception {
        String execution = started("a");
        answer(token(0), "perhaps");
        Await.until("rest", server::isAtRest);

        assertThat(describe(execution).path("error").asText()).isEqualTo("States.NoChoiceMatched");
    }

    @Nested
    class When_time_passes {
        @Test
        void a_task_without_an_answer_times_out_at_its_moment_and_not_before() throws Exception {
            String execution = started("a");
            token(0);
            Await.until("rest", server::isAtRest);

            server.fireDue(Instant.now().plusSeconds(890));
            assertThat(server.isAtRest()).isTrue();
            assertThat(describe(execution).path("status").asText()).isEqualTo("RUNNING");

            server.fireDue(Instant.now().plusSeconds(901));
            assertThat(output(execution).path("why").asText()).isEqualTo("late");
            assertThat(output(execution).path("error").path("Error").asText()).isEqualTo("States.Timeout");
        }

        @Test
        void an_answer_after_the_time_out_is_refused() throws Exception {
            String execution = started("a");
            String token = token(0);
            Await.until("rest", server::isAtRest);
            server.fireDue(Instant.now().plusSeconds(901));
            output(execution);

            assertThat(answer(token, "yes").path("__type").asText()).isEqualTo("TaskTimedOut");
        }

        @Test
        void a_function_that_failed_is_called_again_with_another_token() throws Exception {
            failures.set(1);
            String execution = started("a");
            String first = token(0);
            assertThat(server.isAtRest()).isFalse();
            Await.until("the pause", () -> {
                server.fireDue(Instant.now().plusSeconds(601));
                return asked.size() == 2;
            });

            assertThat(token(1)).isNotEqualTo(first);
            answer(token(1), "yes");
            assertThat(output(execution).path("ending").asText()).isEqualTo("done");
        }
    }

    @Test
    void a_function_that_fails_too_often_fails_the_execution_with_its_error() throws Exception {
        failures.set(2);
        String execution = started("a");
        Await.until("the end", () -> {
            server.fireDue(Instant.now().plusSeconds(601));
            return server.endings().containsKey("failed");
        });

        assertThat(describe(execution).path("error").asText()).isEqualTo("IllegalStateException");
    }

    @Test
    void the_same_start_is_a_success_while_it_runs_and_another_one_is_not() throws Exception {
        String execution = started("a");
        String machine = execution.replace(":execution:", ":stateMachine:").replaceAll(":a$", "");

        assertThat(start(machine, "a", "{\"who\":\"Ada\"}").path("executionArn").asText())
                .isEqualTo(execution);
        assertThat(start(machine, "a", "{\"who\":\"Bob\"}").path("__type").asText())
                .isEqualTo("ExecutionAlreadyExists");
        answer(token(0), "yes");
        output(execution);
        assertThat(start(machine, "a", "{\"who\":\"Ada\"}").path("__type").asText())
                .isEqualTo("ExecutionAlreadyExists");
        assertThat(start(machine, "a b", "{}").path("__type").asText()).isEqualTo("InvalidName");
        assertThat(start(machine + "x", "a", "{}").path("__type").asText()).isEqualTo("StateMachineDoesNotExist");
    }

    @Test
    void a_machine_whose_role_may_not_call_the_function_asks_nobody() {
        Identities identities = Identities.enforced();
        AccessKey caller = identities.role("caller", List.of(new Permission("lambda:InvokeFunction", "function:f")));
        AccessKey stranger =
                identities.role("stranger", List.of(new Permission("lambda:InvokeFunction", "function:g")));

        try (StatesServer strict = StatesServer.start(InstantSource.system(), identities, new FaultPlan(1))) {
            assertThat(strict.as(stranger, "f", this::function).apply(new byte[] {'{', '}'}))
                    .isCompletedWithValueMatching(refused -> refused instanceof InvocationResult.Failed failed
                            && failed.errorType().equals("Lambda.AWSLambdaException")
                            && failed.message().contains("lambda:InvokeFunction on resource"));
            assertThat(asked).isEmpty();

            assertThat(strict.as(caller, "f", this::function).apply(new byte[] {'{', '}'}))
                    .isCompletedWithValueMatching(InvocationResult.Succeeded.class::isInstance);
        }
        assertThat(identities.refused()).containsExactly("stranger: lambda:InvokeFunction on function:f");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"Type\": \"Pass\", \"Result\": \"late\" | \"Type\": \"Wait\", \"Seconds\": 1 | late is of type"
                        + " 'Wait'",
                "\"Next\": \"which\" | \"Next\": \"nowhere\" | ask leads to 'nowhere', which is not a state",
                "\"StringEquals\": \"no\" | \"IsPresent\": true | which's rule has IsPresent, which is not emulated",
                "\"$.who\" | \"$.list[0]\" | ask has the path '$.list[0]', and only reference paths are emulated",
                "\"End\": true | \"Comment\": \"x\" | done has neither Next nor End, or both",
                "lambda:invoke.waitForTaskToken | sqs:sendMessage | ask calls arn:aws:states:::sqs:sendMessage",
            })
    void a_definition_with_what_is_not_imitated_is_refused(String part, String instead, String why) {
        assertThatThrownBy(() -> server.createStateMachine("m", MACHINE.replace(part, instead), "f", this::function))
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining(why);
    }
}
