package io.triskel.memory;

import io.triskel.saga.SagaRef;
import io.triskel.saga.SagaRow;
import io.triskel.saga.SagaStore;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Saga rows in memory, with the three indexes. Rows are immutable and stay objects; state and commands in them are bytes, as in
 * any store, with personal data encrypted.
 */
public final class InMemorySagaStore implements SagaStore {
    private final Map<SagaRef, SagaRow> rows = new ConcurrentHashMap<>();
    private final WakeIndex due = new WakeIndex();
    private final WakeIndex unsent = new WakeIndex();
    private final WakeIndex stuck = new WakeIndex();

    @Override
    public Optional<SagaRow> load(SagaRef ref) {
        return Optional.ofNullable(rows.get(ref));
    }

    @Override
    public boolean save(SagaRow row, long expectedRevision) {
        row.requireReplaces(expectedRevision);
        boolean[] saved = {false};
        rows.compute(row.ref(), (ref, now) -> {
            if ((now == null ? 0 : now.revision()) != expectedRevision) {
                return now;
            }
            due.move(ref, now == null ? Optional.empty() : now.nextWake(), row.nextWake());
            unsent.move(ref, now == null ? Optional.empty() : now.sendAfter(), row.sendAfter());
            stuck.move(ref, since(now != null && now.stuck()), since(row.stuck()));
            saved[0] = true;
            return row;
        });
        return saved[0];
    }

    @Override
    public List<SagaRef> due(String saga, int bucket, Instant now, int limit) {
        return due.upTo(saga, bucket, now, limit);
    }

    @Override
    public List<SagaRef> unsent(String saga, int bucket, Instant now, int limit) {
        return unsent.upTo(saga, bucket, now, limit);
    }

    @Override
    public List<SagaRef> stuck(String saga, int bucket, Optional<SagaRef> after, int limit) {
        return stuck.after(saga, bucket, after, limit);
    }

    /** One moment for all, so that instances are sorted by their names. */
    private static Optional<Instant> since(boolean listed) {
        return listed ? Optional.of(Instant.EPOCH) : Optional.empty();
    }

    /** {@return all rows of a saga, by instance} */
    public List<SagaRow> all(String saga) {
        return rows.values().stream()
                .filter(row -> row.ref().saga().equals(saga))
                .sorted(Comparator.comparing(row -> row.ref().instance()))
                .toList();
    }

    /** {@return the bytes of all rows as in any store, to test that no personal data is in plain text} */
    public List<byte[]> bytes() {
        return rows.values().stream().map(SagaRow::encoded).toList();
    }
}
