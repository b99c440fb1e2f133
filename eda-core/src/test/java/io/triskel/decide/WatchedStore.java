package io.triskel.decide;

import io.triskel.event.Envelope;
import io.triskel.event.StreamId;
import io.triskel.memory.InMemoryEventStore;
import io.triskel.store.CommandId;
import io.triskel.store.EventAppender.AppendResult;
import io.triskel.store.EventAppender.Expectation;
import io.triskel.store.EventReader.EventPage;
import io.triskel.store.EventStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Writes down where reads begin, and lets a test step in around appends. */
final class WatchedStore implements EventStore {
    InMemoryEventStore inner = InMemoryEventStore.ofObjects();
    final List<Long> readsAfter = new ArrayList<>();
    long eventsRead;
    final AtomicInteger appends = new AtomicInteger();
    Runnable beforeAppend = () -> {};
    Runnable afterAppend = () -> {};

    @Override
    public EventPage read(StreamId stream, long afterRevision, int limit) {
        readsAfter.add(afterRevision);
        EventPage page = inner.read(stream, afterRevision, limit);
        eventsRead += page.events().size();
        return page;
    }

    @Override
    public AppendResult append(
            StreamId stream, Expectation expected, List<? extends Envelope<?>> events, CommandId commandId) {
        appends.incrementAndGet();
        beforeAppend.run();
        AppendResult result = inner.append(stream, expected, events, commandId);
        afterAppend.run();
        return result;
    }
}
