package io.triskel.azure.tables;

import io.triskel.saga.PendingCommands;
import io.triskel.saga.SagaRef;
import io.triskel.saga.SagaRow;
import io.triskel.saga.SagaRow.Timer;
import io.triskel.saga.SagaStatus;
import io.triskel.saga.SeenEvents;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Rows of sagas of which a test says no more than their timers. */
final class SagaRows {
    private SagaRows() {}

    /** A running instance with timers due at these moments, and nothing to send. */
    static SagaRow running(SagaRef ref, long revision, Instant... timers) {
        return SagaRow.of(
                ref,
                revision,
                new SagaStatus.Running(),
                "fingerprint",
                new byte[1],
                Stream.of(timers)
                        .map(at -> new Timer("timer", at, Optional.of(at), 0, Optional.empty()))
                        .toList(),
                new PendingCommands(List.of(), Instant.EPOCH, 0, Optional.empty()),
                new SeenEvents(Map.of(), Map.of()),
                Optional.empty());
    }

    /** The row, listed earlier than its first timer. */
    static SagaRow listed(SagaRow row, Instant early) {
        return new SagaRow(
                row.ref(),
                row.revision(),
                row.status(),
                row.fingerprint(),
                row.state(),
                row.timers(),
                row.unsent(),
                row.seen(),
                row.trouble(),
                Optional.of(early));
    }
}
