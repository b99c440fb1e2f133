package io.triskel.memory;

import io.triskel.event.Envelope;
import io.triskel.event.Page;
import io.triskel.memory.InMemoryEventStore.LogPage;
import io.triskel.projection.History;
import java.util.Optional;

/** The log of an in-memory store, as a history for rebuilds. */
final class InMemoryHistory implements History {
    private final InMemoryEventStore store;

    InMemoryHistory(InMemoryEventStore store) {
        this.store = store;
    }

    @Override
    public Page<Envelope<?>> read(Optional<String> after, int limit) {
        LogPage page = store.log(after.map(Long::parseLong).orElse(0L), limit);
        return new Page<>(page.events(), page.more() ? Optional.of(Long.toString(page.position())) : Optional.empty());
    }
}
