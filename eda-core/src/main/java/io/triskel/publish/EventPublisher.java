package io.triskel.publish;

import io.triskel.codec.WrittenEvent;
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
 * <p>Several users may share a publisher: the application, an outbox, sagas. Events of one key never overtake each other,
 * even between users. A rejection withholds the key only from the user whose event was rejected, and only that user resumes
 * it; so each user takes its own view, {@link #withOwnWithholding}.
 */
public interface EventPublisher {
    /**
     * Publishes events. Events that share a key arrive in the order given, also across overlapping calls. Once one of them
     * is rejected, later events of its key are withheld, in later calls of this view too, until {@link #resume}.
     *
     * @param deadline by when the report completes, even if the bus is silent; an event not sent by then is rejected as
     *     {@link RejectionCause#TRANSIENT}, an unanswered one as {@link RejectionCause#UNKNOWN}
     * @return completes with one entry per event, in order; never exceptionally
     */
    @CheckReturnValue
    CompletionStage<PublishReport> publish(List<? extends Envelope<?>> events, Deadline deadline);

    /** {@return the report of {@link #publish}, after waiting for it} */
    @CheckReturnValue
    default PublishReport publishAndWait(List<? extends Envelope<?>> events, Deadline deadline) {
        return publish(events, deadline).toCompletableFuture().join();
    }

    /**
     * {@return the report of {@link #publishAndWait(List, Deadline)}} A publisher with the codec that wrote the events need not
     * write them again; others ignore how they were written.
     *
     * @param written how the events were just written, in order; or an empty list
     */
    @CheckReturnValue
    default PublishReport publishAndWait(
            List<? extends Envelope<?>> events, List<WrittenEvent> written, Deadline deadline) {
        return publishAndWait(events, deadline);
    }

    /**
     * Ends the withholding of a key in this view, once the caller has decided what to do about the rejected event; other views
     * are unchanged. A request with this view's events that is unanswered after its deadline no longer holds the key.
     */
    void resume(OrderingKey key);

    /**
     * {@return a view of this publisher with its own withheld keys} All views share the bus, its requests and the order of
     * each key. A rejection withholds the key in its own view only, and only there it is resumed. A view's withheld keys
     * are lost with it, so keep the view as long as you publish. A wrapper returns a wrapper of the wrapped publisher's
     * view.
     */
    EventPublisher withOwnWithholding();
}
