package io.triskel.aws.dynamodb;

import static io.triskel.aws.dynamodb.Attributes.bytes;
import static io.triskel.aws.dynamodb.Attributes.instant;
import static io.triskel.aws.dynamodb.Attributes.number;
import static io.triskel.aws.dynamodb.Attributes.required;
import static io.triskel.aws.dynamodb.Attributes.text;

import io.triskel.event.EventId;
import io.triskel.parking.ParkingLot.ParkedEvent;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * Parked events, in the partition of their lane's head: one item each, named after its place in the lane. An event too
 * long for one item is cut into parts, which are separate items under the event's stamp and put before the event's
 * item.
 *
 * <p>A discarded event stays in its place, marked, for people to read: so a late parker never takes its place.
 */
final class ParkedItems {
    /** The bytes of an event per item; an item's 400 KB leave room for the longest lane, position and reason. */
    static final int PART = 300 * 1024;

    private final ItemTable table;

    ParkedItems(ItemTable table) {
        this.table = table;
    }

    /**
     * Puts an event at a place that the lane's head has not counted yet.
     *
     * @return what is at this place now: this event, or one that another writer put there and did not count
     */
    Optional<ParkedItem> put(ParkedEvent event, long place, String stamp, Instant now) {
        List<byte[]> parts = parts(ParkedBytes.of(event));
        AttributeValue part = LaneRow.part(event.consumer(), event.lane());
        for (int i = 1; i < parts.size(); i++) {
            Map<String, AttributeValue> more = Map.of(
                    "part", part,
                    "row", text(ParkedItem.more(stamp, i)),
                    "place", number(place),
                    "stamp", text(stamp),
                    "storedAt", instant(now),
                    "bytes", bytes(parts.get(i)));
            table.putAgain(more);
        }
        Map<String, AttributeValue> item = ParkedItem.first(event, place, stamp, parts, now);
        boolean free = table.putAgain(
                item,
                put -> put.conditionExpression("attribute_not_exists(#row)")
                        .expressionAttributeNames(Map.of("#row", "row")));
        return free ? Optional.of(ParkedItem.of(item)) : at(part, place);
    }

    private Optional<ParkedItem> at(AttributeValue part, long place) {
        return table.get(ParkedItem.key(part, place)).map(ParkedItem::of);
    }

    private static List<byte[]> parts(byte[] all) {
        List<byte[]> parts = new ArrayList<>();
        for (int from = 0; from < all.length || parts.isEmpty(); from += PART) {
            parts.add(Arrays.copyOfRange(all, from, Math.min(all.length, from + PART)));
        }
        return parts;
    }

    /** The place of an event in its lane, if the lane has it. */
    Optional<Long> place(LaneRow lane, EventId event) {
        return table
                .keys(
                        DynamoDbTables.EVENTS,
                        query -> query.consistentRead(true)
                                .keyConditionExpression("#part = :part AND #event = :event")
                                .expressionAttributeNames(Map.of("#part", "part", "#event", "event"))
                                .expressionAttributeValues(Map.of(
                                        ":part",
                                        LaneRow.part(lane.consumer(), lane.lane()),
                                        ":event",
                                        text(ParkedItem.digest(event)))))
                .items()
                .stream()
                .map(item -> Long.parseLong(text(item, "row").substring(ParkedItem.EVENT.length())))
                .filter(lane::has)
                .findFirst();
    }

    /** The lane's events after a place, beginning with the next one. */
    List<ParkedItem> after(LaneRow lane, long place, int limit) {
        List<ParkedItem> events = new ArrayList<>();
        long from = Math.max(place + 1, lane.first());
        if (from >= lane.entry().next()) {
            return events;
        }
        Map<String, AttributeValue> start = Map.of();
        do {
            QueryResponse page = page(lane, from, limit - events.size(), start);
            page.items().stream()
                    .map(ParkedItem::of)
                    .filter(ParkedItem::isParked)
                    .forEach(events::add);
            start = page.hasLastEvaluatedKey() ? page.lastEvaluatedKey() : Map.of();
        } while (!start.isEmpty() && events.size() < limit);
        return events;
    }

    private QueryResponse page(LaneRow lane, long from, int most, Map<String, AttributeValue> start) {
        return table.query(query -> query.consistentRead(true)
                .limit(most)
                .keyConditionExpression("#part = :part AND #row BETWEEN :from AND :to")
                .expressionAttributeNames(Map.of("#part", "part", "#row", "row"))
                .expressionAttributeValues(Map.of(
                        ":part",
                        LaneRow.part(lane.consumer(), lane.lane()),
                        ":from",
                        text(ParkedItem.row(from)),
                        ":to",
                        text(ParkedItem.row(lane.entry().next() - 1))))
                .exclusiveStartKey(start.isEmpty() ? null : start));
    }

    Optional<ParkedItem> at(LaneRow lane, long place) {
        return at(LaneRow.part(lane.consumer(), lane.lane()), place);
    }

    /** The whole event; empty if parts are missing, since another caller removed it meanwhile. */
    Optional<ParkedEvent> read(ParkedItem stored) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(bytes(stored.item(), "bytes"));
        long parts = 0;
        Map<String, AttributeValue> start = Map.of();
        while (parts < stored.parts()) {
            Map<String, AttributeValue> from = start;
            QueryResponse page = table.query(query -> query.consistentRead(true)
                    .keyConditionExpression("#part = :part AND begins_with(#row, :more)")
                    .expressionAttributeNames(Map.of("#part", "part", "#row", "row"))
                    .expressionAttributeValues(Map.of(
                            ":part", required(stored.item(), "part"), ":more", text(ParkedItem.more(stored.stamp()))))
                    .exclusiveStartKey(from.isEmpty() ? null : from));
            page.items().forEach(more -> all.writeBytes(bytes(more, "bytes")));
            parts += page.count();
            start = page.hasLastEvaluatedKey() ? page.lastEvaluatedKey() : Map.of();
            if (start.isEmpty() && parts < stored.parts()) {
                return Optional.empty();
            }
        }
        return Optional.of(stored.event(ParkedBytes.read(all.toByteArray())));
    }

    /** Stores the new reason, attempts and time of an event that stays parked, if it still exists. */
    void update(ParkedItem stored, ParkedEvent waiting) {
        Map<String, AttributeValue> values = new HashMap<>(Map.of(
                ":stamp", text(stored.stamp()),
                ":reason", text(ParkedItem.forPeople(waiting.reason())),
                ":attempts", number(waiting.attempts())));
        waiting.replayAt().ifPresent(at -> values.put(":replay", instant(at)));
        table.updateAgain(update -> update.key(stored.key())
                .updateExpression("SET #reason = :reason, #attempts = :attempts"
                        + (waiting.replayAt().isPresent() ? ", #replay = :replay" : " REMOVE #replay"))
                .conditionExpression("#stamp = :stamp")
                .expressionAttributeNames(
                        Map.of("#reason", "reason", "#attempts", "attempts", "#replay", "replayAt", "#stamp", "stamp"))
                .expressionAttributeValues(values));
    }

    /** Deletes an event's item and parts, if the item is still this one. */
    boolean delete(ParkedItem stored) {
        boolean gone = table.delete(delete -> delete.key(stored.key())
                .conditionExpression("#stamp = :stamp")
                .expressionAttributeNames(Map.of("#stamp", "stamp"))
                .expressionAttributeValues(Map.of(":stamp", text(stored.stamp()))));
        for (int i = 1; gone && i <= stored.parts(); i++) {
            deletePart(
                    Map.of("part", required(stored.item(), "part"), "row", text(ParkedItem.more(stored.stamp(), i))));
        }
        return gone;
    }

    boolean deletePart(Map<String, AttributeValue> part) {
        return table.delete(delete -> delete.key(Map.of("part", required(part, "part"), "row", required(part, "row"))));
    }

    /** Removes an event from its lane and keeps it for people, with the reason; its place stays taken. */
    boolean discard(ParkedItem stored, String consumer, String reason, Instant now) {
        return table.updateAgain(update -> update.key(stored.key())
                        .updateExpression("SET #by = :by, #at = :at, #reason = :reason REMOVE #event, #replay")
                        .conditionExpression("#stamp = :stamp")
                        .expressionAttributeNames(Map.of(
                                "#by", "discardedBy",
                                "#at", "discardedAt",
                                "#reason", "reason",
                                "#event", "event",
                                "#replay", "replayAt",
                                "#stamp", "stamp"))
                        .expressionAttributeValues(Map.of(
                                ":by", text(consumer),
                                ":at", instant(now),
                                ":reason", text(ParkedItem.forPeople(reason)),
                                ":stamp", text(stored.stamp()))))
                .isPresent();
    }

    /** The discarded event that an index names. */
    Optional<ParkedItem> discarded(Map<String, AttributeValue> named) {
        return table.get(Map.of("part", required(named, "part"), "row", required(named, "row")))
                .map(ParkedItem::of)
                .filter(stored -> !stored.isParked());
    }

    /** Whether a part's event exists, parked or discarded. */
    boolean hasOwner(Map<String, AttributeValue> part) {
        return at(required(part, "part"), number(part, "place"))
                .filter(stored -> stored.stamp().equals(text(part, "stamp")))
                .isPresent();
    }
}
