package io.triskel.azure.tables;

import com.azure.data.tables.models.TableEntity;
import io.triskel.codec.WireEvent;
import io.triskel.event.EventId;
import io.triskel.parking.ParkingLot.ParkedEvent;
import io.triskel.spi.InboxEntry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A parked event as entities: a first one, and further ones in the same partition if the event is too large for one. An
 * Event Hubs message has up to 1 MiB, and so has an entity, including its names; an event that could not be parked
 * would hold its partition until the hub deletes it. One transaction, of up to 4 MiB, writes all entities of an event.
 */
final class ParkedRows {
    /** The bytes of an event per entity: half of the entity's limit, since Azurite counts bytes in base64. */
    private static final int PIECE = 512 * 1024;

    private static final String CONTENT = "content";
    private static final String PARTS = "parts";

    private ParkedRows() {}

    /** The entities of an event, the first of which has this key. */
    static List<TableEntity> of(Key key, long place, ParkedEvent event) {
        byte[] content = content(event);
        int parts = Math.max(0, content.length - 1) / PIECE;
        TableEntity first = key.entity()
                .addProperty("place", place)
                .addProperty("consumer", event.consumer())
                .addProperty("alone", event.lane().alone())
                .addProperty("attempts", event.attempts())
                .addProperty("source", InboxEntry.forPeople(event.event().source()))
                .addProperty("id", InboxEntry.forPeople(event.event().id()))
                .addProperty(PARTS, parts);
        Cells.longText(first, "lane", event.lane().value());
        Cells.instant(first, "parkedAt", Optional.of(event.parkedAt()));
        Cells.instant(first, "replayAt", event.replayAt());
        List<TableEntity> entities = new ArrayList<>(List.of(Cells.bytes(first, CONTENT, piece(content, 0))));
        for (int number = 1; number <= parts; number++) {
            entities.add(Cells.bytes(part(key, number).entity(), CONTENT, piece(content, number)));
        }
        return entities;
    }

    private static byte[] piece(byte[] content, int number) {
        return Arrays.copyOfRange(content, number * PIECE, Math.min(content.length, (number + 1) * PIECE));
    }

    /** The number of entities after the first one. */
    static int parts(TableEntity first) {
        return Math.toIntExact(Cells.number(first, PARTS));
    }

    /** The keys of the further entities of an event whose first one has this key, from one number to another. */
    static List<Key> parts(Key key, int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(number -> part(key, number))
                .toList();
    }

    private static Key part(Key key, int number) {
        return new Key(key.partition(), "p" + key.row() + "~" + number);
    }

    /** The event of these entities. */
    static ParkedEvent event(TableEntity first, List<TableEntity> parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(Cells.bytes(first, CONTENT));
        parts.forEach(part -> content.writeBytes(Cells.bytes(part, CONTENT)));
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(content.toByteArray()))) {
            return new ParkedEvent(
                    Cells.text(first, "consumer"),
                    LaneRow.named(first),
                    new EventId(Cells.readText(in), Cells.readText(in)),
                    new WireEvent(Cells.readTexts(in), Cells.readBytes(in)),
                    Cells.readText(in),
                    Cells.readText(in),
                    Math.toIntExact(Cells.number(first, "attempts")),
                    Cells.instant(first, "parkedAt").orElseThrow(),
                    Cells.instant(first, "replayAt"));
        } catch (IOException e) {
            throw new UncheckedIOException("The event at " + Key.of(first) + " was not written by this store", e);
        }
    }

    private static byte[] content(ParkedEvent event) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(content)) {
            Cells.write(out, event.event().source());
            Cells.write(out, event.event().id());
            Cells.write(out, event.wire().attributes());
            Cells.write(out, event.wire().body());
            Cells.write(out, event.position());
            Cells.write(out, event.reason());
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory cannot fail", e);
        }
        return content.toByteArray();
    }
}
