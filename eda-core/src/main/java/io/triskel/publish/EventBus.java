package io.triskel.publish;

import io.triskel.codec.WireEvent;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.ForAdapters;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Sends one request to one bus; each adapter implements it. Splitting, order, withholding and deadlines of a publication are
 * not an adapter's business: {@link OrderedPublisher} does them for all adapters.
 */
public interface EventBus {
    /** {@return the limits of one request; the same at every call} */
    BusLimits limits();

    /**
     * Sends one request and returns soon: a call that blocks must run on a thread of the adapter. Called from several threads
     * at once. Their keys differ, unless a key was resumed while its earlier request is unanswered after its deadline.
     *
     * @param batch within {@link #limits}, never empty; events of one key in their order
     * @param deadline when the answer must be there; the adapter sets its client's timeouts by it
     * @return one result per event, in order. If the bus throws, fails the stage, answers too few or does not answer by the
     *     deadline, the outcome of the events without an answer is unknown; a later answer changes no report
     */
    CompletionStage<List<BusResult>> send(List<Outgoing> batch, Deadline deadline);

    /** A bus's answer about one event of a request. */
    @ForAdapters
    sealed interface BusResult {
        /** {@return the result that the bus has the event, at this position} */
        static BusResult ok(String position) {
            return new Ok(position);
        }

        /** {@return the result that the bus does not have the event, or possibly does not} */
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
         * @param message for people
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
     * The limits of one request to a bus, and the time that it has to answer. An adapter declares these limits, the core keeps
     * to them.
     *
     * @param mode how events are encoded
     * @param maxEvents most events of one request
     * @param maxRequestBytes most bytes of one request, by the sum of {@link Outgoing#bytes()}
     * @param maxEventBytes most {@link Outgoing#bytes()} of one event; larger ones are rejected as {@link RejectionCause#TOO_LARGE}
     * @param severalKeys whether one request may hold several ordering keys
     * @param severalPerKey whether one request may hold several events of one key: only if the bus never accepts a later event
     *     of a key after it has rejected an earlier one of the same request
     * @param callTimeout the time after which no answer comes any more, by the settings of the bus's client; positive. A request
     *     that is unanswered for so long frees its place in flight for others, but not its keys
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
                        "A request holds at least one event of the largest size; these limits say " + maxEvents
                                + " events, " + maxRequestBytes + " bytes per request, " + maxEventBytes
                                + " per event");
            }
            if (callTimeout.isNegative() || callTimeout.isZero()) {
                throw new IllegalArgumentException("A bus has some time to answer, not " + callTimeout);
            }
        }
    }

    /** How an event is put into a message of a bus (CloudEvents 1.0, "Message" and its content modes). */
    enum WireMode {
        /** The whole event is the message's body, as JSON. */
        STRUCTURED,
        /** The data is the body, all else is the message's attributes. */
        BINARY
    }
}
