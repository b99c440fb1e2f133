package io.triskel.saga;

import io.triskel.event.PortException;
import io.triskel.observe.Observer;
import io.triskel.saga.SagaWork.SagaFailure;
import io.triskel.store.Remembered;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Loads, changes and conditionally saves rows, and finds work in all buckets. */
final class Rows {
    /** Bounds the attempts if time does not, for example with a fixed clock. */
    static final int MAX_CONFLICTS = 100;

    private final SagaStore store;
    private final Observer observer;
    private final InstantSource clock;
    private final String saga;
    private final Remembered<SagaRef, Sent> sent = new Remembered<>();

    /** Commands of a row of this revision that the bus has accepted, which the row does not record yet. */
    private record Sent(long revision, Set<String> commands) {}

    Rows(SagaStore store, Observer observer, InstantSource clock, String saga) {
        this.store = store;
        this.observer = observer;
        this.clock = clock;
        this.saga = saga;
    }

    SagaRef ref(String instance) {
        return new SagaRef(saga, instance);
    }

    /** {@return the row, without the commands that this process knows to be sent} */
    Optional<SagaRow> load(SagaRef ref) {
        return store.load(ref).map(row -> row.withLeft(row.unsent().without(sentOf(row))));
    }

    private Set<String> sentOf(SagaRow row) {
        return sent.get(row.ref())
                .filter(known -> known.revision() == row.revision())
                .map(Sent::commands)
                .orElse(Set.of());
    }

    /** {@return whether the bus accepted commands of the row that it does not record} */
    boolean hasUnrecorded(SagaRow row) {
        return !sentOf(row).isEmpty();
    }

    /** {@return the row without these commands, which its next save records as sent} */
    SagaRow recordLater(SagaRow row, Set<String> commands) {
        Set<String> all = new HashSet<>(sentOf(row));
        all.addAll(commands);
        sent.put(row.ref(), new Sent(row.revision(), Set.copyOf(all)));
        return row.withLeft(row.unsent().without(commands));
    }

    Instant now() {
        return clock.instant();
    }

    boolean save(Optional<SagaRow> before, SagaRow after) {
        return save(before, after, clock.instant());
    }

    /** Saves a row whose index entry stays where it is, if it is early enough and after {@code now}. */
    boolean save(Optional<SagaRow> before, SagaRow changed, Instant now) {
        SagaRow after = changed.listedLike(before, now);
        if (!store.save(after, after.revision() - 1)) {
            return false;
        }
        Optional<SagaStatus> was = before.map(SagaRow::status);
        if (!was.equals(Optional.of(after.status()))) {
            after.status()
                    .fold(
                            running -> "",
                            ended -> told(after, ended.ending()),
                            stuck -> was.filter(SagaStatus.Stuck.class::isInstance)
                                            .isPresent()
                                    ? ""
                                    : told(after, "stuck"));
        }
        return true;
    }

    private String told(SagaRow row, String ending) {
        observer.sagaEnded(saga, row.ref().instance(), ending);
        return ending;
    }

    /**
     * Applies a change, and again to a fresh row after each conflict.
     *
     * @param known the row if it is in memory, which saves a load
     * @param change computes the new row; empty to leave it
     * @param outOfTime whether to give up after a conflict
     * @return the stored row afterwards; empty if there is none
     * @throws PortException if other writers were faster every time
     */
    Optional<SagaRow> change(
            SagaRef ref,
            Optional<SagaRow> known,
            Function<SagaRow, Optional<SagaRow>> change,
            BooleanSupplier outOfTime) {
        Optional<SagaRow> row = known.isPresent() ? known : load(ref);
        for (int conflicts = 0; row.isPresent(); conflicts++) {
            Optional<SagaRow> after = change.apply(row.get());
            if (after.isEmpty()) {
                return row;
            }
            if (save(row, after.get())) {
                return after;
            }
            if (conflicts >= MAX_CONFLICTS || outOfTime.getAsBoolean()) {
                throw new PortException("Saga " + ref + " changed concurrently too often: retry");
            }
            row = load(ref);
        }
        return Optional.empty();
    }

    /** An index over the buckets of the store. */
    @FunctionalInterface
    interface Index {
        List<SagaRef> in(int bucket);
    }

    /** The instances found, the buckets that failed, and whether there may be more. */
    record Found(List<SagaRef> refs, List<SagaFailure> failures, boolean more) {}

    /**
     * Takes from every bucket in turn, starting with a different bucket each time, so that no bucket starves, whatever the
     * limit.
     */
    Found find(Index index, Instant now, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1, not " + limit);
        }
        List<List<SagaRef>> buckets = new ArrayList<>();
        List<SagaFailure> failures = new ArrayList<>();
        int first = Math.floorMod(now.getEpochSecond() + now.getNano() / 1_000_000, SagaRef.BUCKETS);
        for (int i = 0; i < SagaRef.BUCKETS; i++) {
            int bucket = (first + i) % SagaRef.BUCKETS;
            try {
                buckets.add(index.in(bucket));
            } catch (RuntimeException failure) {
                observer.portFailed("saga store", failure);
                failures.add(new SagaFailure(Optional.empty(), "bucket " + bucket + ": " + failure));
            }
        }
        int longest = buckets.stream().mapToInt(List::size).max().orElse(0);
        List<SagaRef> refs = new ArrayList<>();
        for (int place = 0; place < longest && refs.size() < limit; place++) {
            for (List<SagaRef> bucket : buckets) {
                if (place < bucket.size() && refs.size() < limit) {
                    refs.add(bucket.get(place));
                }
            }
        }
        int found = buckets.stream().mapToInt(List::size).sum();
        return new Found(refs, failures, longest >= limit || found > refs.size());
    }
}
