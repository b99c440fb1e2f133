package io.triskel.publish;

import io.triskel.event.CheckReturnValue;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.OrderingKey;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Publishes events in order per key and reports the outcome of each; a failed delivery is an entry of the report, not an
 * exception.
 *
 * <p>Several users may share a publisher: the application, an outbox, sagas. Events of one key never overtake each other, even
 * those of different users. A rejection withholds the key only from the user whose event was rejected, and only this user
 * resumes it. Each user therefore takes a view of its own, {@link #withOwnWithholding}.
 */
public interface EventPublisher {
    /**
     * Publishes events. Events that share a key arrive in the order given, also across overlapping calls. Once one of them is
     * rejected, later events of its key are withheld, in later calls of this view too, until {@link #resume}.
     *
     * @param deadline when the report is there, even if the bus is silent; an event not sent by then is rejected as
     *     {@link RejectionCause#TRANSIENT}, an event sent and unanswered as {@link RejectionCause#UNKNOWN}
     * @return completes with one entry per event, in order; never exceptionally
     */
    @CheckReturnValue
    CompletionStage<PublishReport> publish(List<? extends Envelope<?>> events, Deadline deadline);

    /** {@return the report of {@link #publish}, waited for} */
    @CheckReturnValue
    default PublishReport publishAndWait(List<? extends Envelope<?>> events, Deadline deadline) {
        return publish(events, deadline).toCompletableFuture().join();
    }

    /**
     * Ends the withholding of a key in this view, once the caller has decided what to do about the rejected event; other views
     * are unchanged. A request with this view's events that is unanswered after its deadline no longer holds the key.
     */
    void resume(OrderingKey key);

    /**
     * {@return a view of this publisher with its own withheld keys} Bus, requests and the order of each key are shared by all
     * views. A rejection in one view withholds nothing in another, and is resumed in its own view only. A wrapper returns a
     * wrapper of the wrapped publisher's view. A view's withheld keys are lost with it, so keep the view as long as you publish.
     */
    EventPublisher withOwnWithholding();
}
