package io.triskel.observe;

import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.Metadata.TraceContext;
import io.triskel.event.StreamId;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * Is told what the core did. Every method has an empty default, so that an observer implements only what it wants to know.
 *
 * <p>Methods are called on the working thread, and by several threads at once. The core calls an observer through {@link #guarded(Observer)}.
 */
public interface Observer {
    /**
     * An event's publication ended.
     *
     * @param outcome accepted, withheld or rejected
     * @param took from the call to the outcome, waiting included
     */
    default void published(Envelope<?> event, EventOutcome outcome, Duration took) {}

    /**
     * A delivery got its verdict.
     *
     * @param verdict handled, duplicate, ignored, parked or unsettled
     * @param took the handler's own time
     */
    default void handled(String consumer, Envelope<?> event, EventOutcome verdict, Duration took) {}

    /** An event was parked; the reason is for people and may be any text. */
    default void parked(String consumer, EventId event, String reason) {}

    /**
     * A parked event was tried again.
     *
     * @param outcome handled, duplicate, failed or discarded
     */
    default void replayed(String consumer, EventId event, EventOutcome outcome) {}

    /** Events were committed to a stream. */
    default void appended(StreamId stream, long firstRevision, int events) {}

    /** A stream's events were published up to and including this revision. */
    default void dispatched(StreamId stream, long upTo) {}

    /** A saga instance ended, or became {@code stuck}. */
    default void sagaEnded(String saga, String instance, String ending) {}

    /** A port failed and the core turned it into a verdict or a report entry. */
    default void portFailed(String port, Throwable failure) {}

    /**
     * Parked lanes of a consumer were counted, by {@code ParkedReplay.parkedLanes}, or after {@code ParkedReplay.replayAll} has
     * opened some.
     *
     * @param atLeast how many lanes are parked; there may be more if the count reached the caller's limit
     */
    default void parkedLanes(String consumer, long atLeast) {}

    /**
     * A drain of the outbox left dirty streams behind: streams that it could not publish, and streams that its limit or deadline
     * kept it from visiting. Streams that somebody else is publishing do not count.
     *
     * @param atLeast how many streams stay dirty; there may be more if the drain ended at its limit or deadline
     */
    default void dirtyStreams(long atLeast) {}

    /**
     * A batch was settled; told once per batch.
     *
     * @param age of the oldest unsettled event: since the event's time, or since its first claim if it has no time. Zero if
     *     neither is known, or if nothing is unsettled
     */
    default void oldestUnsettled(String consumer, Duration age) {}

    /**
     * A handler is about to run.
     *
     * @return a scope, such as a span that continues the event's trace and is current while the handler runs; it is told of the
     *     handler's failure, and closed when the handler is done, on the same thread
     */
    default Scope handling(String consumer, Envelope<?> event) {
        return Scope.none();
    }

    /**
     * An event without a trace is about to be published or stored.
     *
     * @return the trace that the event shall carry, such as that of the current span
     */
    default Optional<TraceContext> traceFor(Envelope<?> event) {
        return Optional.empty();
    }

    /** {@return the event with the trace that {@link #traceFor} offers, if it has none yet; else the event itself} */
    default <E> Envelope<E> traced(Envelope<E> event) {
        if (event.metadata().trace().isPresent()) {
            return event;
        }
        Optional<TraceContext> trace = traceFor(event);
        return trace.isPresent() ? event.withMetadata(event.metadata().withTrace(trace)) : event;
    }

    /** {@return an observer that does nothing} */
    static Observer none() {
        return Silent.SILENT;
    }

    /** {@return an observer that tells all of these, in order; the first trace offered is taken; scopes close in reverse} */
    static Observer all(Observer... observers) {
        return new Several(Arrays.stream(observers).map(Observer::guarded).toList());
    }

    /** {@return an observer that keeps this observer's exceptions from the work it observes} */
    static Observer guarded(Observer observer) {
        return observer instanceof Guarded || observer instanceof Several || observer == Silent.SILENT
                ? observer
                : new Guarded(observer);
    }

    /** Something that an observer opens around a handler's call, such as a current span; closed on the thread that opened it. */
    @FunctionalInterface
    interface Scope extends AutoCloseable {
        /**
         * The handler failed; told before {@link #close}, at most once.
         *
         * @param failure what the handler threw; its message may hold personal data
         */
        default void failed(Throwable failure) {}

        @Override
        void close();

        /** {@return a scope that does nothing} */
        static Scope none() {
            return () -> {};
        }
    }
}
