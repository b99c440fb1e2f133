package io.triskel.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.codec.WireEvent;
import io.triskel.event.EventId;
import io.triskel.event.PortException;
import io.triskel.inbox.Inbox;
import io.triskel.inbox.Inbox.Claim;
import io.triskel.inbox.Inbox.ClaimResult;
import io.triskel.inbox.Inbox.Release;
import io.triskel.inbox.WriteOutcome;
import io.triskel.memory.InMemoryInbox;
import io.triskel.memory.InMemoryParkingLot;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkingLot;
import io.triskel.parking.ParkingLot.ParkResult;
import io.triskel.parking.ParkingLot.ParkedEvent;
import io.triskel.platform.Stores;
import io.triskel.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Inbox and parking lot of the Java driver, and the operations on them. */
final class JavaStores {
    static final List<String> OPERATIONS =
            List.of("claim", "complete", "release", "park-claim", "complete-parked", "park", "held");

    private final ManualClock clock;
    private final Optional<Inbox> inbox;
    private final Optional<ParkingLot> lot;
    private final Mutant mutant;
    private final Map<List<Object>, Claim> claims = new HashMap<>();

    private JavaStores(ManualClock clock, Optional<Inbox> inbox, Optional<ParkingLot> lot, Mutant mutant) {
        this.clock = clock;
        this.inbox = inbox.map(port -> MutantPorts.of(port, mutant));
        this.lot = lot.map(port -> MutantPorts.of(port, mutant));
        this.mutant = mutant;
    }

    static JavaStores none(Mutant mutant) {
        return new JavaStores(ManualClock.atNewYear(), Optional.empty(), Optional.empty(), mutant);
    }

    static JavaStores memory(Mutant mutant) {
        return new JavaStores(
                ManualClock.atNewYear(),
                Optional.of(new InMemoryInbox()),
                Optional.of(new InMemoryParkingLot()),
                mutant);
    }

    static JavaStores of(Function<ManualClock, Stores> opened, Mutant mutant) {
        ManualClock clock = ManualClock.atNewYear();
        Stores stores = opened.apply(clock);
        return new JavaStores(clock, Optional.of(stores.inbox()), Optional.of(stores.parkingLot()), mutant);
    }

    ManualClock clock() {
        return clock;
    }

    Optional<Inbox> inbox() {
        return inbox;
    }

    Optional<ParkingLot> lot() {
        return lot;
    }

    JsonNode answer(String name, ObjectNode operation) {
        Json.instant(operation, "now").ifPresent(clock::set);
        try {
            return switch (name) {
                case "claim" -> claim(operation);
                case "complete" -> outcome(theInbox().completeAll(List.of(claimOf(operation)), clock.instant()));
                case "release" -> outcome(theInbox().releaseAll(List.of(release(operation)), clock.instant()));
                case "park-claim" -> outcome(theInbox().parkAll(List.of(release(operation)), clock.instant()));
                case "complete-parked" ->
                    outcome(List.of(theInbox().completeParked(consumer(operation), event(operation), clock.instant())));
                case "park" -> park(operation);
                case "held" -> held(operation);
                default -> Json.object().put("error", "unknown operation '" + name + "'");
            };
        } catch (PortException unreadable) {
            return failed(String.valueOf(unreadable.getMessage()));
        }
    }

    private Inbox theInbox() {
        return inbox.orElseThrow(() -> new IllegalArgumentException("No store is open"));
    }

    private ParkingLot theLot() {
        return lot.orElseThrow(() -> new IllegalArgumentException("No store is open"));
    }

    private static String consumer(JsonNode operation) {
        return operation.path("consumer").asText();
    }

    private static EventId event(JsonNode operation) {
        return NeutralEvent.id(operation.path("event"));
    }

    private static List<Object> place(JsonNode operation) {
        return List.of(
                consumer(operation),
                event(operation),
                operation.path("claimant").asText());
    }

    private ObjectNode claim(ObjectNode operation) {
        String claimant = operation.path("claimant").asText();
        Duration lease = Duration.ofMillis(operation.path("leaseMillis").asLong());
        ClaimResult result = operation.path("parked").asBoolean()
                ? theInbox().claimParked(consumer(operation), event(operation), clock.instant(), lease, claimant)
                : theInbox()
                        .claimAll(consumer(operation), List.of(event(operation)), clock.instant(), lease, claimant)
                        .get(0);
        if (result instanceof ClaimResult.Claimed claimed) {
            Claim claim = claimed.claim();
            claims.put(place(operation), claim);
            return result("claimed")
                    .put("attempt", claim.attempt())
                    .put("fence", claim.fence().token())
                    .put("leaseEnd", claim.leaseEnd().toString());
        } else if (result instanceof ClaimResult.InProgress other) {
            return result("in-progress").put("leaseEnd", other.leaseEnd().toString());
        } else if (result instanceof ClaimResult.Failed failed) {
            return failed(failed.message());
        }
        return result(result instanceof ClaimResult.Completed ? "completed" : "parked");
    }

    private Claim claimOf(JsonNode operation) {
        Claim claim = claims.get(place(operation));
        if (claim == null) {
            throw new IllegalArgumentException("There was no such claim: " + operation);
        }
        return claim;
    }

    private Release release(JsonNode operation) {
        return new Release(
                claimOf(operation),
                operation.path("attempts").asInt(),
                operation.path("untried").asBoolean());
    }

    private static ObjectNode result(String text) {
        return Json.object().put("result", text);
    }

    private ObjectNode failed(String message) {
        return mutant == Mutant.READS_A_LATER_FORMAT
                ? result("claimed")
                : result("failed").put("message", message);
    }

    private ObjectNode outcome(List<WriteOutcome> outcomes) {
        if (outcomes.get(0) instanceof WriteOutcome.Failed failed) {
            return failed(failed.message());
        }
        return result(outcomes.get(0) instanceof WriteOutcome.Recorded ? "recorded" : "lost");
    }

    private ObjectNode park(ObjectNode operation) {
        JsonNode wire = operation.path("wire");
        ParkedEvent parked = new ParkedEvent(
                consumer(operation),
                new Lane(
                        operation.path("lane").asText(), operation.path("alone").asBoolean()),
                event(operation),
                new WireEvent(Json.texts(wire.path("attributes")), Json.base64(wire, "body")),
                operation.path("position").asText(),
                operation.path("reason").asText(),
                operation.path("attempts").asInt(),
                Json.instant(operation, "parkedAt").orElse(clock.instant()),
                Json.instant(operation, "replayAt"));
        ParkResult result = operation.path("behind").asBoolean() ? theLot().parkBehind(parked) : theLot().park(parked);
        if (result instanceof ParkResult.Full) {
            return result("full");
        }
        return result(result instanceof ParkResult.Open ? "open" : "parked");
    }

    private ObjectNode held(ObjectNode operation) {
        List<Lane> lanes = new ArrayList<>();
        operation.path("lanes").forEach(lane -> lanes.add(Lane.of(lane.asText())));
        ObjectNode answer = Json.object();
        ArrayNode held = answer.putArray("held");
        theLot().heldAmong(consumer(operation), lanes).stream()
                .map(Lane::value)
                .sorted()
                .forEach(held::add);
        return answer;
    }
}
