package io.triskel.azure.tables;

import com.azure.data.tables.models.TableEntity;
import io.triskel.spi.InboxEntry;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The notes of one inbox partition from before a moment, oldest first; read once, page by page. */
final class OldNotes {
    /** A note names up to 99 entries, which take 6 KiB. */
    private static final int PAGE = 50;

    private final EntityTable table;
    private final String partition;
    private final String filter;
    private final ArrayDeque<TableEntity> loaded = new ArrayDeque<>();
    private Optional<String> next = Optional.empty();
    private boolean begun;

    OldNotes(EntityTable table, String partition, Instant moment) {
        this.table = table;
        this.partition = partition;
        this.filter = "PartitionKey eq '" + partition + "' and RowKey ge 't' and RowKey lt '"
                + InboxNotes.prefix(moment) + "'";
    }

    private static final String COMPLETED = "completed";

    /** Says that all entries of the note are completed, if it has this ETag. */
    static Write completed(Key key, String tag, Instant at) {
        TableEntity note = key.entity();
        Cells.instant(note, COMPLETED, Optional.of(at));
        return Write.merge(note, tag);
    }

    static Write note(Key key, List<String> entries) {
        return Write.create(key.entity().addProperty("entries", String.join("\n", entries)));
    }

    /** Reads pages until there is a note or the pages end; returns whether there is one. */
    boolean load() {
        while (loaded.isEmpty() && (!begun || next.isPresent())) {
            EntityTable.Page page = table.page(filter, PAGE, next);
            begun = true;
            next = page.next();
            loaded.addAll(page.rows());
        }
        return !loaded.isEmpty();
    }

    /** Whether {@link #load} found no more. */
    boolean isEmpty() {
        return loaded.isEmpty();
    }

    /**
     * Takes the loaded notes that one transaction can delete with their entries: at most {@code most} entries, at least
     * one.
     */
    Batch take(int most, Instant moment) {
        List<TableEntity> notes = new ArrayList<>();
        List<String> entries = new ArrayList<>();
        Set<String> completed = new HashSet<>();
        List<String> rest = List.of();
        while (!loaded.isEmpty()) {
            List<String> named = List.of(Cells.text(loaded.element(), "entries").split("\n", -1));
            boolean fits = entries.size() + named.size() <= most
                    && entries.size() + named.size() + notes.size() < EntityTable.MOST_WRITES;
            if (!fits && !notes.isEmpty()) {
                break;
            }
            TableEntity note = loaded.remove();
            notes.add(note);
            if (Cells.instant(note, COMPLETED).filter(at -> at.isBefore(moment)).isPresent()) {
                completed.addAll(named);
            }
            if (!fits) {
                entries.addAll(named.subList(0, most));
                rest = named.subList(most, named.size());
                break;
            }
            entries.addAll(named);
        }
        return new Batch(partition, notes, entries, rest, completed);
    }

    /**
     * Notes to delete.
     *
     * @param entries row keys of the entries to look at
     * @param rest row keys of the last note's entries that are not looked at
     * @param completed row keys of entries that were completed before the moment, by their notes
     */
    record Batch(
            String partition, List<TableEntity> notes, List<String> entries, List<String> rest, Set<String> completed) {
        /** The entries to read. */
        List<Key> keys() {
            return entries.stream()
                    .filter(row -> !completed.contains(row))
                    .map(row -> new Key(partition, row))
                    .toList();
        }

        boolean skipsReads() {
            return !completed.isEmpty();
        }

        Batch readingAll() {
            return new Batch(partition, notes, entries, rest, Set.of());
        }

        /**
         * Entries that must be kept for now get a new note with a later time, so that they do not hide the other
         * entries.
         *
         * @param stored the entries of {@link #keys} as read, in order
         */
        Judged judge(List<InboxRows.Stored> stored, Instant moment, Instant now) {
            List<String> staying = new ArrayList<>();
            List<Key> going = new ArrayList<>();
            List<Write> writes = new ArrayList<>();
            Instant later = moment;
            entries.stream().filter(completed::contains).forEach(row -> going.add(new Key(partition, row)));
            going.forEach(key -> writes.add(Write.delete(key)));
            List<Key> read = keys();
            for (int i = 0; i < read.size(); i++) {
                Optional<InboxEntry> entry = stored.get(i).entry();
                Key key = read.get(i);
                if (entry.filter(there -> !there.mayGo(moment, now)).isPresent()) {
                    staying.add(key.row());
                    Instant written = entry.get().written();
                    later = written.isAfter(later) ? written : later;
                } else if (stored.get(i).tag().isPresent()) {
                    going.add(key);
                    writes.add(Write.delete(key, stored.get(i).tag().get()));
                }
            }
            notes.forEach(note -> writes.add(Write.delete(Key.of(note), note.getETag())));
            if (!staying.isEmpty()) {
                writes.add(note(InboxNotes.key(partition, later), staying));
            }
            if (!rest.isEmpty()) {
                TableEntity last = notes.get(notes.size() - 1);
                writes.add(note(new Key(partition, last.getRowKey() + "-"), rest));
            }
            return new Judged(this, writes, going);
        }
    }

    /** One transaction, and the entries that it deletes. */
    record Judged(Batch of, List<Write> writes, List<Key> going) {}
}
