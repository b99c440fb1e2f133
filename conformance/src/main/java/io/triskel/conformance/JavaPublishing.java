package io.triskel.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.codec.EventCodec;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.OrderingKey;
import io.triskel.publish.EventBus;
import io.triskel.publish.OrderedPublisher;
import io.triskel.publish.PublishReport;
import io.triskel.publish.RejectionCause;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The publishers of one process of the Java driver. */
final class JavaPublishing {
    private final EventCodec codec;
    private final Optional<CloudBinding> cloud;
    private final ScriptedBus scripted = new ScriptedBus();
    private final Map<JsonNode, OrderedPublisher> publishers = new HashMap<>();

    JavaPublishing(EventCodec codec, Optional<CloudBinding> cloud) {
        this.codec = codec;
        this.cloud = cloud;
    }

    ObjectNode publish(ObjectNode operation) {
        JsonNode bus = operation.path("bus");
        boolean isScripted = bus.path("platform").asText().equals("script");
        scripted.follow(bus.path("answers"));
        OrderedPublisher publisher = publishers.computeIfAbsent(
                isScripted ? Json.object() : bus,
                key -> OrderedPublisher.builder(
                                isScripted ? scripted : cloud.orElseThrow().bus(bus), codec)
                        .build());
        List<Envelope<?>> events = new ArrayList<>();
        operation.path("events").forEach(event -> events.add(NeutralEvent.read(event)));
        Duration time = Duration.ofMillis(operation.path("deadlineMillis").asLong());
        PublishReport report = publisher.publishAndWait(events, Deadline.in(time, InstantSource.system()));
        ObjectNode answer = Json.object();
        ArrayNode entries = answer.putArray("report");
        report.entries().forEach(entry -> entries.add(entry(entry)));
        if (isScripted) {
            answer.set("requests", scripted.requests());
        }
        return answer;
    }

    private static ObjectNode entry(PublishReport.Entry entry) {
        return entry.fold(
                accepted -> Json.object().put("entry", "accepted"),
                rejected -> Json.object()
                        .put("entry", "rejected")
                        .put("cause", rejected.cause().name()),
                withheld -> {
                    ObjectNode behind = Json.object().put("entry", "withheld");
                    behind.putObject("behind")
                            .put("source", withheld.behind().source())
                            .put("id", withheld.behind().id());
                    return behind;
                });
    }

    ObjectNode resume(ObjectNode operation) {
        OrderingKey key = new OrderingKey(operation.path("key").asText());
        publishers.values().forEach(publisher -> publisher.resume(key));
        return Json.object();
    }

    /** Answers each request as a case says. */
    private static final class ScriptedBus implements EventBus {
        private static final int BYTES = 1 << 20;

        private JsonNode answers = Json.NODES.arrayNode();
        private ArrayNode requests = Json.NODES.arrayNode();

        void follow(JsonNode other) {
            answers = other;
            requests = Json.NODES.arrayNode();
        }

        ArrayNode requests() {
            return requests;
        }

        @Override
        public BusLimits limits() {
            return new BusLimits(WireMode.STRUCTURED, 10, BYTES, BYTES, true, false, Duration.ofSeconds(30));
        }

        @Override
        public synchronized CompletionStage<List<BusResult>> send(List<Outgoing> batch, Deadline deadline) {
            JsonNode answer = answers.path(requests.size());
            ArrayNode request = requests.addArray();
            List<BusResult> results = new ArrayList<>();
            for (int i = 0; i < batch.size(); i++) {
                request.add(batch.get(i).event().id().id());
                String text = answer.path(i).asText("ok");
                results.add(
                        text.equals("ok")
                                ? BusResult.ok("a position")
                                : BusResult.failed(RejectionCause.valueOf(text), "the case says so"));
            }
            return CompletableFuture.completedFuture(results);
        }
    }
}
