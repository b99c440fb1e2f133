package io.triskel.observe;

import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.Metadata.TraceContext;
import io.triskel.event.StreamId;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * Receives reports of the core's work, for metrics, traces and logs. Every method has an empty default.
 *
 * <p>Several working threads call it concurrently. The core calls an observer through {@link #guarded(Observer)}.
 */
public interface Observer {
    /**
     * An event's publication ended.
     *
     * @param outcome accepted, withheld or rejected
     * @param took the time from the call to the outcome, with waiting
     */
    default void published(Envelope<?> event, EventOutcome outcome, Duration took) {}

    /**
     * A delivery got its verdict.
     *
     * @param verdict handled, duplicate, ignored, parked or unsettled
     * @param took the handler's own time
     */
    default void handled(String consumer, Envelope<?> event, EventOutcome verdict, Duration took) {}

    /** An event was parked; the reason may be any text. */
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
     * Parked lanes of a consumer were counted, by {@code ParkedReplay.parkedLanes} or after {@code ParkedReplay.replayAll}.
     *
     * @param atLeast how many lanes are parked; there may be more if the count reached the caller's limit
     */
    default void parkedLanes(String consumer, long atLeast) {}

    /**
     * A drain of the outbox left unpublished streams: those it could not publish, and those beyond its limit or deadline.
     * Streams that another process is publishing do not count.
     *
     * @param atLeast how many streams stay unpublished; there may be more if the drain ended at its limit or deadline
     */
    default void dirtyStreams(long atLeast) {}

    /**
     * A batch was settled; called once per batch.
     *
     * @param age the age of the oldest unsettled event: since the event's time, or its first claim if it has no time. Zero
     *     if neither is known, or nothing is unsettled
     */
    default void oldestUnsettled(String consumer, Duration age) {}

    /**
     * A handler is about to run.
     *
     * @return a scope, such as a span that continues the event's trace and is current while the handler runs; it receives
     *     the handler's failure and is closed when the handler is done, on the same thread
     */
    default Scope handling(String consumer, Envelope<?> event) {
        return Scope.none();
    }

    /**
     * An event without a trace is about to be published or stored.
     *
     * @return the trace for the event, such as the current span's
     */
    default Optional<TraceContext> traceFor(Envelope<?> event) {
        return Optional.empty();
    }

    /** {@return the event, with the trace that {@link #traceFor} offers if it has none} */
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

    /** {@return an observer that calls all of these in order; the first offered trace is taken; scopes close in reverse} */
    static Observer all(Observer... observers) {
        return new Several(Arrays.stream(observers).map(Observer::guarded).toList());
    }

    /** {@return an observer that catches this observer's exceptions and errors} */
    static Observer guarded(Observer observer) {
        return observer instanceof Guarded || observer instanceof Several || observer == Silent.SILENT
                ? observer
                : new Guarded(observer);
    }

    /** A scope around a handler's call, such as a current span; closed on the thread that opened it. */
    @FunctionalInterface
    interface Scope extends AutoCloseable {
        /**
         * The handler failed; called before {@link #close}, at most once.
         *
         * @param failure the handler's exception or error; its message may hold personal data
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
