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

/** Saga rows in memory, encoded as in any store, with the two indexes. */
public final class InMemorySagaStore implements SagaStore {
    private final Map<SagaRef, Stored> rows = new ConcurrentHashMap<>();
    private final WakeIndex due = new WakeIndex();
    private final WakeIndex unsent = new WakeIndex();

    private record Stored(long revision, Optional<Instant> wake, Optional<Instant> send, byte[] bytes) {}

    @Override
    public Optional<SagaRow> load(SagaRef ref) {
        return Optional.ofNullable(rows.get(ref)).map(stored -> SagaRow.decoded(stored.bytes));
    }

    @Override
    public boolean save(SagaRow row, long expectedRevision) {
        byte[] bytes = row.encodedToReplace(expectedRevision);
        Stored next = new Stored(row.revision(), row.nextWake(), row.sendAfter(), bytes);
        boolean[] saved = {false};
        rows.compute(row.ref(), (ref, now) -> {
            if ((now == null ? 0 : now.revision) != expectedRevision) {
                return now;
            }
            due.move(ref, now == null ? Optional.empty() : now.wake, next.wake);
            unsent.move(ref, now == null ? Optional.empty() : now.send, next.send);
            saved[0] = true;
            return next;
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

    /** {@return all rows of a saga, by instance} */
    public List<SagaRow> all(String saga) {
        return rows.entrySet().stream()
                .filter(entry -> entry.getKey().saga().equals(saga))
                .sorted(Comparator.comparing(entry -> entry.getKey().instance()))
                .map(entry -> SagaRow.decoded(entry.getValue().bytes))
                .toList();
    }

    /** {@return the bytes of all rows, to test that no personal data is in plain text} */
    public List<byte[]> bytes() {
        return rows.values().stream().map(stored -> stored.bytes.clone()).toList();
    }
}
