package io.triskel.orders.deployed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.console.Console;
import io.triskel.console.ConsoleBuilder;
import io.triskel.hosting.operation.Operations;
import io.triskel.hosting.operation.OperatorTalk;
import io.triskel.notify.Credential;
import io.triskel.orders.console.HandPlaced;
import io.triskel.orders.console.PipelineConsole;
import io.triskel.orders.pipeline.OrderPipeline;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.function.Function;

/**
 * A console for a pipeline that runs elsewhere, over its stores: the process of {@code ./triskel ui}, as {@code docs/target-protocol.md}
 * describes it. It injects no faults, and acts only if it is told to. Orders go to the pipeline's own function, as from any other client.
 */
public final class ConsoleTalk {
    /** A pipeline outlives its consoles, so that a count would begin anew. */
    private static final DateTimeFormatter ID =
            DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

    private final Function<Map<String, String>, OperatorTalk.Site> site;
    private final Function<Map<String, String>, Credential> caller;
    private final Map<String, String> environment;
    private final PrintStream answers;
    private final ObjectMapper json = new ObjectMapper();

    /**
     * Prepares the talk; nothing is called yet.
     *
     * @param environment says where the pipeline is
     * @param site opens the pipeline's ports
     * @param caller is as for {@link #run}
     */
    public ConsoleTalk(
            Map<String, String> environment,
            Function<Map<String, String>, OperatorTalk.Site> site,
            Function<Map<String, String>, Credential> caller,
            PrintStream answers) {
        this.environment = environment;
        this.site = site;
        this.caller = caller;
        this.answers = answers;
    }

    /**
     * Serves the console until standard input ends; then ends this process.
     *
     * @param environment says where the pipeline is
     * @param site opens the pipeline's ports
     * @param caller makes what opens the pipeline's function behind HTTP, at the first order; an {@link IllegalArgumentException} says
     *     what the environment lacks
     */
    public static void run(
            Map<String, String> environment,
            Function<Map<String, String>, OperatorTalk.Site> site,
            Function<Map<String, String>, Credential> caller)
            throws IOException {
        PrintStream answers = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        boolean well = new ConsoleTalk(environment, site, caller, answers)
                .hold(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.exit(well ? 0 : 1);
    }

    /** {@return whether a console was served} Comes back when the requests end. */
    public boolean hold(Reader input) throws IOException {
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
        OrderPipeline pipeline = (OrderPipeline) opened.application();
        Operations operations = new Operations(pipeline);
        String lane = request.path("lane").asText("cloud");
        ConsoleBuilder console = PipelineConsole.of(pipeline.platform(), pipeline, pipeline.style())
                .environment(request.path("environment").asText(lane), true)
                .lane(lane, lane)
                .rebuilds(new PastRebuilds(pipeline.view(), pipeline.platform(), opened.past()))
                .replays((consumer, parked, limit, deadline) ->
                        operations.replay(opened.functions().get(), consumer, parked, limit, deadline));
        OrdersByHttp.of(environment, caller)
                .ifPresent(way ->
                        console.places(placed(pipeline, way, pipeline.platform().clock(), request.path("products"))));
        return (request.path("act").asBoolean() ? console : console.readOnly()).start(0);
    }

    private static HandPlaced placed(
            OrderPipeline pipeline, HandPlaced.Way way, InstantSource clock, JsonNode products) {
        HandPlaced placed = new HandPlaced(pipeline, way, () -> "O-" + ID.format(clock.instant()));
        products.forEach(product -> {
            boolean unused = placed.offer(product.asText());
        });
        return placed;
    }

    private void say(ObjectNode answer) {
        answers.println(answer);
    }
}
