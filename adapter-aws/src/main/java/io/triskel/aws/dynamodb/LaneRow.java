package io.triskel.aws.dynamodb;

import static io.triskel.aws.dynamodb.Attributes.flag;
import static io.triskel.aws.dynamodb.Attributes.instant;
import static io.triskel.aws.dynamodb.Attributes.number;
import static io.triskel.aws.dynamodb.Attributes.text;

import io.triskel.parking.Lane;
import io.triskel.spi.LaneEntry;
import io.triskel.store.KeyForm;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A lane's head as an item. Every change of a lane is one conditional write of its head; the lane's events are the items of
 * {@link ParkedItems} from the head's first place to its next one.
 *
 * @param first places before this one no longer belong to the lane; items may still be there, or arrive late
 */
record LaneRow(String consumer, Lane lane, LaneEntry entry, long first) {
    /** What {@link #of(Map)} reads. */
    static final List<String> ATTRIBUTES = List.of(
            "part",
            "consumer",
            "lane",
            "alone",
            "parked",
            "fence",
            "leaseEnd",
            "due",
            "count",
            "next",
            "first",
            "reason",
            "attempts",
            "parkedAt");

    static LaneRow of(String consumer, Lane lane, Optional<Map<String, AttributeValue>> item) {
        return item.map(LaneRow::of).orElseGet(() -> new LaneRow(consumer, lane, LaneEntry.absent(), 1));
    }

    /** The key is a digest, since the names of lane and consumer may be longer than a key. */
    static String digest(String consumer, Lane lane) {
        return KeyForm.digest(KeyForm.joined(consumer, (lane.alone() ? "alone:" : "named:") + lane.value()));
    }

    static AttributeValue part(String consumer, Lane lane) {
        return text("lane:" + digest(consumer, lane));
    }

    static Map<String, AttributeValue> key(String consumer, Lane lane) {
        return Map.of("part", part(consumer, lane), "row", text("head"));
    }

    /** Whether the event at this place belongs to the lane. */
    boolean has(long place) {
        return first <= place && place < entry.next();
    }

    LaneRow next(LaneEntry next) {
        return new LaneRow(consumer, lane, next, first);
    }

    /** The lane from the place after this one on. */
    LaneRow behind(long place) {
        return new LaneRow(consumer, lane, entry, place + 1);
    }

    /** The lane without events: the count may be off by events that were taken back or left by a crash. */
    LaneRow empty() {
        LaneEntry none = new LaneEntry(
                entry.parked(), entry.fence(), entry.leaseEnd(), entry.due(), 0, entry.next(), Optional.empty());
        return new LaneRow(consumer, lane, none, entry.next());
    }

    Map<String, AttributeValue> item() {
        String digest = digest(consumer, lane);
        Map<String, AttributeValue> item = new HashMap<>(key(consumer, lane));
        item.putAll(Map.of(
                "consumer", text(consumer),
                "lane", text(lane.value()),
                "alone", flag(lane.alone()),
                "parked", flag(entry.parked()),
                "fence", number(entry.fence()),
                "count", number(entry.count()),
                "next", number(entry.next()),
                "first", number(first)));
        entry.leaseEnd().ifPresent(end -> item.put("leaseEnd", instant(end)));
        entry.head()
                .ifPresent(head -> item.putAll(Map.of(
                        "reason", text(head.reason()),
                        "attempts", number(head.attempts()),
                        "parkedAt", instant(head.parkedAt()))));
        AttributeValue bucket = text(bucket(digest, consumer));
        entry.due().ifPresent(at -> item.putAll(Map.of("dueBucket", bucket, "due", instant(at))));
        if (entry.parked()) {
            item.putAll(Map.of("laneBucket", bucket, "digest", text(digest)));
        }
        entry.expires().ifPresent(at -> item.put("expires", number(at.getEpochSecond())));
        return item;
    }

    static LaneRow of(Map<String, AttributeValue> item) {
        LaneEntry entry = new LaneEntry(
                flag(item, "parked"),
                number(item, "fence"),
                instant(item, "leaseEnd"),
                instant(item, "due"),
                number(item, "count"),
                number(item, "next"),
                ParkedItem.head(item));
        return new LaneRow(
                text(item, "consumer"),
                new Lane(text(item, "lane"), flag(item, "alone")),
                entry,
                number(item, "first"));
    }

    /** A lane's bucket is the first digit of its digest, so that lanes are sorted across buckets. */
    static String bucket(String digest, String consumer) {
        return digest.charAt(0) + ":" + consumer;
    }
}
