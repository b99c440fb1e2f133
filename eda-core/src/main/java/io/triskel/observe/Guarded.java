package io.triskel.observe;

import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.Metadata.TraceContext;
import io.triskel.event.PortException.Fault;
import io.triskel.event.StreamId;
import io.triskel.observe.Observer.Scope;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Catches an observer's exceptions and errors, so that a broken metric never costs an event. */
record Guarded(Observer inner) implements Observer {
    @Override
    public void published(Envelope<?> event, EventOutcome outcome, Duration took) {
        guard(() -> inner.published(event, outcome, took));
    }

    @Override
    public void handled(String consumer, Envelope<?> event, EventOutcome verdict, Duration took) {
        guard(() -> inner.handled(consumer, event, verdict, took));
    }

    @Override
    public void parked(String consumer, EventId event, String reason) {
        guard(() -> inner.parked(consumer, event, reason));
    }

    @Override
    public void replayed(String consumer, EventId event, EventOutcome outcome) {
        guard(() -> inner.replayed(consumer, event, outcome));
    }

    @Override
    public void appended(StreamId stream, long firstRevision, int events) {
        guard(() -> inner.appended(stream, firstRevision, events));
    }

    @Override
    public void dispatched(StreamId stream, long upTo) {
        guard(() -> inner.dispatched(stream, upTo));
    }

    @Override
    public void sagaEnded(String saga, String instance, String ending) {
        guard(() -> inner.sagaEnded(saga, instance, ending));
    }

    @Override
    public void portFailed(String port, Throwable failure) {
        guard(() -> inner.portFailed(port, failure));
    }

    @Override
    public void parkedLanes(String consumer, long atLeast) {
        guard(() -> inner.parkedLanes(consumer, atLeast));
    }

    @Override
    public void dirtyStreams(long atLeast) {
        guard(() -> inner.dirtyStreams(atLeast));
    }

    @Override
    public void oldestUnsettled(String consumer, Duration age) {
        guard(() -> inner.oldestUnsettled(consumer, age));
    }

    @Override
    public Scope handling(String consumer, Envelope<?> event) {
        return new GuardedScope(guard(() -> inner.handling(consumer, event), Scope.none()));
    }

    @Override
    public Optional<TraceContext> traceFor(Envelope<?> event) {
        return guard(() -> inner.traceFor(event), Optional.empty());
    }

    private static void guard(Runnable tell) {
        try {
            tell.run();
        } catch (RuntimeException | Error ofTheObserver) {
            // Nothing can report this failure: failures are reported to the observer.
            if (Fault.of(ofTheObserver) == Fault.MACHINE) {
                throw ofTheObserver;
            }
        }
    }

    private static <R> R guard(Supplier<R> ask, R otherwise) {
        try {
            return ask.get();
        } catch (RuntimeException | Error ofTheObserver) {
            if (Fault.of(ofTheObserver) == Fault.MACHINE) {
                throw ofTheObserver;
            }
            return otherwise;
        }
    }

    private record GuardedScope(Scope scope) implements Scope {
        @Override
        public void failed(Throwable failure) {
            guard(() -> scope.failed(failure));
        }

        @Override
        public void close() {
            guard(scope::close);
        }
    }
}
