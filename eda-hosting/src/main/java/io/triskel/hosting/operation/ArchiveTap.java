package io.triskel.hosting.operation;

import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.OrderingKey;
import io.triskel.publish.EventPublisher;
import io.triskel.publish.PublishReport;
import io.triskel.publish.PublishReport.Entry;
import io.triskel.publish.RejectionCause;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Takes what an archive's replay would publish; the replay ends at the first event that is not taken. */
interface ArchiveTap extends EventPublisher {
    /**
     * How far a tap came.
     *
     * @param events how many leading events it took
     * @param problem why not the next one
     */
    record Taken(int events, Optional<String> problem) {}

    /** Takes events in their order. */
    Taken take(List<? extends Envelope<?>> events, Deadline deadline);

    @Override
    default CompletionStage<PublishReport> publish(List<? extends Envelope<?>> events, Deadline deadline) {
        Taken taken = take(events, deadline);
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            Envelope<?> event = events.get(i);
            entries.add(
                    i < taken.events()
                            ? new Entry.Accepted(event, "")
                            : new Entry.Rejected(
                                    event,
                                    RejectionCause.TRANSIENT,
                                    taken.problem().orElse("")));
        }
        return CompletableFuture.completedFuture(new PublishReport(entries));
    }

    @Override
    default void resume(OrderingKey key) {
        // Nothing is withheld: a replay ends at the first event that is not taken.
    }

    @Override
    default EventPublisher withOwnWithholding() {
        return this;
    }
}
