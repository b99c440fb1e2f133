package io.triskel.saga;

import io.triskel.event.PortException;
import io.triskel.memory.InMemorySagaStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A right store, of bytes, in which a test makes things happen before and after a save, counts saves and adds stale index
 * entries.
 */
final class FaultyStore implements SagaStore {
    final InMemorySagaStore rows = new InMemorySagaStore();
    final List<SagaRef> stale = new ArrayList<>();
    int saves;
    boolean down;
    Runnable beforeSave = () -> {};
    Runnable afterSave = () -> {};

    @Override
    public Optional<SagaRow> load(SagaRef ref) {
        requireUp();
        return rows.load(ref);
    }

    @Override
    public boolean save(SagaRow row, long expectedRevision) {
        requireUp();
        beforeSave.run();
        requireUp();
        boolean saved = rows.save(SagaRow.decoded(row.encoded()), expectedRevision);
        saves += saved ? 1 : 0;
        afterSave.run();
        return saved;
    }

    @Override
    public List<SagaRef> due(String saga, int bucket, Instant now, int limit) {
        requireUp();
        List<SagaRef> refs = new ArrayList<>();
        stale.stream().filter(ref -> ref.bucket() == bucket).forEach(refs::add);
        refs.addAll(rows.due(saga, bucket, now, limit));
        return refs;
    }

    @Override
    public List<SagaRef> unsent(String saga, int bucket, Instant now, int limit) {
        requireUp();
        return rows.unsent(saga, bucket, now, limit);
    }

    @Override
    public List<SagaRef> stuck(String saga, int bucket, Optional<SagaRef> after, int limit) {
        requireUp();
        return rows.stuck(saga, bucket, after, limit);
    }

    /** Another runner changes the row, without changing what it says. */
    void touch(SagaRef ref) {
        SagaRow row = rows.load(ref).orElseThrow();
        rows.save(row.with(row.status(), row.timers()), row.revision());
    }

    private void requireUp() {
        if (down) {
            throw new PortException("The store is down");
        }
    }
}
