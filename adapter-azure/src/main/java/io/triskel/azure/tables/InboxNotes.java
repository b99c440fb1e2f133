package io.triskel.azure.tables;

import io.triskel.azure.tables.InboxRows.Next;
import io.triskel.event.PortException;
import io.triskel.store.KeyForm;
import io.triskel.store.Remembered;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Notes of when entries of a partition were added, each written together with its entries. A call that completes all
 * entries of a note writes that to the note, too: a completed entry never changes again.
 *
 * <p>Entries are forgotten in rounds. A round takes as many old notes of every partition as fit one transaction, reads
 * those of their entries in parallel that may have been written again, and deletes those of a partition together.
 */
final class InboxNotes {
    /**
     * The number of partitions that a call without a deadline looks into; few, so that a call without work is cheap.
     */
    private static final int EACH_CALL = 4;

    private static final int NOT_BEGUN = -1;

    private final EntityTable table;
    private final InboxRows rows;
    private final Executor executor;
    private final AtomicInteger next = new AtomicInteger(NOT_BEGUN);

    /** The notes that this object wrote, by one of their entries. */
    private final Remembered<Key, Note> written = new Remembered<>();

    private record Note(Key key, String tag, Set<String> rows) {}

    InboxNotes(EntityTable table, InboxRows rows, Executor executor) {
        this.table = table;
        this.rows = rows;
        this.executor = executor;
    }

    static Key key(String partition, Instant at) {
        return new Key(partition, prefix(at) + "~" + Marks.stamp());
    }

    /**
     * Writes entries of one partition with their note, all or none.
     *
     * @param added the row keys of those that are new
     */
    boolean commit(List<Next> entries, List<String> added, Instant now) {
        String partition = entries.get(0).key().partition();
        if (added.isEmpty()) {
            return rows.commit(entries, completed(partition, entries, now)).isPresent();
        }
        Key key = key(partition, now);
        Optional<List<String>> tags = rows.commit(entries, List.of(OldNotes.note(key, added)));
        tags.map(one -> one.get(0))
                .filter(tag -> !tag.equals(EntityTable.UNKNOWN))
                .ifPresent(tag -> written.put(first(partition, added), new Note(key, tag, Set.copyOf(added))));
        return tags.isPresent();
    }

    private static Key first(String partition, Collection<String> entries) {
        return new Key(partition, Collections.min(entries));
    }

    /** The write to the note that names these entries and no others, if all of them are completed; tried once. */
    private List<Write> completed(String partition, List<Next> entries, Instant now) {
        Set<String> done = new HashSet<>();
        entries.stream()
                .filter(next -> next.entry().completed())
                .forEach(next -> done.add(next.key().row()));
        if (done.isEmpty()) {
            return List.of();
        }
        Key first = first(partition, done);
        Optional<Note> note = written.get(first).filter(known -> known.rows().equals(done));
        note.ifPresent(used -> written.forget(first));
        return note.stream()
                .map(known -> OldNotes.completed(known.key(), known.tag(), now))
                .toList();
    }

    static String prefix(Instant at) {
        return "t" + KeyForm.time(at);
    }

    /**
     * Looks into a few partitions, starting after those of this object's last call; a new object starts at a random
     * one.
     */
    int forgetSome(Instant moment, Instant now, int limit) {
        next.compareAndSet(NOT_BEGUN, (int) ((now.toEpochMilli() * 0x9E3779B97F4A7C15L) >>> 58));
        int gone = 0;
        int left = limit;
        for (int i = 0; i < EACH_CALL && left > 0; i++) {
            int partition = next.getAndUpdate(at -> (at + 1) % InboxRows.PARTITIONS);
            Forgotten some = forget(List.of(partition), moment, now, left, () -> true);
            gone += some.gone();
            left -= some.looked();
        }
        return gone;
    }

    /**
     * Looks into all partitions.
     *
     * @param goOn whether to continue, asked before each round
     */
    int forgetAll(Instant moment, Instant now, BooleanSupplier goOn) {
        List<Integer> partitions =
                IntStream.range(0, InboxRows.PARTITIONS).boxed().toList();
        return forget(partitions, moment, now, Integer.MAX_VALUE, goOn).gone();
    }

    /** How many entries were looked at, and how many of them were deleted. */
    private record Forgotten(int looked, int gone) {}

    private Forgotten forget(List<Integer> partitions, Instant moment, Instant now, int limit, BooleanSupplier goOn) {
        List<OldNotes> open = new ArrayList<>();
        partitions.forEach(number -> open.add(new OldNotes(table, InboxRows.partition(number), moment)));
        int gone = 0;
        int left = limit;
        while (left > 0 && goOn.getAsBoolean()) {
            List<Boolean> unused = sideBySide(open, OldNotes::load);
            open.removeIf(OldNotes::isEmpty);
            if (open.isEmpty()) {
                break;
            }
            List<OldNotes.Batch> round = new ArrayList<>();
            for (OldNotes notes : open) {
                if (left > 0) {
                    OldNotes.Batch batch = notes.take(left, moment);
                    round.add(batch);
                    left -= batch.entries().size();
                }
            }
            gone += forget(round, moment, now);
        }
        return new Forgotten(limit - left, gone);
    }

    private int forget(List<OldNotes.Batch> round, Instant moment, Instant now) {
        List<Key> keys = round.stream().flatMap(batch -> batch.keys().stream()).toList();
        List<InboxRows.Stored> stored = sideBySide(keys, rows::read);
        List<OldNotes.Judged> judged = new ArrayList<>();
        int at = 0;
        for (OldNotes.Batch batch : round) {
            int end = at + batch.keys().size();
            judged.add(batch.judge(stored.subList(at, end), moment, now));
            at = end;
        }
        return sideBySide(judged, each -> commit(each, moment, now)).stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    /** If an entry was written meanwhile, nothing is committed, and the notes stay for the next call. */
    private int commit(OldNotes.Judged judged, Instant moment, Instant now) {
        boolean done = table.commit(judged.writes()).isPresent();
        judged.going().forEach(rows::forget);
        if (!done && judged.of().skipsReads()) {
            // An entry that its note says is completed is not there: somebody else has deleted it.
            OldNotes.Batch all = judged.of().readingAll();
            return commit(all.judge(all.keys().stream().map(rows::read).toList(), moment, now), moment, now);
        }
        return done ? judged.going().size() : 0;
    }

    private <T, R> List<R> sideBySide(List<T> all, Function<T, R> each) {
        List<CompletableFuture<R>> running = all.stream()
                .map(one -> CompletableFuture.supplyAsync(() -> each.apply(one), executor))
                .toList();
        try {
            return running.stream().map(CompletableFuture::join).toList();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof PortException port) {
                throw new PortException(String.valueOf(port.getMessage()), port);
            }
            throw failed;
        }
    }
}
