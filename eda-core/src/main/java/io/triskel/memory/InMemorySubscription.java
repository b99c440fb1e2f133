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
 * One member of a consumer group of an {@link InMemoryBus}: poll, settle, poll again, on one thread at a time.
 *
 * <p>A poll that follows a poll without a settlement counts as the restart of a crashed consumer: the same deliveries come
 * again. While a member holds records of a key or partition, no other member of the group gets any of it.
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

    /** {@return how unsettled deliveries come back, which the batch processor must be told} */
    public Redelivery redelivery() {
        return redelivery;
    }

    /**
     * Takes the next deliveries.
     *
     * @param limit most deliveries, 1 or more; {@link Redelivery#ONE_BY_ONE} gives one at a time
     * @return empty if nothing is there for this member now
     * @throws io.triskel.event.PortException if the key store of personal data fails; the same deliveries come again
     */
    public List<Delivery> poll(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("A poll asks for one delivery at least, not for " + limit);
        }
        List<Delivery> deliveries = new ArrayList<>();
        List<BusRecord> records = bus.next(group, this, limit);
        int groups = bus.groups();
        for (BusRecord next : records) {
            deliveries.add(next.read(bus.codec(), wanted, groups));
        }
        return deliveries;
    }

    /** Settles the last poll's deliveries; unsettled ones come again as {@link #redelivery} says. */
    public void settle(Settlement settlement) {
        bus.settle(
                group,
                this,
                settlement.verdicts().stream().map(Verdict::settled).toList());
    }

    /** Gives back the last poll's deliveries unsettled, so that other members may have them. */
    public void abandon() {
        bus.abandon(group, this);
    }

    /** {@return whether the whole group has settled everything that was published so far} */
    public boolean drained() {
        return bus.drained(group);
    }
}
