package io.triskel.aws.dynamodb;

import static io.triskel.aws.dynamodb.Attributes.flag;
import static io.triskel.aws.dynamodb.Attributes.instant;
import static io.triskel.aws.dynamodb.Attributes.list;
import static io.triskel.aws.dynamodb.Attributes.number;
import static io.triskel.aws.dynamodb.Attributes.text;

import io.triskel.event.EventId;
import io.triskel.parking.Lane;
import io.triskel.parking.LaneEntry;
import io.triskel.store.KeyForm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A lane's row: the lane's head and the names of its events in order, so that no request is needed to learn whether the lane has
 * an event. Every change of a lane is one conditional write of the row.
 *
 * @param events head first
 */
record LaneRow(String consumer, Lane lane, LaneEntry entry, List<Named> events) {
    private static final int DIGEST = 64;

    /** An event, and the stamp under which its body is stored. */
    record Named(String event, String stamp) {
        static Named of(EventId event, String stamp) {
            return new Named(KeyForm.digest(event), stamp);
        }

        boolean is(EventId id) {
            return event.equals(of(id, stamp).event());
        }
    }

    static LaneRow of(String consumer, Lane lane, Optional<Map<String, AttributeValue>> item) {
        return item.map(LaneRow::of).orElseGet(() -> new LaneRow(consumer, lane, LaneEntry.absent(), List.of()));
    }

    /** The key is a digest, since a lane and a consumer may be longer than a key. */
    static String key(String consumer, Lane lane) {
        return KeyForm.digest(KeyForm.joined(consumer, (lane.alone() ? "alone:" : "named:") + lane.value()));
    }

    Optional<Named> find(EventId event) {
        return events.stream().filter(named -> named.is(event)).findFirst();
    }

    /** The event, if it is the head. */
    Optional<Named> head(EventId event) {
        return events.stream().limit(1).filter(named -> named.is(event)).findFirst();
    }

    boolean names(String stamp) {
        return events.stream().anyMatch(named -> named.stamp().equals(stamp));
    }

    List<Named> and(Named event) {
        List<Named> more = new ArrayList<>(events);
        more.add(event);
        return more;
    }

    List<Named> without(Named event) {
        List<Named> fewer = new ArrayList<>(events);
        fewer.remove(event);
        return fewer;
    }

    List<Named> withHead(Named head) {
        List<Named> same = new ArrayList<>(events);
        same.set(0, head);
        return same;
    }

    LaneRow next(LaneEntry next, List<Named> named) {
        return new LaneRow(consumer, lane, next, List.copyOf(named));
    }

    Map<String, AttributeValue> item() {
        String key = key(consumer, lane);
        Map<String, AttributeValue> item = new HashMap<>(Map.of(
                "item", text("lane:" + key),
                "consumer", text(consumer),
                "lane", text(lane.value()),
                "alone", flag(lane.alone()),
                "parked", flag(entry.parked()),
                "fence", number(entry.fence()),
                "events",
                        list(events.stream()
                                .map(named -> text(named.event() + named.stamp()))
                                .toList())));
        entry.leaseEnd().ifPresent(end -> item.put("leaseEnd", instant(end)));
        AttributeValue bucket = text(bucket(key, consumer));
        entry.due().ifPresent(at -> item.putAll(Map.of("dueBucket", bucket, "due", instant(at))));
        if (entry.parked()) {
            item.putAll(Map.of("laneBucket", bucket, "digest", text(key)));
        }
        entry.expires().ifPresent(at -> item.put("expires", number(at.getEpochSecond())));
        return item;
    }

    static LaneRow of(Map<String, AttributeValue> item) {
        List<Named> events = Attributes.required(item, "events").l().stream()
                .map(named ->
                        new Named(named.s().substring(0, DIGEST), named.s().substring(DIGEST)))
                .toList();
        LaneEntry entry = new LaneEntry(
                flag(item, "parked"),
                number(item, "fence"),
                instant(item, "leaseEnd"),
                instant(item, "due"),
                events.size(),
                events.size() + 1L);
        return new LaneRow(text(item, "consumer"), new Lane(text(item, "lane"), flag(item, "alone")), entry, events);
    }

    /** A lane's bucket is the first digit of its digest, so that lanes are in order across buckets. */
    static String bucket(String digest, String consumer) {
        return digest.charAt(0) + ":" + consumer;
    }
}
