package io.triskel.simulation;

import io.triskel.event.EventId;
import io.triskel.inbox.Fence;
import io.triskel.inbox.Inbox;
import io.triskel.inbox.Inbox.Claim;
import io.triskel.inbox.Inbox.ClaimResult;
import io.triskel.inbox.Inbox.Release;
import io.triskel.inbox.WriteOutcome;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkingLot;
import io.triskel.parking.ParkingLot.LaneLease;
import io.triskel.parking.ParkingLot.ParkResult;
import io.triskel.parking.ParkingLot.ParkedEvent;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** What could be wrong with inbox, lot or handler: the simulations must notice every one of these. */
public enum Mistake {
    NONE,
    INBOX_WITHOUT_MEMORY,
    INBOX_WITHOUT_FENCE,
    LOSSY_LOT,
    LANE_OPENS_WITH_A_TAIL,
    NO_LANE_STOP,
    ACKNOWLEDGES_ON_EXCEPTION,
    /** An overflow of the stack ends the batch, and a broken package counts as failures of the event. */
    ERRORS_BLAMED_WRONGLY,
    GIVES_UP_EARLY;

    public Inbox in(Inbox real) {
        return switch (this) {
            case INBOX_WITHOUT_MEMORY -> withoutMemory(real);
            case INBOX_WITHOUT_FENCE -> withoutFence(real);
            default -> real;
        };
    }

    public ParkingLot in(ParkingLot real) {
        return switch (this) {
            case LOSSY_LOT -> lossy(real);
            case LANE_OPENS_WITH_A_TAIL -> opening(real);
            default -> real;
        };
    }

    /** Takes a completed event for one that it never saw. */
    private static Inbox withoutMemory(Inbox real) {
        return Around.port(Inbox.class, real, (method, args, call) -> {
            Object result = call.make();
            if (method.getName().equals("claimAll")) {
                List<ClaimResult> results = list(result, ClaimResult.class);
                List<EventId> events = list(args[1], EventId.class);
                return IntStream.range(0, results.size())
                        .mapToObj(i -> results.get(i) instanceof ClaimResult.Completed
                                ? claimed((String) args[0], events.get(i), (Instant) args[2])
                                : results.get(i))
                        .toList();
            }
            if (method.getName().equals("completeAll")) {
                return list(result, WriteOutcome.class).stream()
                        .map(outcome -> WriteOutcome.recorded())
                        .toList();
            }
            return result;
        });
    }

    private static ClaimResult claimed(String consumer, EventId event, Instant now) {
        return new ClaimResult.Claimed(new Claim(consumer, event, new Fence(1_000), 1, now, 0, now.plusSeconds(60)));
    }

    /** All claims of an event carry the same fence, and whoever completes completes. */
    private static Inbox withoutFence(Inbox real) {
        Map<EventId, Claim> latest = new HashMap<>();
        return Around.port(Inbox.class, real, (method, args, call) -> {
            String name = method.getName();
            if (name.equals("completeAll")) {
                args[0] = list(args[0], Claim.class).stream()
                        .map(claim -> latest.getOrDefault(claim.event(), claim))
                        .toList();
            } else if (name.equals("releaseAll") || name.equals("parkAll")) {
                args[0] = list(args[0], Release.class).stream()
                        .map(release -> new Release(
                                latest.getOrDefault(release.claim().event(), release.claim()),
                                release.attempts(),
                                release.untried()))
                        .toList();
            }
            Object result = call.make();
            if (name.equals("claimAll")) {
                return list(result, ClaimResult.class).stream()
                        .map(each -> unfenced(each, latest))
                        .toList();
            }
            return name.equals("claimParked") ? unfenced((ClaimResult) result, latest) : result;
        });
    }

    private static ClaimResult unfenced(ClaimResult result, Map<EventId, Claim> latest) {
        if (result instanceof ClaimResult.Claimed claimed) {
            Claim claim = claimed.claim();
            latest.put(claim.event(), claim);
            return new ClaimResult.Claimed(new Claim(
                    claim.consumer(),
                    claim.event(),
                    new Fence(1),
                    claim.attempt(),
                    claim.since(),
                    claim.cutOff(),
                    claim.leaseEnd()));
        }
        return result;
    }

    /** Says that it has what it dropped: the event of every lane that comes behind another. */
    private static ParkingLot lossy(ParkingLot real) {
        return Around.port(
                ParkingLot.class,
                real,
                (method, args, call) -> method.getName().equals("parkBehind") && held(real, (ParkedEvent) args[0])
                        ? ParkResult.parked()
                        : call.make());
    }

    private static boolean held(ParkingLot real, ParkedEvent event) {
        return !real.heldAmong(event.consumer(), List.of(event.lane())).isEmpty();
    }

    /** A lane counts as open once its first event was taken out, whatever stands behind it. */
    private static ParkingLot opening(ParkingLot real) {
        Set<Lane> begun = new HashSet<>();
        return Around.port(ParkingLot.class, real, (method, args, call) -> {
            String name = method.getName();
            if (name.equals("remove")) {
                begun.add(((LaneLease) args[0]).lane());
            } else if (name.equals("heldAmong")) {
                Set<Lane> held = new HashSet<>(real.heldAmong((String) args[0], lanes(args[1])));
                held.removeAll(begun);
                return held;
            } else if (name.equals("parkBehind") && begun.contains(((ParkedEvent) args[0]).lane())) {
                return ParkResult.open();
            }
            return call.make();
        });
    }

    private static Collection<Lane> lanes(Object lanes) {
        return ((Collection<?>) lanes).stream().map(Lane.class::cast).toList();
    }

    private static <T> List<T> list(Object list, Class<T> of) {
        return ((List<?>) list).stream().map(of::cast).toList();
    }
}
