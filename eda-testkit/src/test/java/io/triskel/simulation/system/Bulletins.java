package io.triskel.simulation.system;

import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.publish.PublishFailedException;
import io.triskel.publish.PublishReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the hosts publish as first programs do, under the keys of orders: they look at exceptions and at nothing else, and go on
 * with the next bulletin. One whose publication ended without an exception must be on the bus, behind the ones before it.
 */
final class Bulletins {
    static final String SOURCE = "/bulletins/";

    private static final int AT_A_TIME = 8;
    private static final Duration TIME = Duration.ofSeconds(10);

    private final World world;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<String, Set<Integer>> published = new TreeMap<>();

    Bulletins(World world) {
        this.world = world;
    }

    void publish(Host host, String order) {
        String source = SOURCE + host.number();
        for (int i = 0; i < AT_A_TIME; i++) {
            int number = numbers.merge(source + " " + order, 1, Integer::sum);
            Envelope<?> event = Envelope.of(
                            new EventId(source, order + "-bulletin-" + number),
                            Orders.MEMO,
                            new Orders.Memo(order, number))
                    .withKey(World.key(order));
            try {
                publish(host, event);
                published
                        .computeIfAbsent(source + " " + order, first -> new HashSet<>())
                        .add(number);
            } catch (PublishFailedException failed) {
                world.happenings.add(Happening.PUBLICATION_FAILED);
                world.trace(host + ": " + failed.getMessage());
            }
            host.requireAlive();
        }
    }

    private void publish(Host host, Envelope<?> event) {
        Deadline deadline = Deadline.in(TIME, world.clock);
        if (world.flaw == Flaw.PUBLISHING_IS_TRIED_ONCE) {
            PublishReport unused = host.careless().publishAndWait(List.of(event), deadline);
        } else {
            host.repeating().publish(List.of(event), deadline);
        }
    }

    /** {@return what is wrong with these events, which are on the bus in this order} */
    List<String> wrong(List<Envelope<?>> onBus) {
        Map<String, List<Integer>> there = new TreeMap<>();
        Set<EventId> seen = new HashSet<>();
        for (Envelope<?> event : onBus) {
            if (event.data() instanceof Orders.Memo memo
                    && event.id().source().startsWith(SOURCE)
                    && seen.add(event.id())) {
                there.computeIfAbsent(event.id().source() + " " + memo.order(), first -> new ArrayList<>())
                        .add(memo.number());
            }
        }
        List<String> wrong = new ArrayList<>();
        there.forEach((key, in) -> {
            if (!in.equals(in.stream().sorted().toList())) {
                wrong.add("bulletins of " + key + " are on the bus in this order: " + in);
            }
        });
        published.forEach((key, numbersOfKey) -> {
            Set<Integer> missing = new HashSet<>(numbersOfKey);
            missing.removeAll(there.getOrDefault(key, List.of()));
            if (!missing.isEmpty()) {
                wrong.add("bulletins " + missing + " of " + key + " are not on the bus, and nobody was told");
            }
        });
        return wrong;
    }
}
