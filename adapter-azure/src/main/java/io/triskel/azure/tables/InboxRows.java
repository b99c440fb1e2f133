package io.triskel.azure.tables;

import com.azure.data.tables.models.TableEntity;
import io.triskel.event.EventId;
import io.triskel.spi.InboxEntry;
import io.triskel.store.KeyForm;
import io.triskel.store.Remembered;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Entries of inboxes: 64 partitions in total, 4 of them for each consumer. */
final class InboxRows {
    static final int PARTITIONS = 64;

    private static final int SPREAD = 4;

    private final EntityTable table;
    private final Remembered<Key, Stored> seen = new Remembered<>();

    /** An entry and its ETag as stored; both empty if there is no entry. */
    record Stored(Optional<InboxEntry> entry, Optional<String> tag) {
        static final Stored ABSENT = new Stored(Optional.empty(), Optional.empty());
    }

    /** An entry to store if the stored one has this ETag, or if none exists and {@code tag} is empty. */
    record Next(String consumer, EventId event, InboxEntry entry, Optional<String> tag) {
        Key key() {
            return InboxRows.key(consumer, event);
        }
    }

    InboxRows(EntityTable table) {
        this.table = table;
    }

    static Key key(String consumer, EventId event) {
        String name = KeyForm.joined(consumer, event.source(), event.id());
        int partition = KeyForm.part(consumer) * SPREAD + KeyForm.part(name) % SPREAD;
        return new Key(partition(partition), "e" + KeyForm.digest(name));
    }

    static String partition(int number) {
        return (number < 10 ? "0" : "") + number;
    }

    /** Reads the entry from the table. */
    Stored read(Key key) {
        Optional<TableEntity> entity = table.get(key);
        Stored stored = entity.map(there -> new Stored(Optional.of(entry(there)), Optional.of(there.getETag())))
                .orElse(Stored.ABSENT);
        entity.ifPresentOrElse(there -> seen.put(key, stored), () -> seen.forget(key));
        return stored;
    }

    /** The entry as this object last saw it. */
    Optional<Stored> remembered(Key key) {
        return seen.get(key);
    }

    void forget(Key key) {
        seen.forget(key);
    }

    /**
     * Writes entries of one partition, all or none.
     *
     * @param more further writes of the same transaction
     * @return the ETags of the further writes, in order; empty if nothing was written
     */
    Optional<List<String>> commit(List<Next> entries, List<Write> more) {
        List<Write> writes = new ArrayList<>();
        for (Next next : entries) {
            seen.forget(key(next.consumer(), next.event()));
            writes.add(Write.of(entity(next), next.tag()));
        }
        writes.addAll(more);
        Optional<List<String>> tags = table.commit(writes);
        for (int i = 0; tags.isPresent() && i < entries.size(); i++) {
            String tag = tags.get().get(i);
            if (!tag.equals(EntityTable.UNKNOWN)) {
                Next next = entries.get(i);
                seen.put(key(next.consumer(), next.event()), new Stored(Optional.of(next.entry()), Optional.of(tag)));
            }
        }
        return tags.map(all -> all.subList(entries.size(), all.size()));
    }

    private static TableEntity entity(Next next) {
        InboxEntry entry = next.entry();
        TableEntity entity = key(next.consumer(), next.event())
                .entity()
                .addProperty("consumer", next.consumer())
                .addProperty("source", InboxEntry.forPeople(next.event().source()))
                .addProperty("id", InboxEntry.forPeople(next.event().id()))
                .addProperty("fence", entry.fence())
                .addProperty("attempts", entry.attempts())
                .addProperty("cutOff", entry.cutOff())
                .addProperty("completed", entry.completed())
                .addProperty("parked", entry.parked())
                .addProperty("fenceOfSince", entry.fenceOfSince());
        Cells.instant(entity, "written", Optional.of(entry.written()));
        Cells.instant(entity, "leaseEnd", entry.leaseEnd());
        Cells.instant(entity, "since", entry.since());
        entry.claimant().ifPresent(name -> entity.addProperty("claimant", name));
        return entity;
    }

    private static InboxEntry entry(TableEntity entity) {
        return new InboxEntry(
                Cells.number(entity, "fence"),
                Math.toIntExact(Cells.number(entity, "attempts")),
                Math.toIntExact(Cells.number(entity, "cutOff")),
                Cells.flag(entity, "completed"),
                Cells.flag(entity, "parked"),
                Cells.instant(entity, "written").orElseThrow(),
                Cells.instant(entity, "leaseEnd"),
                Cells.instant(entity, "since"),
                Cells.number(entity, "fenceOfSince"),
                Cells.optionalText(entity, "claimant"));
    }
}
