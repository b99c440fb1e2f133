package io.triskel.azure.tables;

import com.azure.data.tables.models.TableEntity;
import io.triskel.store.KeyForm;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Notes of when entries of a partition were added, each written together with its entries. */
final class InboxNotes {
    /** The partitions that one call looks into; few, so that a call with nothing to do is cheap. */
    private static final int EACH_CALL = 4;

    private static final int NOT_BEGUN = -1;

    private final Table table;
    private final InboxRows rows;
    private final AtomicInteger next = new AtomicInteger(NOT_BEGUN);

    InboxNotes(Table table, InboxRows rows) {
        this.table = table;
        this.rows = rows;
    }

    static Write of(String partition, Instant at, List<String> entries) {
        Key key = new Key(partition, prefix(at) + "~" + Marks.stamp());
        return Write.create(key.entity().addProperty("entries", String.join("\n", entries)));
    }

    private static String prefix(Instant at) {
        return "t" + KeyForm.time(at);
    }

    /** Continues where this object's last call ended; a new object begins at a random partition. */
    int forgetBefore(Instant moment, Instant now, int limit) {
        next.compareAndSet(NOT_BEGUN, (int) ((now.toEpochMilli() * 0x9E3779B97F4A7C15L) >>> 58));
        int gone = 0;
        int left = limit;
        for (int i = 0; i < EACH_CALL && left > 0; i++) {
            String partition = InboxRows.partition(next.getAndUpdate(at -> (at + 1) % InboxRows.PARTITIONS));
            Iterator<TableEntity> notes = table.range(partition, "t", prefix(moment), limit);
            while (left > 0 && notes.hasNext()) {
                Judgement judgement = judge(notes.next(), moment, now, left);
                left -= judgement.looked();
                gone += judgement.gone();
            }
        }
        return gone;
    }

    private record Judgement(int looked, int gone) {}

    /** Entries that may not go yet get a new note with a later time, so that they do not hide the other entries. */
    private Judgement judge(TableEntity note, Instant moment, Instant now, int most) {
        String partition = note.getPartitionKey();
        List<String> all = List.of(Cells.text(note, "entries").split("\n", -1));
        List<String> looked = all.subList(0, Math.min(most, all.size()));
        List<String> notLooked = all.subList(looked.size(), all.size());
        List<String> staying = new ArrayList<>();
        List<Key> going = new ArrayList<>();
        Instant later = moment;
        List<Write> writes = new ArrayList<>();
        for (String row : looked) {
            Key key = new Key(partition, row);
            InboxRows.Stored stored = rows.read(key);
            if (stored.entry().filter(entry -> !entry.mayGo(moment, now)).isPresent()) {
                staying.add(row);
                Instant written = stored.entry().get().written();
                later = written.isAfter(later) ? written : later;
            } else if (stored.tag().isPresent()) {
                going.add(key);
                writes.add(Write.delete(key, stored.tag().get()));
            }
        }
        writes.add(Write.delete(Key.of(note), note.getETag()));
        if (!staying.isEmpty()) {
            writes.add(of(partition, later, staying));
        }
        if (!notLooked.isEmpty()) {
            writes.add(Write.create(new Key(partition, note.getRowKey() + "-")
                    .entity()
                    .addProperty("entries", String.join("\n", notLooked))));
        }
        // If an entry was written meanwhile, nothing is committed, and the note is left for the next call.
        boolean done = table.commit(writes).isPresent();
        going.forEach(rows::forget);
        return new Judgement(looked.size(), done ? going.size() : 0);
    }
}
