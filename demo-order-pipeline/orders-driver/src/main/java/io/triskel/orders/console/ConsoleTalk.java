package io.triskel.orders.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.console.Console;
import io.triskel.console.ConsoleBuilder;
import io.triskel.orders.operation.Operations;
import io.triskel.orders.operation.OperatorTalk;
import io.triskel.orders.pipeline.OrderPipeline;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;

/**
 * A console for a pipeline that runs elsewhere, over its stores: the process of {@code ./triskel ui}, as {@code docs/target-protocol.md}
 * describes it. It injects no faults and places no orders, and acts only if it is told to.
 */
public final class ConsoleTalk {
    private final Function<Map<String, String>, OperatorTalk.Site> site;
    private final Map<String, String> environment;
    private final PrintStream answers;
    private final ObjectMapper json = new ObjectMapper();

    /**
     * Prepares the talk; nothing is called yet.
     *
     * @param environment says where the pipeline is
     * @param site opens the pipeline's ports
     */
    ConsoleTalk(
            Map<String, String> environment,
            Function<Map<String, String>, OperatorTalk.Site> site,
            PrintStream answers) {
        this.environment = environment;
        this.site = site;
        this.answers = answers;
    }

    /** Serves the console until standard input ends; then ends this process. */
    public static void run(Map<String, String> environment, Function<Map<String, String>, OperatorTalk.Site> site)
            throws IOException {
        PrintStream answers = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        boolean well = new ConsoleTalk(environment, site, answers)
                .hold(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.exit(well ? 0 : 1);
    }

    /** {@return whether a console was served} Comes back when the requests end. */
    boolean hold(Reader input) throws IOException {
        BufferedReader requests = new BufferedReader(input);
        try (Console console = open(json.readTree(String.valueOf(requests.readLine())))) {
            say(json.createObjectNode()
                    .put("event", "console")
                    .put("url", "http://127.0.0.1:" + console.port() + "/")
                    .put("token", console.token()));
            while (requests.readLine() != null) {
                // Further lines are ignored: only the end of the input counts.
            }
        } catch (RuntimeException failed) {
            say(json.createObjectNode().put("event", "failed").put("message", String.valueOf(failed.getMessage())));
            return false;
        }
        say(json.createObjectNode().put("event", "down"));
        return true;
    }

    private Console open(JsonNode request) {
        if (!request.path("op").asText().equals("console")) {
            throw new IllegalStateException("the first request is {\"op\":\"console\",...}");
        }
        OperatorTalk.Site opened = OperatorTalk.open(environment, site);
        OrderPipeline pipeline = new OrderPipeline(opened.ports(), opened.style());
        Operations operations = new Operations(opened.ports(), pipeline, opened.style());
        String lane = request.path("lane").asText("cloud");
        ConsoleBuilder console = PipelineConsole.of(opened.ports().platform(), pipeline, opened.style())
                .environment(request.path("environment").asText(lane), true)
                .lane(lane, lane)
                .replays((consumer, parked, limit, deadline) ->
                        operations.replay(opened.functions().get(), consumer, parked, limit, deadline));
        return (request.path("act").asBoolean() ? console : console.readOnly()).start(0);
    }

    private void say(ObjectNode answer) {
        answers.println(answer);
    }
}
