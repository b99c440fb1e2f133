package io.triskel.saga;

import io.triskel.saga.SagaRow.Trouble;
import java.util.Optional;

/** Records in an instance's row on which event the saga fails; repeated failures make the instance stuck. */
record FailureNotes(Rows rows, int stuckAfter) {
    /** Best effort: the event fails in any case. */
    void note(SagaRow row, Input.Event input, Throwable failure) {
        if (row.status() instanceof SagaStatus.Stuck stuck && stuck.on().equals(Optional.of(input.id()))) {
            return;
        }
        int times = row.trouble()
                        .filter(trouble -> trouble.input().equals(input.id()))
                        .map(Trouble::times)
                        .orElse(0)
                + 1;
        boolean enough = times >= stuckAfter || failure instanceof SagaTooLargeException;
        SagaStatus status = enough
                ? InstanceUpdate.stuck(
                        row.status(),
                        "failed on event " + input.envelope().id() + ": " + Texts.kept(failure),
                        Optional.of(input.id()),
                        rows.now())
                : row.status();
        try {
            rows.save(Optional.of(row), row.with(status, new Trouble(input.id(), times)));
        } catch (RuntimeException second) {
            failure.addSuppressed(second);
        }
    }
}
