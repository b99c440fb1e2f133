package io.triskel.orders.deployed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.hosting.operation.OperatorTalk;
import io.triskel.local.WorkFolder;
import io.triskel.notify.Credential;
import io.triskel.orders.pipeline.Style;
import io.triskel.orders.run.LaneConsole;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A local cloud, with or without the pipeline, for use from another shell: {@code ./triskel up}. It runs until its standard input
 * ends or it is stopped; everything that it started ends with it.
 */
public final class CloudUp implements AutoCloseable {
    private final ObjectMapper json = new ObjectMapper();
    private final PrintStream answers;
    private final Function<Map<String, String>, OperatorTalk.Site> site;
    private Optional<AutoCloseable> running = Optional.empty();
    private Optional<LaneConsole> page = Optional.empty();
    private Optional<FlowFiles> flow = Optional.empty();
    private Optional<ExecutorService> faults = Optional.empty();
    private volatile boolean starting;

    private CloudUp(PrintStream answers, Function<Map<String, String>, OperatorTalk.Site> site) {
        this.answers = answers;
        this.site = site;
    }

    /** Starts the cloud. */
    @FunctionalInterface
    public interface Starter {
        /**
         * Starts the cloud.
         *
         * @param pipeline the style of the pipeline to deploy; empty for none
         * @throws RuntimeException if the cloud does not start: nothing of it is left, and the message is for people
         */
        Started start(Optional<Style> pipeline);
    }

    /** Starts the cloud with an application of one's own. */
    @FunctionalInterface
    public interface ApplicationStarter {
        /**
         * Starts the cloud.
         *
         * @param style the application's; empty for its first, or for one that has none
         * @throws RuntimeException if the cloud does not start: nothing of it is left, and the message is for people
         */
        Started start(Optional<String> style);
    }

    /**
     * The parts that were started.
     *
     * @param environment what to set in another shell; where there is a pipeline, {@code TRISKEL_APP_URL} is its address
     * @param parts the names of the parts that were started
     * @param opening the pipeline and how callers authenticate; empty without a pipeline
     * @param running ends everything
     * @param inside what only this process sees of an application of one's own; the order pipeline's opening has it
     */
    public record Started(
            Map<String, String> environment,
            List<String> parts,
            Optional<Opening> opening,
            AutoCloseable running,
            Optional<CloudInside> inside) {
        public Started {
            environment = new TreeMap<>(environment);
            parts = List.copyOf(parts);
        }

        /** Parts without an inside. */
        public Started(
                Map<String, String> environment, List<String> parts, Optional<Opening> opening, AutoCloseable running) {
            this(environment, parts, opening, running, Optional.empty());
        }

        /** {@return the same, which can be looked into and disturbed} */
        public Started with(CloudInside seen) {
            return new Started(environment, parts, opening, running, Optional.of(seen));
        }
    }

    /**
     * {@return a cloud that is started in its own folder} The folder is removed once the cloud has ended, or if it does not start.
     *
     * @param prefix of the folder's name, see {@link WorkFolder#create}
     */
    public static Started in(String prefix, Function<Path, Started> cloud) {
        return WorkFolder.handedTo(prefix, folder -> {
            Started started = cloud.apply(folder);
            AutoCloseable running = () -> {
                try {
                    started.running().close();
                } finally {
                    WorkFolder.remove(folder);
                }
            };
            return new Started(started.environment(), started.parts(), started.opening(), running, started.inside());
        });
    }

    /**
     * How callers authenticate to a closed application.
     *
     * @param credential for programs
     * @param pipeline the order pipeline, if that is the application
     * @param curl for people: the options of {@code curl}, each a word
     */
    public record Opening(Credential credential, Optional<DeployedPipeline> pipeline, List<String> curl) {
        public Opening {
            curl = List.copyOf(curl);
        }

        /** Opens the order pipeline. */
        public Opening(DeployedPipeline pipeline, List<String> curl) {
            this(pipeline.credential(), Optional.of(pipeline), curl);
        }

        /** Opens another application. */
        public Opening(Credential credential, List<String> curl) {
            this(credential, Optional.empty(), curl);
        }
    }

    /**
     * Reads one line, {@code {"op":"up","style":"orchestration","pipeline":true,"empty":false}}, and answers with one that has
     * {@code event} up, {@code environment}, what was {@code started}, the {@code products} that can be ordered and the options of
     * {@code curl} that open the pipeline, or failed and a {@code message}; in the end with down. Then it ends this process. With
     * {@code "console":"aws"} it opens a page with a lane of this name, and the answer has its {@code console}.
     *
     * @param site opens the pipeline's ports for an operator at the page
     */
    public static void run(Starter cloud, Function<Map<String, String>, OperatorTalk.Site> site) throws IOException {
        talk(
                wanted -> cloud.start(
                        wanted.path("pipeline").asBoolean(true) ? Optional.of(style(wanted)) : Optional.empty()),
                site);
    }

    /**
     * As above, with an application of one's own: {@code {"op":"up","style":"fast","faults":true,"console":"aws"}}. With {@code faults} the
     * cloud injects faults until it ends. With {@code console} the answer has {@code flow}, the files from which a console in another process
     * feeds its flow: that process has the application's classes.
     */
    public static void run(ApplicationStarter cloud) throws IOException {
        talk(wanted -> cloud.start(Optional.ofNullable(wanted.path("style").textValue())), environment -> {
            throw new IllegalStateException("the application's classes are in another process");
        });
    }

    private static void talk(Function<JsonNode, Started> cloud, Function<Map<String, String>, OperatorTalk.Site> site)
            throws IOException {
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        boolean well;
        PrintStream answers = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        try (CloudUp up = new CloudUp(answers, site)) {
            Runtime.getRuntime().addShutdownHook(new Thread(up::stop, "stop all"));
            well = up.start(Optional.ofNullable(requests.readLine()).orElse("{}"), cloud);
            while (well && requests.readLine() != null) {
                // Further lines are ignored: only the end of the input counts.
            }
        }
        System.exit(well ? 0 : 1);
    }

    private static Style style(JsonNode wanted) {
        return Style.named(wanted.path("style").asText("orchestration"))
                .orElseThrow(() -> new IllegalStateException("style must be orchestration or choreography"));
    }

    private boolean start(String request, Function<JsonNode, Started> cloud) throws IOException {
        try {
            JsonNode wanted = json.readTree(request);
            Started started = begin(() -> cloud.apply(wanted));
            Optional<DeployedPipeline> pipeline = started.opening().flatMap(Opening::pipeline);
            boolean filled = pipeline.isPresent() && !wanted.path("empty").asBoolean(false);
            List<String> products = filled ? SmallCatalogue.put(client(started)) : List.of();
            String lane = wanted.path("console").asText("");
            if (pipeline.isPresent() && !lane.isEmpty()) {
                show(lane, started, pipeline.get(), style(wanted), products);
            } else if (!lane.isEmpty() && started.opening().isPresent()) {
                flow = Optional.of(new FlowFiles(inside(started, "page")));
            }
            if (wanted.path("faults").asBoolean(false)) {
                faults = Optional.of(inside(started, "faults").disturb());
            }
            say(up(started, products));
            return true;
        } catch (RuntimeException failed) {
            say(json.createObjectNode().put("event", "failed").put("message", String.valueOf(failed.getMessage())));
            return false;
        }
    }

    private synchronized Started begin(Supplier<Started> cloud) {
        starting = true;
        try {
            Started started = cloud.get();
            running = Optional.of(started.running());
            return started;
        } finally {
            starting = false;
        }
    }

    /** Does not wait for a start under way: what it has started so far ends with this process. */
    private void stop() {
        if (!starting) {
            close();
        }
    }

    private static CloudInside inside(Started started, String what) {
        return started.inside()
                .orElseThrow(() -> new IllegalStateException("this cloud has no " + what + " for an application yet"));
    }

    private synchronized void show(
            String lane, Started started, DeployedPipeline pipeline, Style style, List<String> products) {
        LaneConsole opened = UpPage.open(lane, pipeline, style, OperatorTalk.open(started.environment(), site));
        products.forEach(opened::offer);
        page = Optional.of(opened);
    }

    private static OrderClient client(Started started) {
        return new OrderClient(
                URI.create(started.environment().getOrDefault("TRISKEL_APP_URL", "")),
                started.opening().map(Opening::credential).orElse(Credential.none()));
    }

    private ObjectNode up(Started started, List<String> products) {
        ObjectNode up = json.createObjectNode().put("event", "up");
        ObjectNode environment = up.putObject("environment");
        started.environment().forEach(environment::put);
        ArrayNode parts = up.putArray("started");
        started.parts().forEach(parts::add);
        if (!products.isEmpty()) {
            parts.add("Products in stock: " + String.join(", ", products));
        }
        faults.ifPresent(injected ->
                parts.add("Faults until it ends: throttled, failed and unanswered calls, killed processes"));
        products.forEach(up.putArray("products")::add);
        ArrayNode curl = up.putArray("curl");
        started.opening().ifPresent(opening -> opening.curl().forEach(curl::add));
        page.ifPresent(shown ->
                up.putObject("console").put("url", shown.url().toString()).put("token", shown.token()));
        flow.ifPresent(files -> up.set("flow", files.asJson()));
        return up;
    }

    private void say(ObjectNode answer) throws IOException {
        answers.println(json.writeValueAsString(answer));
    }

    /** Ends everything; called twice where a signal ends this process. */
    @Override
    public synchronized void close() {
        page.ifPresent(LaneConsole::close);
        page = Optional.empty();
        flow.ifPresent(FlowFiles::close);
        flow = Optional.empty();
        faults.ifPresent(ExecutorService::shutdownNow);
        faults = Optional.empty();
        if (running.isPresent()) {
            AutoCloseable all = running.get();
            running = Optional.empty();
            try {
                all.close();
            } catch (Exception failed) {
                throw new IllegalStateException("Could not stop everything", failed);
            } finally {
                answers.println("{\"event\":\"down\"}");
            }
        }
    }
}
