package io.triskel.memory;

import io.triskel.consume.BatchProcessor;
import io.triskel.consume.Delivery;
import io.triskel.consume.Redelivery;
import io.triskel.consume.Settlement;
import io.triskel.consume.Verdict;
import io.triskel.event.Deadline;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/**
 * Feeds processors from an {@link InMemoryBus} until it is drained, one after another on the calling thread. For one thread
 * at a time.
 */
public final class InMemoryPump {
    private static final int BATCH = 100;
    private static final Duration BATCH_TIME = Duration.ofSeconds(30);
    /** Ends a drain whose events fail for ever without being parked, or stay "not yet". */
    private static final int MOST_VAIN_ROUNDS = 64;

    private final InMemoryBus bus;
    private final Redelivery redelivery;
    private final InstantSource clock;
    private final Feeding feeding;
    private final List<Fed> fed = new CopyOnWriteArrayList<>();

    InMemoryPump(InMemoryBus bus, Redelivery redelivery, InstantSource clock, Feeding feeding) {
        this.bus = bus;
        this.redelivery = redelivery;
        this.clock = clock;
        this.feeding = feeding;
    }

    private record Fed(String name, InMemorySubscription subscription, BatchProcessor processor) {}

    /**
     * Adds a processor, as the consumer group {@code name}, from the oldest kept event on.
     *
     * @throws IllegalArgumentException if the pump feeds that name already
     */
    public InMemoryPump add(String name, BatchProcessor processor) {
        if (fed.stream().anyMatch(one -> one.name().equals(name))) {
            throw new IllegalArgumentException("This pump feeds '" + name + "' already: subscribe each name once");
        }
        fed.add(new Fed(name, bus.subscribe(name, redelivery, processor.subscription()), processor));
        return this;
    }

    /**
     * Feeds all processors until no event is left, with those that handlers publish, or until 64 rounds in a row settle
     * none.
     *
     * @return how many deliveries were settled
     */
    public int drain() {
        int settled = 0;
        for (int vain = 0; vain < MOST_VAIN_ROUNDS && !isDrained(); ) {
            int now = fed.stream().mapToInt(this::feed).sum();
            vain = now == 0 ? vain + 1 : 0;
            settled += now;
        }
        return settled;
    }

    /** {@return whether every processor has settled all events published so far} */
    public boolean isDrained() {
        return fed.stream().allMatch(one -> one.subscription().drained());
    }

    /** {@return how many of the events published so far each processor has not settled, by its name; from any thread} */
    public Map<String, Long> waiting() {
        return fed.stream()
                .collect(Collectors.toMap(Fed::name, one -> one.subscription().waiting()));
    }

    private int feed(Fed one) {
        List<Delivery> deliveries = one.subscription().poll(BATCH);
        if (deliveries.isEmpty()) {
            return 0;
        }
        Settlement settlement = feeding.whileFeeding(
                () -> one.processor().process(deliveries, redelivery, Deadline.in(BATCH_TIME, clock)));
        one.subscription().settle(settlement);
        return (int) settlement.verdicts().stream().filter(Verdict::settled).count();
    }
}
