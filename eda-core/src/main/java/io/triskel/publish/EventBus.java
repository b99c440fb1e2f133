package io.triskel.publish;

import io.triskel.codec.WireEvent;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.ForAdapters;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Sends one request to one bus; each adapter implements it. {@link OrderedPublisher} does the rest for all adapters:
 * splitting, ordering, withholding and deadlines.
 */
public interface EventBus {
    /** {@return the limits of one request, the same on every call} */
    BusLimits limits();

    /**
     * Sends one request and returns soon: a blocking call must run on a thread of the adapter. Several threads call this
     * concurrently, with different keys, unless a key was resumed while an earlier request is unanswered after its
     * deadline.
     *
     * @param batch within {@link #limits}, never empty; events of one key in their order
     * @param deadline by when the answer must arrive; the adapter derives its client's timeouts from it
     * @return one result per event, in order. Events without a result by the deadline have an unknown outcome, also if the
     *     bus throws, fails the stage or returns too few results; a later answer changes no report
     */
    CompletionStage<List<BusResult>> send(List<Outgoing> batch, Deadline deadline);

    /** A bus's result for one event of a request. */
    @ForAdapters
    sealed interface BusResult {
        /** {@return the result for an event that the bus has at this position} */
        static BusResult ok(String position) {
            return new Ok(position);
        }

        /** {@return the result for an event that the bus does not have, or may not have} */
        static BusResult failed(RejectionCause cause, String message) {
            return new Failed(cause, message);
        }

        /**
         * The bus has the event.
         *
         * @param position the event's place in the bus, in the bus's own words
         */
        record Ok(String position) implements BusResult {}

        /**
         * The bus does not have the event.
         *
         * @param cause why; {@link RejectionCause#UNKNOWN} if the bus may have it
         * @param message details
         */
        record Failed(RejectionCause cause, String message) implements BusResult {}
    }

    /**
     * One event of a request to a bus.
     *
     * @param event the event, for its key and identity; its trace is already set
     * @param wire the event to send; in structured mode the attributes are empty and the body is the whole event
     * @param bytes the event's size for the bus's limits: body, attribute names and values and ordering key, in UTF-8
     */
    @ForAdapters
    record Outgoing(Envelope<?> event, WireEvent wire, int bytes) {}

    /**
     * The limits of one request to a bus, and its time to answer. An adapter declares them, the core keeps them.
     *
     * @param mode how events are encoded
     * @param maxEvents most events of one request
     * @param maxRequestBytes most bytes of one request, by the sum of {@link Outgoing#bytes()}
     * @param maxEventBytes most {@link Outgoing#bytes()} of one event; larger ones are rejected as
     *     {@link RejectionCause#TOO_LARGE}
     * @param severalKeys whether one request may hold several ordering keys
     * @param severalPerKey whether one request may hold several events of one key: only if the bus never accepts a later
     *     event of a key after it has rejected an earlier one of the same request
     * @param callTimeout the time after which the bus's client gives up, positive. A request that is unanswered for so long
     *     frees its slot in flight, but not its keys
     */
    @ForAdapters
    record BusLimits(
            WireMode mode,
            int maxEvents,
            int maxRequestBytes,
            int maxEventBytes,
            boolean severalKeys,
            boolean severalPerKey,
            Duration callTimeout) {
        public BusLimits {
            if (maxEvents < 1 || maxEventBytes < 1 || maxRequestBytes < maxEventBytes) {
                throw new IllegalArgumentException(
                        "A request must hold an event of the largest size; these limits are " + maxEvents
                                + " events, " + maxRequestBytes + " bytes per request, " + maxEventBytes
                                + " per event");
            }
            if (callTimeout.isNegative() || callTimeout.isZero()) {
                throw new IllegalArgumentException("callTimeout must be positive, not " + callTimeout);
            }
        }
    }

    /** How a bus's message carries an event: the content modes of CloudEvents 1.0 ("Message"). */
    enum WireMode {
        /** The whole event is the message's body, as JSON. */
        STRUCTURED,
        /** The data is the body, everything else is in the message's attributes. */
        BINARY
    }
}
