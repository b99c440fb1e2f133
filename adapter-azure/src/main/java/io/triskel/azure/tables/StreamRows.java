package io.triskel.azure.tables;

import com.azure.data.tables.models.TableEntity;
import io.triskel.codec.EventCodec;
import io.triskel.event.Envelope;
import io.triskel.event.StreamId;
import io.triskel.spi.Change;
import io.triskel.store.CommandId;
import io.triskel.store.EventReader.Commit;
import io.triskel.store.EventReader.EventPage;
import io.triskel.store.KeyForm;
import io.triskel.store.Remembered;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A stream's rows, one partition: an entity per event, which names its commit, and after the events the head. */
final class StreamRows {
    static final String HEAD = "head";
    private static final String EVENT = "event";

    private final EntityTable table;
    private final Marks marks;
    private final Remembered<StreamId, StreamHead> heads = new Remembered<>();

    StreamRows(EntityTable table, Marks marks) {
        this.table = table;
        this.marks = marks;
    }

    private static Key headKey(StreamId stream) {
        return new Key(TableKeys.of(stream.value()), HEAD);
    }

    private static Key eventKey(StreamId stream, long revision) {
        return new Key(TableKeys.of(stream.value()), KeyForm.number(revision));
    }

    /** Reads the head. */
    StreamHead head(StreamId stream) {
        StreamHead head = table.get(headKey(stream)).map(StreamHead::of).orElseGet(() -> StreamHead.absent(stream));
        heads.put(stream, head);
        return head;
    }

    /** The head as this object last saw it. */
    Optional<StreamHead> remembered(StreamId stream) {
        return heads.get(stream);
    }

    /** Writes the next head and its new events, if the stored head still has its ETag. */
    boolean commit(StreamHead next, List<TableEntity> events) {
        return marks.exchange(
                        next.marks(),
                        next.wanted(),
                        named -> write(next.naming(named), events),
                        any -> head(next.stream()).marks())
                .isPresent();
    }

    private Optional<List<String>> write(StreamHead next, List<TableEntity> events) {
        List<Write> writes = new ArrayList<>(events.size() + 1);
        writes.add(Write.of(next.entity(headKey(next.stream())), next.tag()));
        events.forEach(event -> writes.add(Write.create(event)));
        heads.forget(next.stream());
        Optional<List<String>> tags = table.commit(writes);
        tags.map(known -> known.get(0))
                .filter(tag -> !tag.equals(EntityTable.UNKNOWN))
                .ifPresent(tag -> heads.put(next.stream(), next.stored(tag)));
        return tags;
    }

    /**
     * Applies a step to the head, first to the remembered one if any, and repeats it while other writers are faster.
     */
    <T> T step(StreamId stream, Function<StreamHead, Change<StreamHead, T>> step) {
        return EntityTable.WRITES.step(
                "Stream " + stream, heads.get(stream), () -> head(stream), step, next -> commit(next, List.of()));
    }

    /** Gives the head another ETag, or creates it, so that writers that read it, or found none, fail. */
    boolean touch(StreamHead head) {
        Key key = headKey(head.stream());
        heads.forget(head.stream());
        return table.touch(key, head.tag(), () -> head.entity(key));
    }

    static List<TableEntity> events(StreamId stream, Commit commit, List<byte[]> encoded) {
        List<TableEntity> events = new ArrayList<>(encoded.size());
        for (int i = 0; i < encoded.size(); i++) {
            TableEntity event = eventKey(stream, commit.first() + i)
                    .entity()
                    .addProperty("command", commit.command().value())
                    .addProperty("first", commit.first())
                    .addProperty("last", commit.last());
            Cells.bytes(event, EVENT, encoded.get(i));
            events.add(event);
        }
        return events;
    }

    Optional<Commit> commitFrom(StreamId stream, long first) {
        return table.get(eventKey(stream, first)).map(StreamRows::commit).filter(commit -> commit.first() == first);
    }

    private static Commit commit(TableEntity event) {
        return new Commit(
                new CommandId(Cells.text(event, "command")), Cells.number(event, "first"), Cells.number(event, "last"));
    }

    /** Usually takes one query, since the head follows the last event. */
    EventPage read(StreamId stream, long after, int limit, EventCodec codec) {
        List<Envelope<?>> events = new ArrayList<>();
        List<Commit> commits = new ArrayList<>();
        int most = Math.min(limit, EntityTable.MOST_ROWS - 1);
        Iterator<TableEntity> rows = table.range(
                TableKeys.of(stream.value()), KeyForm.number(Math.addExact(after, 1)), HEAD + KeyForm.END, most + 1);
        while (rows.hasNext()) {
            TableEntity row = rows.next();
            if (row.getRowKey().equals(HEAD)) {
                StreamHead head = StreamHead.of(row);
                heads.put(stream, head);
                return page(after, events, commits, head);
            }
            if (events.size() == most) {
                return page(after, events, commits, head(stream));
            }
            requireNext(row, after + events.size() + 1);
            events.add(codec.decode(Cells.bytes(row, EVENT)));
            Commit commit = commit(row);
            if (commits.isEmpty() || !commits.get(commits.size() - 1).equals(commit)) {
                commits.add(commit);
            }
        }
        // The rows end without a head.
        StreamHead absent = StreamHead.absent(stream);
        heads.put(stream, absent);
        return page(after, events, commits, absent);
    }

    private static EventPage page(long after, List<Envelope<?>> events, List<Commit> commits, StreamHead head) {
        return new EventPage(events, commits, head.last(), after + events.size() < head.last());
    }

    private static void requireNext(TableEntity row, long revision) {
        if (!row.getRowKey().equals(KeyForm.number(revision))) {
            throw new IllegalStateException("Revision " + revision + " is missing before " + Key.of(row)
                    + "; events of the stream were deleted, or another program wrote to this table");
        }
    }
}
