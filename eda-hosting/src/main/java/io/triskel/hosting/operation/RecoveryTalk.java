package io.triskel.hosting.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.consume.ParkedReplay.ReplayReport;
import io.triskel.event.Deadline;
import io.triskel.hosting.operation.GivenUp.Batch;
import io.triskel.hosting.operation.GivenUp.Redelivered;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;

/** Answers what lets consumers' own functions handle events again: parked ones, and those that the trigger gave up. */
final class RecoveryTalk {
    /** Functions are invoked until nothing more is handled. */
    private static final Duration TIME = Duration.ofMinutes(15);

    private final Predicate<String> consumers;
    private final int limit;
    private final InstantSource clock;

    /** @param limit the most events and lanes of a consumer, or the most batches */
    RecoveryTalk(Predicate<String> consumers, int limit, InstantSource clock) {
        this.consumers = consumers;
        this.limit = limit;
        this.clock = clock;
    }

    ObjectNode replay(Operations operations, ConsumerFunctions functions) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ObjectNode byConsumer = answer.putObject("consumers");
        ArrayNode failures = answer.putArray("failures");
        operations.replay(functions, consumers, limit, Deadline.in(TIME, clock)).forEach((consumer, replayed) -> {
            ReplayReport report = replayed.report();
            byConsumer
                    .putObject(consumer)
                    .put("handled", report.handled())
                    .put("duplicates", report.duplicates())
                    .put("failed", report.failed())
                    .put("busy", report.busy())
                    .put("opened", report.opened());
            replayed.problem().ifPresent(why -> failures.add(consumer + ": " + why));
        });
        return answer;
    }

    ObjectNode givenUp(JsonNode wanted, GivenUp givenUp) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        Optional<String> never = givenUp.never();
        if (never.isPresent() && wanted.path("consumer").asText().isEmpty()) {
            return answer.put("never", never.get());
        }
        ArrayNode batches = answer.putArray("batches");
        ArrayNode failures = answer.putArray("failures");
        Deadline deadline = Deadline.in(TIME, clock);
        for (Batch batch : givenUp.list(consumers, limit)) {
            ObjectNode node = batches.addObject()
                    .put("id", batch.id())
                    .put("consumer", batch.consumer())
                    .put("where", batch.where())
                    .put("records", batch.records())
                    .put("at", batch.at().toString())
                    .put("condition", batch.condition());
            if (wanted.path("replay").asBoolean() && !deadline.passed(clock)) {
                Redelivered redelivered = givenUp.redeliver(batch);
                node.put("settled", redelivered.settled());
                redelivered.problem().ifPresent(why -> failures.add(batch.consumer() + ", " + batch.id() + ": " + why));
            }
        }
        return answer;
    }
}
