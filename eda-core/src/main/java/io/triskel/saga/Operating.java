package io.triskel.saga;

import io.triskel.event.PortException.Fault;
import io.triskel.saga.SagaRow.PendingCommand;
import io.triskel.saga.SagaRow.Timer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongPredicate;

/** Resumes and abandons stuck instances, for operators. */
final class Operating<S> {
    private final Rows rows;
    private final InstanceUpdate<S> update;

    Operating(Rows rows, InstanceUpdate<S> update) {
        this.rows = rows;
        this.update = update;
    }

    /** {@return whether it was resumed: false if the row has a revision that is not {@code seen}} */
    boolean resume(SagaRef ref, LongPredicate seen, Instant now) {
        return change(ref, seen, row -> {
            SagaRow after = update.take(ref, Optional.of(row), new Input.Resumed(row.revision()), now)
                    .orElseThrow();
            return as(after, after.status(), after.unsent().now());
        });
    }

    /** {@return the dropped commands; empty if the row has a revision that is not {@code seen}} */
    Optional<List<PendingCommand>> abandon(SagaRef ref, LongPredicate seen, String reason, Instant now) {
        List<PendingCommand> dropped = new ArrayList<>();
        boolean abandoned = change(ref, seen, row -> {
            dropped.clear();
            dropped.addAll(row.unsent().commands());
            return abandoned(row, Texts.reason(reason), now);
        });
        return abandoned ? Optional.of(List.copyOf(dropped)) : Optional.empty();
    }

    private interface Change {
        SagaRow of(SagaRow stuck);
    }

    private boolean change(SagaRef ref, LongPredicate seen, Change change) {
        Optional<SagaRow> row = rows.load(ref);
        if (row.isEmpty()) {
            requireStuck(ref, row);
        }
        AtomicBoolean changed = new AtomicBoolean();
        var unused = rows.change(
                ref,
                row,
                fresh -> {
                    changed.set(seen.test(fresh.revision()));
                    if (!changed.get()) {
                        return Optional.empty();
                    }
                    requireStuck(ref, Optional.of(fresh));
                    return Optional.of(change.of(fresh));
                },
                () -> false);
        return changed.get();
    }

    private static void requireStuck(SagaRef ref, Optional<SagaRow> row) {
        if (row.filter(found -> found.status() instanceof SagaStatus.Stuck).isEmpty()) {
            throw new IllegalStateException("Saga " + ref + " is not stuck: "
                    + row.map(found -> found.status().toString()).orElse("it does not exist"));
        }
    }

    /** If the saga fails on the abandonment too, the instance is abandoned unchanged. */
    private SagaRow abandoned(SagaRow row, String reason, Instant now) {
        SagaRow emptied = SagaRow.of(
                row.ref(),
                row.revision(),
                row.status(),
                row.fingerprint(),
                row.state(),
                List.of(),
                PendingCommands.nothing(),
                row.seen(),
                Optional.empty());
        SagaStatus ended = new SagaStatus.Ended(SagaStatus.ABANDONED);
        try {
            SagaRow after = update.take(
                            row.ref(), Optional.of(emptied), new Input.Abandoned(row.revision(), reason), now)
                    .orElseThrow();
            return as(after, ended, after.unsent());
        } catch (RuntimeException | Error failure) {
            if (Fault.of(failure) != Fault.EVENT) {
                throw failure;
            }
            return emptied.with(ended, List.<Timer>of());
        }
    }

    private static SagaRow as(SagaRow row, SagaStatus status, PendingCommands unsent) {
        return SagaRow.of(
                row.ref(),
                row.revision(),
                status,
                row.fingerprint(),
                row.state(),
                row.timers(),
                unsent,
                row.seen(),
                Optional.empty());
    }
}
