package io.triskel.azure.tables;

import io.triskel.event.PortException;
import io.triskel.store.KeyForm;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Notes of when entries of a partition were added, each written together with its entries. Entries are forgotten in
 * rounds. A round takes as many old notes of every partition as fit one transaction, reads their entries in parallel,
 * since an entry may have been written again, and deletes those of a partition together.
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

    InboxNotes(EntityTable table, InboxRows rows, Executor executor) {
        this.table = table;
        this.rows = rows;
        this.executor = executor;
    }

    static Write of(String partition, Instant at, List<String> entries) {
        return OldNotes.note(new Key(partition, prefix(at) + "~" + Marks.stamp()), entries);
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
                    OldNotes.Batch batch = notes.take(left);
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
            int end = at + batch.entries().size();
            judged.add(batch.judge(stored.subList(at, end), moment, now));
            at = end;
        }
        return sideBySide(judged, this::commit).stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    /** If an entry was written meanwhile, nothing is committed, and the notes stay for the next call. */
    private int commit(OldNotes.Judged judged) {
        boolean done = table.commit(judged.writes()).isPresent();
        judged.going().forEach(rows::forget);
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
