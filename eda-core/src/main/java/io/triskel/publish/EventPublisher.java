package io.triskel.publish;

import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.OrderingKey;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Publishes events in order per key and says what became of each; never fails for a reason of delivery.
 *
 * <p>Several may share a publisher: the application, an outbox, sagas. A key's events keep their order and never overtake
 * each other, whoever publishes them; but what is withheld is withheld from the one whose event was rejected, and only that
 * one ends it. Whoever publishes for itself takes its own view, {@link #withOwnWithholding}.
 */
public interface EventPublisher {
    /**
     * Publishes events. Those that share a key arrive in the order given, also across overlapping calls; once one of them
     * is rejected, later ones of its key are withheld, in later calls of this view too, until {@link #resume}.
     *
     * @param deadline when the report is there, whatever the bus does; what is not sent by then is rejected as
     *     {@link Cause#TRANSIENT}, what is sent and unanswered as {@link Cause#UNKNOWN}
     * @return completes with one entry per event, in order; never exceptionally
     */
    CompletionStage<PublishReport> publish(List<? extends Envelope<?>> events, Deadline deadline);

    /** {@return the report of {@link #publish}, waited for} */
    default PublishReport publishAndWait(List<? extends Envelope<?>> events, Deadline deadline) {
        return publish(events, deadline).toCompletableFuture().join();
    }

    /**
     * Ends the withholding of a key, once the caller has decided what to do about the rejected event; what is withheld from
     * others stays so. A request with the caller's own events that is unanswered after its deadline no longer holds the key.
     */
    void resume(OrderingKey key);

    /**
     * {@return a view of this publisher for somebody who publishes for itself} Bus, requests and the order of each key are
     * shared; what is withheld is not: a rejection here withholds nothing there, and is resumed here alone. A wrapper wraps
     * the view of what it wraps. What is withheld from a view is forgotten with it, so keep it for as long as you publish.
     */
    EventPublisher withOwnWithholding();
}
