package io.triskel.orders.memory;

import io.triskel.codec.EventCodec;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventKind;
import io.triskel.event.Page;
import io.triskel.memory.InMemoryStores;
import io.triskel.projection.History;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The events of all streams, page by page; remembers which of those that were read were not published then. */
final class CommittedFacts implements History {
    private final History history;
    private final Tally tally;
    private final Set<EventId> unpublished = ConcurrentHashMap.newKeySet();

    CommittedFacts(History history, Tally tally) {
        this.history = history;
        this.tally = tally;
    }

    /** {@return an event as a structured CloudEvent; a fact as its store has encoded it} */
    static byte[] encoded(Envelope<?> event, InMemoryStores stores, EventCodec codec) {
        Optional<byte[]> stored = event.pattern() instanceof EventKind.Sourced fact
                ? stores.stored(fact.stream(), fact.revision())
                : Optional.empty();
        return stored.orElseGet(() -> codec.encode(event));
    }

    @Override
    public Page<Envelope<?>> read(Optional<String> after, int limit) {
        Page<Envelope<?>> page = history.read(after, limit);
        page.items().stream().filter(event -> !tally.hasSeen(event.id())).forEach(event -> unpublished.add(event.id()));
        return page;
    }

    /** {@return how many facts, as far as they were read, were committed and never published} */
    long lost() {
        return unpublished.stream().filter(event -> !tally.hasSeen(event)).count();
    }
}
