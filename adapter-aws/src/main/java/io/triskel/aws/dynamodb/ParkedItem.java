package io.triskel.aws.dynamodb;

import static io.triskel.aws.dynamodb.Attributes.bytes;
import static io.triskel.aws.dynamodb.Attributes.flag;
import static io.triskel.aws.dynamodb.Attributes.instant;
import static io.triskel.aws.dynamodb.Attributes.number;
import static io.triskel.aws.dynamodb.Attributes.required;
import static io.triskel.aws.dynamodb.Attributes.text;

import io.triskel.event.EventId;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkingLot.HeldLane.Head;
import io.triskel.parking.ParkingLot.ParkedEvent;
import io.triskel.spi.InboxEntry;
import io.triskel.store.KeyForm;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The item of a parked event: a lane has one for each place.
 *
 * @param place in the lane
 * @param stamp unique to each item ever put
 * @param parts the number of further items that hold its bytes
 */
record ParkedItem(Map<String, AttributeValue> item, long place, String stamp, long parts) {
    static final String EVENT = "event:";

    private static final String MORE = "more:";

    /** The longest position and reason that are kept, in characters; only people read them. */
    private static final int FOR_PEOPLE = 8_192;

    static ParkedItem of(Map<String, AttributeValue> item) {
        return new ParkedItem(item, number(item, "place"), text(item, "stamp"), number(item, "parts"));
    }

    /** A new event's item, with the first part of its bytes. */
    static Map<String, AttributeValue> first(
            ParkedEvent event, long place, String stamp, List<byte[]> parts, Instant now) {
        Map<String, AttributeValue> item = new HashMap<>(key(LaneRow.part(event.consumer(), event.lane()), place));
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
        return item;
    }

    ParkedEvent event(ParkedBytes bytes) {
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

    /** The first event of a lane, as the lane's head tells it. */
    static Optional<Head> head(Map<String, AttributeValue> item) {
        return instant(item, "parkedAt")
                .map(at -> new Head(text(item, "reason"), Math.toIntExact(number(item, "attempts")), at));
    }

    boolean is(EventId event) {
        return digest(event).equals(text(item, "event"));
    }

    /** Whether the event was not discarded. */
    boolean isParked() {
        return !item.containsKey("discardedBy");
    }

    /** Whether the item is a further part of an event, not its main item. */
    static boolean isPart(Map<String, AttributeValue> item) {
        return text(item, "row").startsWith(MORE);
    }

    Map<String, AttributeValue> key() {
        return key(required(item, "part"), place);
    }

    static Map<String, AttributeValue> key(AttributeValue part, long place) {
        return Map.of("part", part, "row", text(row(place)));
    }

    static String row(long place) {
        return EVENT + String.format(Locale.ROOT, "%019d", place);
    }

    static String more(String stamp, int part) {
        return more(stamp) + String.format(Locale.ROOT, "%05d", part);
    }

    /** The prefix of the rows of all parts. */
    static String more(String stamp) {
        return MORE + stamp + ":";
    }

    static String digest(EventId event) {
        return KeyForm.digest(event);
    }

    static String newStamp() {
        return UUID.randomUUID().toString();
    }

    static String forPeople(String text) {
        if (text.length() <= FOR_PEOPLE) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(FOR_PEOPLE - 1)) ? FOR_PEOPLE - 1 : FOR_PEOPLE;
        return text.substring(0, end) + "...";
    }
}
