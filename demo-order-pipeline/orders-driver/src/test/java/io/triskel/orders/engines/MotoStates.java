package io.triskel.orders.engines;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.engine.Engine;
import io.triskel.event.PortException;
import io.triskel.local.Await;
import io.triskel.local.ChildProcess;
import io.triskel.local.NodeTools;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Step Functions of moto: an interpreter of the Amazon States Language that is not ours. Each instance gets a state machine of its
 * own: moto copies a machine with its executions before it starts one, and cannot copy one that is under way.
 */
final class MotoStates implements Engine, AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("listening (\\d+)\n");
    private static final String ARN = "arn:aws:states:us-east-1:123456789012:";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final ChildProcess process;
    private final URI uri;
    private final String definition;

    MotoStates(Path folder, URI function, String definition) {
        Path script =
                NodeTools.projectRoot().resolve("demo-order-pipeline/orders-driver/src/test/python/step_functions.py");
        process = ChildProcess.start(
                List.of("/usr/bin/python3", script.toString(), function.toString()),
                folder,
                Map.of("HOME", folder.toString()),
                folder.resolve("moto.log"));
        uri = URI.create("http://127.0.0.1:" + Await.value("moto to listen", this::port));
        this.definition = definition;
    }

    private Optional<String> port() {
        String text = process.tail(4000);
        if (!process.isAlive()) {
            throw new IllegalStateException("moto did not start: " + text);
        }
        Matcher line = LISTENING.matcher(text);
        return line.find() ? Optional.of(line.group(1)) : Optional.empty();
    }

    @Override
    public void start(String instance, String document) {
        call(
                "CreateStateMachine",
                JSON.createObjectNode()
                        .put("name", instance)
                        .put("definition", definition)
                        .put("roleArn", "arn:aws:iam::123456789012:role/orders"));
        call(
                "StartExecution",
                JSON.createObjectNode()
                        .put("stateMachineArn", ARN + "stateMachine:" + instance)
                        .put("name", instance)
                        .put("input", document));
    }

    @Override
    public void complete(String token, String answer) {
        JsonNode said = call(
                "SendTaskSuccess",
                JSON.createObjectNode().put("taskToken", token).put("output", answer));
        String error = said.path("__type").asText("");
        if (!error.isEmpty() && !error.matches("(TaskTimedOut|TaskDoesNotExist|InvalidToken).*")) {
            throw new PortException("moto said " + said);
        }
    }

    /** {@return the execution of this instance: status, and output or error} */
    JsonNode execution(String instance) {
        return call(
                "DescribeExecution",
                JSON.createObjectNode().put("executionArn", ARN + "execution:" + instance + ":" + instance));
    }

    /** {@return how many states the execution of this instance has entered} */
    int entered(String instance) {
        int entered = 0;
        JsonNode events = call(
                        "GetExecutionHistory",
                        JSON.createObjectNode()
                                .put("executionArn", ARN + "execution:" + instance + ":" + instance)
                                .put("maxResults", 1000))
                .path("events");
        for (JsonNode event : events) {
            entered += event.path("type").asText().endsWith("StateEntered") ? 1 : 0;
        }
        return entered;
    }

    private JsonNode call(String operation, ObjectNode body) {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("X-Amz-Target", "AWSStepFunctions." + operation)
                .header("Content-Type", "application/x-amz-json-1.0")
                .header("Authorization", "AWS4-HMAC-SHA256 Credential=test/20261127/us-east-1/states/aws4_request")
                .POST(BodyPublishers.ofString(body.toString()))
                .build();
        try {
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            if (answer.statusCode() >= 500) {
                throw new PortException(operation + " failed: " + process.tail(2000));
            }
            return JSON.readTree(answer.body());
        } catch (IOException failed) {
            throw new PortException("moto did not answer: " + process.tail(2000), failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new PortException("interrupted", interrupted);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
