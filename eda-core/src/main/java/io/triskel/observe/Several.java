package io.triskel.observe;

import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.Metadata.TraceContext;
import io.triskel.event.StreamId;
import io.triskel.observe.Observer.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Calls several observers, each guarded, so that one's failure does not reach the others. */
record Several(List<Observer> observers) implements Observer {
    @Override
    public void published(Envelope<?> event, EventOutcome outcome, Duration took) {
        observers.forEach(each -> each.published(event, outcome, took));
    }

    @Override
    public void handled(String consumer, Envelope<?> event, EventOutcome verdict, Duration took) {
        observers.forEach(each -> each.handled(consumer, event, verdict, took));
    }

    @Override
    public void parked(String consumer, EventId event, String reason) {
        observers.forEach(each -> each.parked(consumer, event, reason));
    }

    @Override
    public void replayed(String consumer, EventId event, EventOutcome outcome) {
        observers.forEach(each -> each.replayed(consumer, event, outcome));
    }

    @Override
    public void appended(StreamId stream, long firstRevision, int events) {
        observers.forEach(each -> each.appended(stream, firstRevision, events));
    }

    @Override
    public void dispatched(StreamId stream, long upTo) {
        observers.forEach(each -> each.dispatched(stream, upTo));
    }

    @Override
    public void sagaEnded(String saga, String instance, String ending) {
        observers.forEach(each -> each.sagaEnded(saga, instance, ending));
    }

    @Override
    public void portFailed(String port, Throwable failure) {
        observers.forEach(each -> each.portFailed(port, failure));
    }

    @Override
    public void parkedLanes(String consumer, long atLeast) {
        observers.forEach(each -> each.parkedLanes(consumer, atLeast));
    }

    @Override
    public void dirtyStreams(long atLeast) {
        observers.forEach(each -> each.dirtyStreams(atLeast));
    }

    @Override
    public void oldestUnsettled(String consumer, Duration age) {
        observers.forEach(each -> each.oldestUnsettled(consumer, age));
    }

    @Override
    public Scope handling(String consumer, Envelope<?> event) {
        List<Scope> opened = new ArrayList<>();
        observers.forEach(each -> opened.add(0, each.handling(consumer, event)));
        return new SeveralScopes(opened);
    }

    @Override
    public Optional<TraceContext> traceFor(Envelope<?> event) {
        return observers.stream().flatMap(each -> each.traceFor(event).stream()).findFirst();
    }

    /** The scope opened last is first. */
    private record SeveralScopes(List<Scope> scopes) implements Scope {
        @Override
        public void failed(Throwable failure) {
            scopes.forEach(each -> each.failed(failure));
        }

        @Override
        public void close() {
            scopes.forEach(Scope::close);
        }
    }
}
