package io.triskel.hosting.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.codec.WireEvent;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.PortException;
import io.triskel.hosting.HostedApplication;
import io.triskel.hosting.operation.Operations.Backlog;
import io.triskel.hosting.operation.Operations.ParkedLane;
import io.triskel.outbox.Dispatcher.DrainReport;
import io.triskel.parking.ParkingLot.ParkedEvent;
import io.triskel.platform.Platform;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * An operator's request as a line of JSON, and its answer as one: how a process of a cloud serves {@code ./triskel ops}
 * ({@code docs/ops-commands.md}).
 */
public final class OperatorTalk {
    private static final Duration TIME = Duration.ofMinutes(1);

    /** An archive of years is read. */
    private static final Duration REBUILD_TIME = Duration.ofHours(24);

    /** The most bytes that are opened to name a parked event's type. */
    private static final int LARGEST = 10 << 20;

    private final Operations operations;
    private final Platform platform;
    private final Site site;
    private final ObjectMapper json = new ObjectMapper();

    /** A codec that knows no type, so that it opens no data. */
    private final EventCodec codec =
            EventCodec.of(TypeRegistry.builder().build()).withMaxBytes(LARGEST);

    /** Serves the requests about this application. */
    public OperatorTalk(Site site) {
        operations = new Operations(site.application());
        platform = site.application().platform();
        this.site = site;
    }

    /**
     * Where an application's stores and events are.
     *
     * @param application on its ports
     * @param past asked when something is rebuilt
     * @param published asked when stores were restored
     * @param functions asked when parked events are replayed; an {@link IllegalArgumentException} says what the environment lacks
     * @param givenUp asked for what the cloud's trigger gave up
     */
    public record Site(
            HostedApplication application,
            Supplier<Past> past,
            Supplier<StoreRestore.Published> published,
            Supplier<ConsumerFunctions> functions,
            Supplier<GivenUp> givenUp) {}

    /**
     * Reads one request from standard input, answers it on standard output, and ends this process: with 0 when it was done, with 1
     * when it failed.
     *
     * @param environment such as {@code System.getenv()}; {@code TRISKEL_APP_URL} is read in place of a missing {@code TRISKEL_APP_LOOKUP_BASE}
     * @param site opens the stores; an {@link IllegalArgumentException} says what is wrong with the environment
     */
    public static void run(Map<String, String> environment, Function<Map<String, String>, Site> site)
            throws IOException {
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream answers = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        String request = Optional.ofNullable(requests.readLine()).orElse("{}");
        ObjectNode answer = answer(request, environment, site);
        answers.println(answer);
        // The clients' threads would keep the process alive for a while.
        System.exit(answer.path("event").asText().equals("summary") ? 0 : 1);
    }

    /**
     * {@return the stores that these variables name}
     *
     * @param environment as for {@link #run}
     * @throws IllegalStateException if the application's package was built with another version of Triskel than this process
     */
    public static Site open(Map<String, String> environment, Function<Map<String, String>, Site> site) {
        PackagedVersion.requireOne(OperatorTalk.class.getClassLoader());
        Map<String, String> all = new TreeMap<>(environment);
        Optional.ofNullable(environment.get("TRISKEL_APP_URL"))
                .ifPresent(url -> all.putIfAbsent("TRISKEL_APP_LOOKUP_BASE", url));
        return site.apply(all);
    }

    private static ObjectNode answer(
            String request, Map<String, String> environment, Function<Map<String, String>, Site> site) {
        try {
            return new OperatorTalk(open(environment, site)).answer(request);
        } catch (RuntimeException failed) {
            return failed(failed);
        }
    }

    private static ObjectNode failed(RuntimeException failure) {
        String message = String.valueOf(failure.getMessage());
        return new ObjectMapper()
                .createObjectNode()
                .put("event", "failed")
                .put("message", failure instanceof PortException ? "a store failed: " + message : message);
    }

    /** {@return the answer to one request} */
    public ObjectNode answer(String request) {
        try {
            JsonNode wanted = json.readTree(request);
            ObjectNode answer = switch (wanted.path("op").asText()) {
                case "parked" -> parked(wanted);
                case "replay" ->
                    recovery(wanted).replay(operations, site.functions().get());
                case "given-up" ->
                    recovery(wanted).givenUp(wanted, site.givenUp().get());
                case "discard" -> discard(wanted);
                case "stuck" -> stuck();
                case "resume" -> resume(wanted);
                case "abandon" -> abandon(wanted);
                case "drain" -> drain(wanted);
                case "lag" -> lag(wanted);
                case "rebuild-view" -> rebuildView(wanted);
                case "restore" ->
                    RestoreTalk.answer(wanted, platform, site.published().get());
                default -> throw new IllegalArgumentException("unknown operation " + wanted.path("op"));
            };
            return answer.put("event", "summary");
        } catch (IOException broken) {
            throw new IllegalArgumentException("a request must be a line of JSON, not " + request, broken);
        } catch (RuntimeException failed) {
            return failed(failed);
        }
    }

    /** The consumer that is asked for, else all. */
    private Predicate<String> consumers(JsonNode wanted) {
        String named = wanted.path("consumer").asText();
        if (named.isEmpty()) {
            return consumer -> true;
        }
        if (!operations.consumers().contains(named)) {
            throw new IllegalArgumentException(
                    "unknown consumer '" + named + "'; known: " + String.join(", ", operations.consumers()));
        }
        return named::equals;
    }

    private static int limit(JsonNode wanted) {
        return wanted.path("limit").asInt(1000);
    }

    private Deadline deadline() {
        return Deadline.in(TIME, platform.clock());
    }

    private ObjectNode parked(JsonNode wanted) {
        ObjectNode answer = json.createObjectNode();
        ArrayNode lanes = answer.putArray("lanes");
        for (ParkedLane lane : operations.parked(consumers(wanted), limit(wanted))) {
            ObjectNode node = lanes.addObject()
                    .put("consumer", lane.consumer())
                    .put("lane", lane.lane().value());
            ArrayNode events = node.putArray("events");
            lane.events().forEach(event -> events.add(parked(event)));
        }
        return answer;
    }

    private ObjectNode parked(ParkedEvent parked) {
        ObjectNode node = json.createObjectNode()
                .put("source", parked.event().source())
                .put("id", parked.event().id())
                .put("type", type(parked.wire()))
                .put("attempts", parked.attempts())
                .put("parkedAt", parked.parkedAt().toString())
                .put("reason", parked.reason());
        parked.replayAt().ifPresent(at -> node.put("replayAt", at.toString()));
        return node;
    }

    private String type(WireEvent wire) {
        try {
            Envelope<?> event = wire.attributes().isEmpty() ? codec.decode(wire.body()) : codec.decodeBinary(wire);
            return event.type().wire();
        } catch (RuntimeException undecodable) {
            return "undecodable";
        }
    }

    private RecoveryTalk recovery(JsonNode wanted) {
        return new RecoveryTalk(consumers(wanted), limit(wanted), platform.clock());
    }

    private ObjectNode discard(JsonNode wanted) {
        String id = wanted.path("id").asText();
        String consumer = wanted.path("consumer").asText();
        Optional<String> source = Optional.of(wanted.path("source").asText()).filter(text -> !text.isEmpty());
        if (!operations.discard(consumer, source, id, wanted.path("reason").asText())) {
            throw new IllegalStateException(
                    "event " + id + " is not parked for " + consumer + ", or is being replayed right now");
        }
        return json.createObjectNode().put("discarded", id);
    }

    private ObjectNode stuck() {
        ObjectNode answer = json.createObjectNode().put("saga", String.join(", ", operations.sagas()));
        ObjectNode stuck = answer.putObject("stuck");
        boolean several = operations.sagas().size() > 1;
        ObjectNode since = answer.putObject("stuckSince");
        operations.stuck().forEach((saga, status) -> {
            String name = several ? saga.saga() + " " + saga.instance() : saga.instance();
            stuck.put(name, status.reason());
            status.since().ifPresent(at -> since.put(name, at.toString()));
        });
        return answer;
    }

    private ObjectNode resume(JsonNode wanted) {
        String order = wanted.path("order").asText();
        operations.resume(order);
        return json.createObjectNode().put("resumed", order);
    }

    private ObjectNode abandon(JsonNode wanted) {
        String order = wanted.path("order").asText();
        ObjectNode answer = json.createObjectNode();
        ArrayNode unsent = answer.putArray("unsent");
        operations.abandon(order, wanted.path("reason").asText()).forEach(command -> unsent.add(command.id()));
        return answer.put("abandoned", order);
    }

    private ObjectNode drain(JsonNode wanted) {
        DrainReport report = operations.drain(limit(wanted), deadline());
        ObjectNode answer =
                json.createObjectNode().put("streams", report.streams().size()).put("published", report.published());
        ArrayNode failures = answer.putArray("failures");
        report.unreadBuckets().forEach(unread -> failures.add(unread.toString()));
        report.streams().stream()
                .filter(stream -> switch (stream.ending()) {
                    case CLEAN, CUT_SHORT, LEASED_ELSEWHERE, FENCED -> false;
                    case NOT_ACCEPTED, UNREADABLE, PORT_FAILED -> true;
                })
                .forEach(stream -> failures.add(stream.toString()));
        return answer;
    }

    private ObjectNode rebuildView(JsonNode wanted) {
        ViewRebuild.Report report = operations.rebuildView(
                wanted.path("view").asText(), site.past().get(), Deadline.in(REBUILD_TIME, platform.clock()));
        return json.createObjectNode()
                .put("view", report.view())
                .put("generation", report.generation())
                .put("archive", report.fromArchive())
                .put("bus", report.fromBus())
                .put("unreadable", report.unreadable())
                .put("dropped", report.dropped());
    }

    private ObjectNode lag(JsonNode wanted) {
        Backlog backlog = operations.backlog(limit(wanted));
        ObjectNode answer = json.createObjectNode()
                .put("unpublishedStreams", backlog.streams())
                .put("dueSagas", backlog.timers())
                .put("unsentSagas", backlog.commands());
        ObjectNode lanes = answer.putObject("parkedLanes");
        backlog.lanes().forEach(lanes::put);
        ObjectNode heartbeats = answer.putObject("heartbeatAges");
        backlog.heartbeats().forEach(heartbeats::put);
        return answer;
    }
}
