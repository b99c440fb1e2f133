package io.triskel.memory;

import io.triskel.consume.Delivery;
import io.triskel.consume.Redelivery;
import io.triskel.consume.Settlement;
import io.triskel.consume.Verdict;
import io.triskel.event.EventType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * One member of a consumer group of an {@link InMemoryBus}: poll, settle, poll again. For one thread at a time.
 *
 * <p>A poll without a settlement of the last one counts as the restart of a crashed consumer: the same deliveries are
 * redelivered. While a member holds records of a key or partition, no other member of the group gets records of it.
 */
public final class InMemorySubscription {
    private final InMemoryBus bus;
    private final String group;
    private final Redelivery redelivery;
    private final Predicate<EventType> wanted;

    InMemorySubscription(InMemoryBus bus, String group, Redelivery redelivery, Predicate<EventType> wanted) {
        this.bus = bus;
        this.group = group;
        this.redelivery = redelivery;
        this.wanted = wanted;
    }

    /** {@return how unsettled deliveries are redelivered, for the batch processor} */
    public Redelivery redelivery() {
        return redelivery;
    }

    /**
     * Takes the next deliveries.
     *
     * @param limit most deliveries, at least 1; {@link Redelivery#ONE_BY_ONE} returns one at a time
     * @return empty if there is nothing for this member now
     * @throws io.triskel.event.PortException if the key store of personal data fails; the same deliveries are redelivered
     */
    public List<Delivery> poll(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1, not " + limit);
        }
        List<Delivery> deliveries = new ArrayList<>();
        List<BusRecord> records = bus.next(group, this, limit);
        int groups = bus.groups();
        for (BusRecord next : records) {
            deliveries.add(next.read(bus.codec(), wanted, groups));
        }
        return deliveries;
    }

    /** Settles the last poll's deliveries; unsettled ones are redelivered as {@link #redelivery} states. */
    public void settle(Settlement settlement) {
        bus.settle(
                group,
                this,
                settlement.verdicts().stream().map(Verdict::settled).toList());
    }

    /** Releases the last poll's deliveries unsettled, so that other members may get them. */
    public void abandon() {
        bus.abandon(group, this);
    }

    /** {@return how many of the events published so far the whole group has not settled} */
    public long waiting() {
        return bus.waiting(group);
    }

    /** {@return whether the whole group has settled all events published so far} */
    public boolean drained() {
        return bus.drained(group);
    }
}
