package io.triskel.aws.dynamodb;

import static io.triskel.aws.dynamodb.Attributes.flag;
import static io.triskel.aws.dynamodb.Attributes.instant;
import static io.triskel.aws.dynamodb.Attributes.list;
import static io.triskel.aws.dynamodb.Attributes.number;
import static io.triskel.aws.dynamodb.Attributes.text;

import io.triskel.event.EventId;
import io.triskel.parking.Lane;
import io.triskel.parking.LaneLease;
import io.triskel.store.KeyForm;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A lane's row, which names its events in order; whatever happens to a lane is one conditional write of it. It outlives
 * the lane for a while, so that leases from before are void.
 *
 * @param version 0 if it was never written
 * @param due when the lane is to be replayed, if by itself
 * @param events head first
 */
record LaneRow(
        String consumer,
        Lane lane,
        long version,
        boolean parked,
        long fence,
        Optional<Instant> leaseEnd,
        Optional<Instant> due,
        List<Named> events) {
    private static final Duration KEPT = Duration.ofDays(30);
    private static final int DIGEST = 64;

    /** An event and where its body is. */
    record Named(String event, String stamp) {
        static Named of(EventId event, String stamp) {
            return new Named(KeyForm.digest(event), stamp);
        }

        boolean is(EventId id) {
            return event.equals(of(id, stamp).event());
        }
    }

    static LaneRow unknown(String consumer, Lane lane) {
        return new LaneRow(consumer, lane, 0, false, 0, Optional.empty(), Optional.empty(), List.of());
    }

    /** Lanes and consumers may be longer than a key, so their digest is the key. */
    static String key(String consumer, Lane lane) {
        return KeyForm.digest(KeyForm.joined(consumer, (lane.alone() ? "alone:" : "named:") + lane.value()));
    }

    boolean leased(Instant now) {
        return leaseEnd.filter(end -> end.isAfter(now)).isPresent();
    }

    boolean heldBy(LaneLease lease) {
        return parked && fence == lease.fence();
    }

    Optional<Named> find(EventId event) {
        return events.stream().filter(named -> named.is(event)).findFirst();
    }

    boolean hasHead(EventId event) {
        return !events.isEmpty() && events.get(0).is(event);
    }

    boolean names(String stamp) {
        return parked && events.stream().anyMatch(named -> named.stamp().equals(stamp));
    }

    /** With one more event; the first one parks the lane and says when it is due. */
    LaneRow with(Named event, Optional<Instant> replayAt) {
        List<Named> more = new ArrayList<>(events);
        more.add(event);
        return next(true, fence, parked ? leaseEnd : Optional.empty(), parked ? due : replayAt, more);
    }

    LaneRow leased(Instant now, Duration duration) {
        return next(true, fence + 1, Optional.of(now.plus(duration)), due, events);
    }

    LaneRow released() {
        return next(true, fence, Optional.empty(), due, events);
    }

    /** Without this event; without its head a lane is due at once. */
    LaneRow without(Named event) {
        List<Named> fewer = new ArrayList<>(events);
        fewer.remove(event);
        return next(true, fence, leaseEnd, events.get(0).equals(event) ? Optional.of(Instant.EPOCH) : due, fewer);
    }

    LaneRow withHead(Named head, Optional<Instant> replayAt) {
        List<Named> same = new ArrayList<>(events);
        same.set(0, head);
        return next(true, fence, leaseEnd, replayAt, same);
    }

    /** The next fence, so that no lease from before fits a lane that is parked again. */
    LaneRow opened() {
        return next(false, fence + 1, leaseEnd, Optional.empty(), List.of());
    }

    private LaneRow next(
            boolean stays, long newFence, Optional<Instant> newEnd, Optional<Instant> newDue, List<Named> named) {
        return new LaneRow(consumer, lane, version + 1, stays, newFence, newEnd, newDue, List.copyOf(named));
    }

    Map<String, AttributeValue> item() {
        String key = key(consumer, lane);
        Map<String, AttributeValue> item = new HashMap<>(Map.of(
                "item", text("lane:" + key),
                "consumer", text(consumer),
                "lane", text(lane.value()),
                "alone", flag(lane.alone()),
                "version", number(version),
                "parked", flag(parked),
                "fence", number(fence),
                "events",
                        list(events.stream()
                                .map(named -> text(named.event() + named.stamp()))
                                .toList())));
        leaseEnd.ifPresent(end -> item.put("leaseEnd", instant(end)));
        AttributeValue bucket = text(bucket(key, consumer));
        due.ifPresent(at -> item.putAll(Map.of("dueBucket", bucket, "due", instant(at))));
        if (parked) {
            item.putAll(Map.of("laneBucket", bucket, "digest", text(key)));
        } else {
            leaseEnd.ifPresent(end -> item.put("expires", number(end.plus(KEPT).getEpochSecond())));
        }
        return item;
    }

    static LaneRow of(Map<String, AttributeValue> item) {
        return new LaneRow(
                text(item, "consumer"),
                new Lane(text(item, "lane"), flag(item, "alone")),
                number(item, "version"),
                flag(item, "parked"),
                number(item, "fence"),
                instant(item, "leaseEnd"),
                instant(item, "due"),
                Attributes.required(item, "events").l().stream()
                        .map(named -> new Named(
                                named.s().substring(0, DIGEST), named.s().substring(DIGEST)))
                        .toList());
    }

    /** A lane's bucket is the first digit of its digest, so that lanes are in order across buckets. */
    static String bucket(String digest, String consumer) {
        return digest.charAt(0) + ":" + consumer;
    }
}
