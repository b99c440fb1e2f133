package io.triskel.aws.dynamodb;

import static io.triskel.aws.dynamodb.Attributes.bytes;
import static io.triskel.aws.dynamodb.Attributes.flag;
import static io.triskel.aws.dynamodb.Attributes.instant;
import static io.triskel.aws.dynamodb.Attributes.number;
import static io.triskel.aws.dynamodb.Attributes.text;

import io.triskel.codec.WireEvent;
import io.triskel.event.EventId;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkedEvent;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Bodies of parked events, one item each under a stamp of its own; they mean nothing until a lane's row names them. */
final class ParkedItems {
    private final Table table;

    ParkedItems(Table table) {
        this.table = table;
    }

    /** Stores a body that is to be named soon; when it was stored says whether that can still happen. */
    void put(String stamp, ParkedEvent event, Instant now) {
        Map<String, AttributeValue> attributes = new HashMap<>();
        event.wire().attributes().forEach((name, value) -> attributes.put(name, text(value)));
        Map<String, AttributeValue> item = new HashMap<>(key(stamp));
        item.put("consumer", text(event.consumer()));
        item.put("lane", text(event.lane().value()));
        item.put("alone", flag(event.lane().alone()));
        item.put("source", text(event.event().source()));
        item.put("id", text(event.event().id()));
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

    Optional<ParkedEvent> get(String stamp) {
        return table.get(key(stamp)).map(ParkedItems::event);
    }

    void delete(String stamp) {
        table.delete(delete -> delete.key(key(stamp)));
    }

    /** Says that the event is about to be discarded; this holds once no row names it. */
    void mark(String stamp, String consumer, String reason, Instant now) {
        table.update(update -> update.key(key(stamp))
                .updateExpression("SET #by = :by, #at = :at, #why = :why")
                .conditionExpression("attribute_exists(#item)")
                .expressionAttributeNames(
                        Map.of("#by", "discardedBy", "#at", "discardedAt", "#why", "discardReason", "#item", "item"))
                .expressionAttributeValues(Map.of(":by", text(consumer), ":at", instant(now), ":why", text(reason))));
    }

    /** The event of an item of the index of discarded ones, with the reason given. */
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
        return new ParkedEvent(
                text(item, "consumer"),
                new Lane(text(item, "lane"), flag(item, "alone")),
                new EventId(text(item, "source"), text(item, "id")),
                new WireEvent(attributes, bytes(item, "body")),
                text(item, "position"),
                text(item, "reason"),
                Math.toIntExact(number(item, "attempts")),
                instant(item, "parkedAt").orElseThrow(),
                instant(item, "replayAt"));
    }
}
