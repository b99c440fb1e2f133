package io.triskel.orders.deployed;

import io.triskel.codec.EventCodec;
import io.triskel.event.Envelope;
import io.triskel.projection.History;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the bus still has, from its oldest position on, as the history that a projection is rebuilt from. */
final class BusHistory implements History {
    private final BusReader bus;
    private final EventCodec events;
    private final List<byte[]> records = new ArrayList<>();

    /**
     * Reads as it is asked to.
     *
     * @param bus that nobody else reads with
     */
    BusHistory(BusReader bus, EventCodec events) {
        this.bus = bus;
        this.events = events;
    }

    /** Positions are counted from where this reader began: they mean nothing to another one. */
    @Override
    public Page read(Optional<String> after, int limit) {
        int from = after.map(Integer::parseInt).orElse(0);
        if (records.size() < from + limit) {
            bus.read(records::add);
        }
        int to = Math.min(records.size(), from + limit);
        List<Envelope<?>> page = new ArrayList<>();
        for (byte[] record : records.subList(from, to)) {
            page.add(events.decode(record));
        }
        return new Page(page, to < records.size() ? Optional.of(Integer.toString(to)) : Optional.empty());
    }
}
