package io.triskel.aws.dynamodb;

import static io.triskel.aws.dynamodb.Attributes.bytes;
import static io.triskel.aws.dynamodb.Attributes.flag;
import static io.triskel.aws.dynamodb.Attributes.instant;
import static io.triskel.aws.dynamodb.Attributes.number;
import static io.triskel.aws.dynamodb.Attributes.text;

import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.codec.WireEvent;
import io.triskel.event.EventId;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkingLot.ParkedEvent;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Bodies of parked events, one item each under a stamp of its own; a body counts only once a lane's row names its stamp. */
final class ParkedItems {
    /**
     * The share of an item's 400 KB that a body may take; the rest is for the other attributes, such as the longest lane,
     * position and reason.
     */
    private static final int ROOM = 300 * 1024;

    private static final int LONG_IDENTITY = 8 * 1024;

    private static final EventCodec UNDECODED =
            EventCodec.of(TypeRegistry.builder().build());

    private final Table table;

    ParkedItems(Table table) {
        this.table = table;
    }

    /**
     * Stores a body that a row is to name soon; {@link ParkingCollector} tells by the time of storing whether that can still
     * happen.
     */
    void put(String stamp, ParkedEvent event, Instant now) {
        Map<String, AttributeValue> attributes = new HashMap<>();
        event.wire().attributes().forEach((name, value) -> attributes.put(name, text(value)));
        Map<String, AttributeValue> item = new HashMap<>(key(stamp));
        item.put("consumer", text(event.consumer()));
        item.put("lane", text(event.lane().value()));
        item.put("alone", flag(event.lane().alone()));
        if (!isReadBack(event)) {
            item.put("source", text(event.event().source()));
            item.put("id", text(event.event().id()));
        }
        item.put("attributes", AttributeValue.fromM(attributes));
        item.put("body", bytes(event.wire().body()));
        item.put("position", text(event.position()));
        item.put("reason", text(event.reason()));
        item.put("attempts", number(event.attempts()));
        item.put("storedAt", instant(now));
        item.put("parkedAt", instant(event.parkedAt()));
        event.replayAt().ifPresent(at -> item.put("replayAt", instant(at)));
        table.put(put -> put.item(item));
    }

    /**
     * Whether the identity is read out of the event's bytes, because the item has no room for a second copy. Bytes that could not
     * be decoded have a short identity, which is always stored.
     */
    private static boolean isReadBack(ParkedEvent event) {
        long identity =
                3L * (event.event().source().length() + event.event().id().length());
        return identity > LONG_IDENTITY && identity + event.wire().bytes() > ROOM;
    }

    private static EventId identity(WireEvent wire) {
        int bytes = (int) Math.min(Integer.MAX_VALUE, Math.max(1, wire.bytes()));
        EventCodec codec = UNDECODED.withMaxBytes(bytes);
        return wire.attributes().containsKey("specversion")
                ? codec.decodeBinary(wire).id()
                : codec.decode(wire.body()).id();
    }

    Optional<ParkedEvent> get(String stamp) {
        return table.get(key(stamp)).map(ParkedItems::event);
    }

    void delete(String stamp) {
        table.delete(delete -> delete.key(key(stamp)));
    }

    /** Marks the event as about to be discarded; it is discarded once no row names it. */
    void mark(String stamp, String consumer, String reason, Instant now) {
        table.update(update -> update.key(key(stamp))
                .updateExpression("SET #by = :by, #at = :at, #why = :why")
                .conditionExpression("attribute_exists(#item)")
                .expressionAttributeNames(
                        Map.of("#by", "discardedBy", "#at", "discardedAt", "#why", "discardReason", "#item", "item"))
                .expressionAttributeValues(Map.of(":by", text(consumer), ":at", instant(now), ":why", text(reason))));
    }

    /** The discarded event that the index names, with the reason given. */
    Optional<ParkedEvent> marked(String stamp) {
        return table.get(key(stamp))
                .filter(item -> item.containsKey("discardReason"))
                .map(item -> {
                    ParkedEvent event = event(item);
                    return event.waiting(text(item, "discardReason"), event.attempts(), Optional.empty());
                });
    }

    static String stamp(Map<String, AttributeValue> item) {
        return text(item, "item").substring("event:".length());
    }

    private static Map<String, AttributeValue> key(String stamp) {
        return Map.of("item", text("event:" + stamp));
    }

    private static ParkedEvent event(Map<String, AttributeValue> item) {
        Map<String, String> attributes = new HashMap<>();
        Attributes.required(item, "attributes").m().forEach((name, value) -> attributes.put(name, value.s()));
        WireEvent wire = new WireEvent(attributes, bytes(item, "body"));
        return new ParkedEvent(
                text(item, "consumer"),
                new Lane(text(item, "lane"), flag(item, "alone")),
                item.containsKey("id") ? new EventId(text(item, "source"), text(item, "id")) : identity(wire),
                wire,
                text(item, "position"),
                text(item, "reason"),
                Math.toIntExact(number(item, "attempts")),
                instant(item, "parkedAt").orElseThrow(),
                instant(item, "replayAt"));
    }
}
