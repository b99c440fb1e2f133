package io.triskel.publish;

import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.OrderingKey;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Publishes events in order per key and says what became of each; never fails for a reason of delivery. */
public interface EventPublisher {
    /**
     * Publishes events. Those that share a key arrive in the order given, also across overlapping calls; once one of them
     * is rejected, later ones of its key are withheld, in later calls too, until {@link #resume}.
     *
     * @param deadline when the report must be there; what is not sent by then is rejected as {@link Cause#TRANSIENT}, what
     *     is sent and unanswered as {@link Cause#UNKNOWN}
     * @return completes with one entry per event, in order; never exceptionally
     */
    CompletionStage<PublishReport> publish(List<? extends Envelope<?>> events, Deadline deadline);

    /** {@return the report of {@link #publish}, waited for} */
    default PublishReport publishAndWait(List<? extends Envelope<?>> events, Deadline deadline) {
        return publish(events, deadline).toCompletableFuture().join();
    }

    /** Ends the withholding of a key, once the caller has decided what to do about the rejected event. */
    void resume(OrderingKey key);
}
