package io.triskel.orders.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.observe.Observer;
import io.triskel.orders.pipeline.Languages;
import io.triskel.orders.pipeline.Style;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** One conversation with a driver, as {@code docs/target-protocol.md} describes it: start, lines, end; one run. */
public final class Conversation {
    /** The style in which a cloud's own workflow engine orchestrates orders. */
    private static final String ENGINE = "engine";

    private final String target;
    private final TargetFactory factory;
    private final BufferedReader requests;
    private final Writer answers;
    private final ObjectMapper json = new ObjectMapper();
    private final LongSupplier nanos;
    private Optional<LaneConsole> console = Optional.empty();
    private long waitedNanos;

    /**
     * Prepares a conversation.
     *
     * @param target the name of the target
     * @param factory asked once, when the driver has said what to start
     */
    public Conversation(String target, TargetFactory factory, BufferedReader requests, Writer answers) {
        this(target, factory, requests, answers, System::nanoTime);
    }

    /** As the public one, with a clock for the run's speed. */
    public Conversation(
            String target, TargetFactory factory, BufferedReader requests, Writer answers, LongSupplier nanos) {
        this.target = target;
        this.factory = factory;
        this.requests = requests;
        this.answers = answers;
        this.nanos = nanos;
    }

    /**
     * Holds the conversation.
     *
     * @return whether the run was completed; if not, the last answer says why
     */
    public boolean hold() throws IOException {
        try {
            JsonNode start = request();
            if (!start.path("op").asText().equals("start")) {
                throw new ProtocolException("the first request is {\"op\":\"start\",...}");
            }
            return run(start);
        } catch (ProtocolException | RuntimeException failed) {
            say(answer("failed").put("message", message(failed)));
            return false;
        }
    }

    private static String message(Exception failed) {
        return failed instanceof ProtocolException
                        || failed instanceof UncheckedIOException
                        || failed instanceof IllegalStateException
                ? String.valueOf(failed.getMessage())
                : failed.toString();
    }

    private boolean run(JsonNode start) throws IOException, ProtocolException {
        String style = start.path("style").asText(Style.ORCHESTRATION.text());
        Optional<Style> led = Style.named(style);
        if (led.isEmpty() && !style.equals(ENGINE)) {
            throw new ProtocolException("style must be orchestration, choreography or engine");
        }
        Languages languages = languages(start);
        if (led.isEmpty() && !languages.equals(Languages.JAVA)) {
            throw new ProtocolException("languages need style orchestration or choreography");
        }
        boolean chaotic = start.path("chaos").asBoolean();
        long seed = start.path("seed").asLong(1);
        Optional<Path> out = Optional.ofNullable(start.path("out").textValue()).map(Path::of);
        boolean watched = start.path("console").asBoolean();
        Observer observer = watched ? LaneConsole.observer() : Observer.none();
        long began = nanos.getAsLong();
        try (RunLog log = new RunLog(out, new ToDriver()::warning);
                DrivenPipeline pipeline =
                        start(led, languages, chaotic ? OptionalLong.of(seed) : OptionalLong.empty(), log, observer)) {
            if (watched) {
                console = Optional.of(new LaneConsole(target, pipeline, led.orElse(Style.ORCHESTRATION), observer));
            }
            try {
                DemoResult result = run(new PipelineRun(pipeline, new ToDriver()), log);
                double seconds = (nanos.getAsLong() - began - waitedNanos) / 1e9;
                ObjectNode summary =
                        summary(result, seconds).put("chaos", chaotic).put("style", style);
                out.ifPresent(folder -> summary.put("out", folder.toString()));
                log.problem().ifPresent(problem -> summary.put("outProblem", problem));
                say(summary);
                stayUp();
                return result.complete() && log.problem().isEmpty();
            } finally {
                console.ifPresent(LaneConsole::close);
            }
        } catch (StuckException stuck) {
            throw new IllegalStateException(
                    stuck.getMessage() + out.map(Conversation::whereToLook).orElse(""), stuck);
        }
    }

    private DemoResult run(PipelineRun run, RunLog log) throws IOException, ProtocolException {
        say(answer("ready").put("target", target));
        for (LaneConsole shown : console.stream().toList()) {
            say(answer("console").put("url", shown.url().toString()).put("token", shown.token()));
        }
        lines(run);
        DemoResult result = run.finish();
        log.finish(run.rows(), result.revenueByProduct());
        return result;
    }

    /** With a console, the pipeline works on until the driver closes the requests. */
    private void stayUp() throws IOException {
        if (console.isPresent()) {
            console.get().stayAtWork();
            while (requests.readLine() != null) {
                // Only the end of the requests counts.
            }
        }
    }

    private static Languages languages(JsonNode start) throws ProtocolException {
        try {
            return Languages.of(start.path("languages").asText(""));
        } catch (IllegalArgumentException unknown) {
            throw new ProtocolException(String.valueOf(unknown.getMessage()));
        }
    }

    private DrivenPipeline start(
            Optional<Style> style, Languages languages, OptionalLong chaos, RunLog log, Observer observer) {
        return style.isPresent()
                ? factory.start(style.get(), languages, chaos, log, observer)
                : factory.startOnEngine(chaos, log, observer);
    }

    private static String whereToLook(Path folder) {
        return "\nFix the named cause and run again; every published event is in\n" + folder.resolve("events.jsonl");
    }

    private void lines(PipelineRun run) throws IOException, ProtocolException {
        // The driver waits for the page, and that is no part of the run.
        long waiting = nanos.getAsLong();
        JsonNode first = request();
        waitedNanos = nanos.getAsLong() - waiting;
        for (JsonNode request = first; !request.path("op").asText().equals("end"); request = request()) {
            if (!request.path("op").asText().equals("line")) {
                throw new ProtocolException(
                        "after the start a request must be a line or the end, but is " + request.path("op"));
            }
            String text = request.path("text").asText();
            console.ifPresent(shown -> shown.line(text));
            run.line(request.path("number").asLong(), text);
        }
    }

    private JsonNode request() throws IOException, ProtocolException {
        String line = requests.readLine();
        if (line == null) {
            throw new ProtocolException("the requests ended without {\"op\":\"end\"}");
        }
        try {
            return json.readTree(line);
        } catch (JsonProcessingException broken) {
            throw new ProtocolException("a request must be a JSON object in one line: " + broken.getOriginalMessage());
        }
    }

    private ObjectNode summary(DemoResult result, double seconds) {
        PipelineCounts figures = result.figures();
        ObjectNode summary = answer("summary").put("target", target).put("complete", result.complete());
        counts(summary.putObject("ordersByState"), result.ordersByState());
        counts(summary.putObject("eventsByType"), figures.eventsByType());
        counts(summary.putObject("sagasByEnding"), figures.sagasByEnding());
        summary.put("parked", figures.parked()).put("parkedAndReplayed", figures.parkedEver() - figures.parked());
        result.view()
                .sources()
                .ifPresent(from -> summary.putObject("viewRebuiltFrom")
                        .put("archive", from.archive())
                        .put("bus", from.bus()));
        figures.duplicatesSuppressed().ifPresent(count -> summary.put("duplicatesSuppressed", count));
        summary.put("invalidLines", result.invalidLines())
                .put("repeatedOrders", result.repeatedOrders())
                .put("cancellationsRefused", result.cancellationsRefused())
                .put("notifications", figures.notifications())
                .put("viewRebuiltEqual", result.view().equal())
                .put("doubled", result.doubled())
                .put("revenueCents", result.revenueCents())
                .put("seconds", Math.round(seconds * 1000) / 1000.0)
                .put("eventsPerSecond", Math.round(figures.events() / seconds));
        processorTime(figures.events()).ifPresent(micros -> summary.put("cpuUsPerEvent", micros));
        counts(summary, figures.faults());
        summary.setAll(figures.own());
        return summary;
    }

    /** Of this process from its start, so that the compiler's and the collector's time counts; in microseconds per event. */
    private static Optional<Double> processorTime(long events) {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .filter(time -> events > 0)
                .map(time -> Math.round(time.toNanos() / 100.0 / events) / 10.0);
    }

    private static void counts(ObjectNode into, Map<String, Long> counts) {
        counts.forEach(into::put);
    }

    private ObjectNode answer(String event) {
        return json.createObjectNode().put("event", event);
    }

    /** Synchronized, because the thread that published an event reports that it cannot be logged. */
    private synchronized void say(ObjectNode answer) throws IOException {
        answers.write(json.writeValueAsString(answer));
        answers.write('\n');
        answers.flush();
    }

    /** Passes a run's answers on to the driver; a driver that is gone ends the run. */
    private final class ToDriver implements Answers {
        @Override
        public void invalid(long number, String reason) {
            tell(answer("invalid").put("number", number).put("reason", reason));
        }

        @Override
        public void progress(String phase, long orders, long ended, long events) {
            console.ifPresent(shown -> shown.phase(phase));
            tell(answer("progress")
                    .put("phase", phase)
                    .put("orders", orders)
                    .put("ended", ended)
                    .put("events", events));
        }

        @Override
        public void rebuilding(long read) {
            tell(answer("progress").put("phase", "rebuild").put("read", read));
        }

        void warning(String message) {
            tell(answer("warning").put("message", message));
        }

        private void tell(ObjectNode what) {
            try {
                say(what);
            } catch (IOException gone) {
                throw new UncheckedIOException("the driver is gone", gone);
            }
        }
    }

    /** The driver said something that the protocol does not know. */
    private static final class ProtocolException extends Exception {
        private static final long serialVersionUID = 1L;

        ProtocolException(String message) {
            super(message);
        }
    }
}
