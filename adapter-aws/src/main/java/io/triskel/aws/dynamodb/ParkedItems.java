package io.triskel.aws.dynamodb;

import static io.triskel.aws.dynamodb.Attributes.bytes;
import static io.triskel.aws.dynamodb.Attributes.flag;
import static io.triskel.aws.dynamodb.Attributes.instant;
import static io.triskel.aws.dynamodb.Attributes.number;
import static io.triskel.aws.dynamodb.Attributes.required;
import static io.triskel.aws.dynamodb.Attributes.text;

import io.triskel.event.EventId;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkingLot.ParkedEvent;
import io.triskel.spi.InboxEntry;
import io.triskel.store.KeyForm;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * Parked events, in the partition of their lane's head: one item each, named after its place in the lane. An event that is too
 * long for an item is cut into parts, items of their own under the event's stamp, which are put before the event's item.
 *
 * <p>A discarded event stays where it is, marked, for people: so its place is never taken again by a parker that comes late.
 */
final class ParkedItems {
    /** How much of an event an item holds; the 400 KB of an item leave room for the longest lane, position and reason. */
    static final int PART = 300 * 1024;

    /** The longest position and reason that are kept, in characters; both are for people. */
    private static final int FOR_PEOPLE = 8_192;

    private static final String EVENT = "event:";
    private static final String MORE = "more:";

    private final ItemTable table;

    ParkedItems(ItemTable table) {
        this.table = table;
    }

    /**
     * An event's item.
     *
     * @param place in the lane
     * @param stamp different for each item that was ever put
     * @param parts how many items its bytes take besides this one
     */
    record Stored(Map<String, AttributeValue> item, long place, String stamp, long parts) {
        static Stored of(Map<String, AttributeValue> item) {
            return new Stored(item, number(item, "place"), text(item, "stamp"), number(item, "parts"));
        }

        boolean is(EventId event) {
            return digest(event).equals(text(item, "event"));
        }

        /** Whether the event was not discarded. */
        boolean isParked() {
            return !item.containsKey("discardedBy");
        }
    }

    private static String digest(EventId event) {
        return KeyForm.digest(event);
    }

    /**
     * Puts an event at a place that the lane's head has not counted yet.
     *
     * @return what stands at this place now: this event, or one that another put there and did not count
     */
    Optional<Stored> put(ParkedEvent event, long place, String stamp, Instant now) {
        List<byte[]> parts = parts(ParkedBytes.of(event));
        AttributeValue part = LaneRow.part(event.consumer(), event.lane());
        for (int i = 1; i < parts.size(); i++) {
            Map<String, AttributeValue> more = Map.of(
                    "part", part,
                    "row", text(more(stamp, i)),
                    "place", number(place),
                    "stamp", text(stamp),
                    "storedAt", instant(now),
                    "bytes", bytes(parts.get(i)));
            table.putAgain(more);
        }
        Map<String, AttributeValue> item = new HashMap<>(key(part, place));
        item.put("place", number(place));
        item.put("stamp", text(stamp));
        item.put("parts", number(parts.size() - 1L));
        item.put("bytes", bytes(parts.get(0)));
        item.put("event", text(digest(event.event())));
        item.put("source", text(InboxEntry.forPeople(event.event().source())));
        item.put("id", text(InboxEntry.forPeople(event.event().id())));
        item.put("consumer", text(event.consumer()));
        item.put("lane", text(event.lane().value()));
        item.put("alone", flag(event.lane().alone()));
        item.put("position", text(forPeople(event.position())));
        item.put("reason", text(forPeople(event.reason())));
        item.put("attempts", number(event.attempts()));
        item.put("storedAt", instant(now));
        item.put("parkedAt", instant(event.parkedAt()));
        event.replayAt().ifPresent(at -> item.put("replayAt", instant(at)));
        boolean free = table.putAgain(
                item,
                put -> put.conditionExpression("attribute_not_exists(#row)")
                        .expressionAttributeNames(Map.of("#row", "row")));
        return free ? Optional.of(Stored.of(item)) : at(part, place);
    }

    private Optional<Stored> at(AttributeValue part, long place) {
        return table.get(key(part, place)).map(Stored::of);
    }

    private static List<byte[]> parts(byte[] all) {
        List<byte[]> parts = new ArrayList<>();
        for (int from = 0; from < all.length || parts.isEmpty(); from += PART) {
            parts.add(Arrays.copyOfRange(all, from, Math.min(all.length, from + PART)));
        }
        return parts;
    }

    private static String forPeople(String text) {
        if (text.length() <= FOR_PEOPLE) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(FOR_PEOPLE - 1)) ? FOR_PEOPLE - 1 : FOR_PEOPLE;
        return text.substring(0, end) + "...";
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
                                        text(digest(event)))))
                .items()
                .stream()
                .map(item -> Long.parseLong(text(item, "row").substring(EVENT.length())))
                .filter(lane::has)
                .findFirst();
    }

    /** The lane's events behind a place, first of all the next one. */
    List<Stored> after(LaneRow lane, long place, int limit) {
        List<Stored> events = new ArrayList<>();
        long from = Math.max(place + 1, lane.first());
        if (from >= lane.entry().next()) {
            return events;
        }
        Map<String, AttributeValue> start = Map.of();
        do {
            QueryResponse page = page(lane, from, limit - events.size(), start);
            page.items().stream().map(Stored::of).filter(Stored::isParked).forEach(events::add);
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
                        text(row(from)),
                        ":to",
                        text(row(lane.entry().next() - 1))))
                .exclusiveStartKey(start.isEmpty() ? null : start));
    }

    Optional<Stored> at(LaneRow lane, long place) {
        return at(LaneRow.part(lane.consumer(), lane.lane()), place);
    }

    /** The whole event; empty if parts of it are gone, since somebody took it out meanwhile. */
    Optional<ParkedEvent> read(Stored stored) {
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
                            ":part", required(stored.item(), "part"), ":more", text(MORE + stored.stamp() + ":")))
                    .exclusiveStartKey(from.isEmpty() ? null : from));
            page.items().forEach(more -> all.writeBytes(bytes(more, "bytes")));
            parts += page.count();
            start = page.hasLastEvaluatedKey() ? page.lastEvaluatedKey() : Map.of();
            if (start.isEmpty() && parts < stored.parts()) {
                return Optional.empty();
            }
        }
        return Optional.of(event(stored.item(), ParkedBytes.read(all.toByteArray())));
    }

    /** Keeps the new reason, attempts and time of an event that waits on, if it is still there. */
    void update(Stored stored, ParkedEvent waiting) {
        Map<String, AttributeValue> values = new HashMap<>(Map.of(
                ":stamp", text(stored.stamp()),
                ":reason", text(forPeople(waiting.reason())),
                ":attempts", number(waiting.attempts())));
        waiting.replayAt().ifPresent(at -> values.put(":replay", instant(at)));
        table.updateAgain(update -> update.key(key(stored))
                .updateExpression("SET #reason = :reason, #attempts = :attempts"
                        + (waiting.replayAt().isPresent() ? ", #replay = :replay" : " REMOVE #replay"))
                .conditionExpression("#stamp = :stamp")
                .expressionAttributeNames(
                        Map.of("#reason", "reason", "#attempts", "attempts", "#replay", "replayAt", "#stamp", "stamp"))
                .expressionAttributeValues(values));
    }

    /** Deletes an event's item and parts, if the item is still this one. */
    boolean delete(Stored stored) {
        boolean gone = table.delete(delete -> delete.key(key(stored))
                .conditionExpression("#stamp = :stamp")
                .expressionAttributeNames(Map.of("#stamp", "stamp"))
                .expressionAttributeValues(Map.of(":stamp", text(stored.stamp()))));
        for (int i = 1; gone && i <= stored.parts(); i++) {
            deletePart(Map.of("part", required(stored.item(), "part"), "row", text(more(stored.stamp(), i))));
        }
        return gone;
    }

    boolean deletePart(Map<String, AttributeValue> part) {
        return table.delete(delete -> delete.key(Map.of("part", required(part, "part"), "row", required(part, "row"))));
    }

    /** Takes an event out of its lane and keeps it for people, with the reason; its place stays taken. */
    boolean discard(Stored stored, String consumer, String reason, Instant now) {
        return table.updateAgain(update -> update.key(key(stored))
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
                                ":reason", text(forPeople(reason)),
                                ":stamp", text(stored.stamp()))))
                .isPresent();
    }

    /** The discarded event that an index names. */
    Optional<Stored> discarded(Map<String, AttributeValue> named) {
        return table.get(Map.of("part", required(named, "part"), "row", required(named, "row")))
                .map(Stored::of)
                .filter(stored -> !stored.isParked());
    }

    /** Whether a part's event is there, be it parked or discarded. */
    boolean hasOwner(Map<String, AttributeValue> part) {
        return at(required(part, "part"), number(part, "place"))
                .filter(stored -> stored.stamp().equals(text(part, "stamp")))
                .isPresent();
    }

    static boolean isPart(Map<String, AttributeValue> item) {
        return text(item, "row").startsWith(MORE);
    }

    static String newStamp() {
        return UUID.randomUUID().toString();
    }

    private static String row(long place) {
        return EVENT + String.format(Locale.ROOT, "%019d", place);
    }

    private static String more(String stamp, int part) {
        return MORE + stamp + ":" + String.format(Locale.ROOT, "%05d", part);
    }

    private static Map<String, AttributeValue> key(Stored stored) {
        return key(required(stored.item(), "part"), stored.place());
    }

    private static Map<String, AttributeValue> key(AttributeValue part, long place) {
        return Map.of("part", part, "row", text(row(place)));
    }

    private static ParkedEvent event(Map<String, AttributeValue> item, ParkedBytes bytes) {
        return new ParkedEvent(
                text(item, "consumer"),
                new Lane(text(item, "lane"), flag(item, "alone")),
                bytes.event(),
                bytes.wire(),
                text(item, "position"),
                text(item, "reason"),
                Math.toIntExact(number(item, "attempts")),
                instant(item, "parkedAt").orElseThrow(),
                instant(item, "replayAt"));
    }
}
