package io.triskel.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.codec.EncodedData;
import io.triskel.codec.EventCodec;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.Delivery;
import io.triskel.consume.EventConsumer;
import io.triskel.consume.FailurePolicy;
import io.triskel.consume.FailurePolicy.Decision;
import io.triskel.consume.ParkedReplay;
import io.triskel.consume.ParkedReplay.ReplayReport;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.observe.EventOutcome;
import io.triskel.observe.Observer;
import io.triskel.parking.Lane;
import io.triskel.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The consumers of one process of the Java driver: their memory lasts until it is restarted. */
final class JavaConsumers {
    private final EventCodec codec;
    private final JavaStores stores;
    private final Optional<CloudBinding> cloud;
    private final Mutant mutant;
    private final ScriptedHandler handler;
    private final Map<JsonNode, BatchProcessor> processors = new HashMap<>();
    private final Verdicts told = new Verdicts();
    private String claimant = "";

    JavaConsumers(EventCodec codec, JavaStores stores, Optional<CloudBinding> cloud, Mutant mutant) {
        this.codec = codec;
        this.stores = stores;
        this.cloud = cloud;
        this.mutant = mutant;
        this.handler = new ScriptedHandler(stores.clock(), mutant);
    }

    ObjectNode settle(ObjectNode operation) {
        CloudBinding binding = cloud.orElseThrow();
        ManualClock clock = stores.clock();
        clock.set(Json.now(operation));
        claimant = operation.path("claimant").asText();
        handler.follow(operation.path("script"));
        told.clear();
        BatchProcessor processor = processors.computeIfAbsent(operation.path("consumer"), this::processor);
        JsonNode document = operation.path("invocation");
        List<Delivery> deliveries = binding.deliveries(document, codec, processor.subscription());
        ObjectNode answer = Json.object();
        try {
            Duration remaining =
                    Duration.ofMillis(operation.path("remainingMillis").asLong());
            JsonNode platforms =
                    binding.invoke(new CloudBinding.Invocation(processor, codec, clock, remaining, document));
            answer.set("answer", mutant == Mutant.DROPS_A_FAILURE ? complete(platforms) : platforms);
            answer.set("verdicts", told.of(deliveries));
        } catch (ScriptedHandler.ProcessDied died) {
            processors.clear();
            answer.put("crashed", true);
        }
        answer.set("calls", handler.calls());
        return answer.put("now", clock.instant().toString());
    }

    private static JsonNode complete(JsonNode answer) {
        ObjectNode complete = Json.object();
        if (answer.has("status")) {
            complete.put("status", 204);
        } else if (answer.has("batchItemFailures")) {
            complete.putArray("batchItemFailures");
        } else {
            complete.put("completes", true);
        }
        return complete;
    }

    private BatchProcessor processor(JsonNode told) {
        return BatchProcessor.of(consumer(told))
                .codec(codec)
                .clock(stores.clock())
                .pause(stores.clock()::advance)
                .claimants(() -> claimant)
                .observer(this.told)
                .build();
    }

    private EventConsumer consumer(JsonNode told) {
        EventConsumer.Builder consumer = EventConsumer.named(told.path("name").asText())
                .policy(policy(told.path("attempts").asInt(5)));
        told.path("types")
                .forEach(type -> consumer.on(EventType.parse(type.asText()), EncodedData.class, handler::handle));
        if (mutant == Mutant.DECODES_IGNORED) {
            consumer.on(EventType.parse("orders.unrelated.v1"), EncodedData.class, handler::handle);
        }
        if (mutant == Mutant.WRONG_LANE) {
            consumer.lane(event -> Optional.of(Lane.alone(event.id())));
        }
        if (told.path("inbox").asBoolean() && mutant != Mutant.IGNORES_DUPLICATES) {
            consumer.inbox(stores.inbox().orElseThrow());
        }
        if (told.path("lot").asBoolean()) {
            consumer.parkingLot(stores.lot().orElseThrow());
        }
        return consumer.build();
    }

    private static FailurePolicy policy(int attempts) {
        FailurePolicy usual = FailurePolicy.retryThenPark(attempts);
        return (event, failure, attempt) -> {
            if (failure instanceof ScriptedHandler.Scripted scripted) {
                if (scripted.step().equals("halt")) {
                    return Decision.halt("halted by the case");
                } else if (scripted.step().equals("park")) {
                    return Decision.park("parked by the case");
                }
            }
            return usual.onFailure(event, failure, attempt);
        };
    }

    ObjectNode replay(ObjectNode operation) {
        ManualClock clock = stores.clock();
        clock.set(Json.now(operation));
        handler.follow(operation.path("script"));
        JsonNode document = operation.path("document");
        ParkedReplay replay = ParkedReplay.of(consumer(operation.path("consumer")))
                .codec(codec)
                .clock(clock)
                .build();
        int limit = document.path("limit").asInt();
        Deadline deadline = Deadline.in(
                        Duration.ofMillis(operation.path("remainingMillis").asLong()), clock)
                .orEarlier(
                        Deadline.in(Duration.ofSeconds(document.path("seconds").asLong()), clock));
        ReplayReport report = document.has("lane")
                ? replay.replay(
                        new Lane(
                                document.path("lane").asText(),
                                document.path("alone").asBoolean()),
                        limit,
                        deadline)
                : replay.replayAll(limit, deadline);
        int failed = report.failed() + report.portFailures();
        ObjectNode answer = Json.object();
        answer.putObject("answer")
                .put("handled", report.handled())
                .put("duplicates", report.duplicates())
                .put("failed", failed)
                .put("busy", report.busy())
                .put("opened", report.opened())
                .put("more", report.handled() + report.duplicates() + failed >= limit);
        answer.set("calls", handler.calls());
        return answer;
    }

    /** What a batch's observer is told; a record that is no event is told of only if it was parked. */
    private static final class Verdicts implements Observer {
        private final List<Map.Entry<EventId, EventOutcome>> verdicts = new ArrayList<>();
        private final Map<EventId, String> parked = new HashMap<>();

        void clear() {
            verdicts.clear();
            parked.clear();
        }

        @Override
        public void handled(String consumer, Envelope<?> event, EventOutcome verdict, Duration took) {
            verdicts.add(Map.entry(event.id(), verdict));
        }

        @Override
        public void parked(String consumer, EventId event, String reason) {
            parked.put(event, reason);
        }

        /** The last verdict of each, since a call that is repeated in place is told of each time. */
        ArrayNode of(List<Delivery> deliveries) {
            ArrayNode all = Json.NODES.arrayNode();
            int repeats = Math.max(0, verdicts.size() - deliveries.size());
            int next = deliveries.size() == 1 ? repeats : 0;
            for (Delivery delivery : deliveries) {
                ObjectNode verdict = all.addObject();
                boolean isTold =
                        next < verdicts.size() && verdicts.get(next).getKey().equals(delivery.identity());
                String reason = parked.get(delivery.identity());
                if (isTold) {
                    verdict.put("verdict", verdicts.get(next++).getValue().tag());
                } else {
                    verdict.put("verdict", reason == null ? "unsettled-failed" : "parked");
                }
                if (reason != null) {
                    verdict.put("reason", reason);
                }
            }
            return all;
        }
    }
}
