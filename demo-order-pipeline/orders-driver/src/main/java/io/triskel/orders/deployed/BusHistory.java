package io.triskel.orders.deployed;

import io.triskel.codec.EventCodec;
import io.triskel.event.Envelope;
import io.triskel.event.Page;
import io.triskel.projection.History;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The events that the bus still has, from its oldest position on, as a history in which to look for facts that happened
 * twice.
 */
final class BusHistory implements History {
    private final BusReader bus;
    private final EventCodec events;
    private final List<byte[]> records = new ArrayList<>();

    /**
     * Creates a history of what the bus still has.
     *
     * @param bus a reader for exclusive use
     */
    BusHistory(BusReader bus, EventCodec events) {
        this.bus = bus;
        this.events = events;
    }

    /** Positions count from this reader's start: they mean nothing to another reader. */
    @Override
    public Page<Envelope<?>> read(Optional<String> after, int limit) {
        int from = after.map(Integer::parseInt).orElse(0);
        if (records.size() < from + limit) {
            bus.read(records::add);
        }
        int to = Math.min(records.size(), from + limit);
        List<Envelope<?>> page = new ArrayList<>();
        for (byte[] record : records.subList(from, to)) {
            page.add(events.decode(record));
        }
        return new Page<>(page, to < records.size() ? Optional.of(Integer.toString(to)) : Optional.empty());
    }
}
