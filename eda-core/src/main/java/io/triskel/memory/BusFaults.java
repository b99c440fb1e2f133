package io.triskel.memory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;

/**
 * Faults that the in-memory bus injects: the same seed and the same calls give the same faults.
 *
 * <p>No fault breaks a real bus's guarantees: an accepted event is kept, and first occurrences of a key stay in order.
 *
 * @param random the source of chance
 * @param duplicate how often an event is stored twice, 0 to 1
 * @param rejected how often a valid event is rejected, 0 to 1
 * @param unknown how often an event's outcome is unknown, 0 to 1; about half of those events are stored
 * @param undecodable how often an event is followed by a record without a key that is not an event, 0 to 1
 * @param reordering whether events of different keys overtake one another
 */
public record BusFaults(
        Random random, double duplicate, double rejected, double unknown, double undecodable, boolean reordering) {
    /** {@return a bus without faults} */
    public static BusFaults none() {
        return new BusFaults(new Random(0), 0, 0, 0, 0, false);
    }

    /** {@return some of each fault except undecodable bytes, which would be parked} */
    public static BusFaults some(Random random) {
        return new BusFaults(random, 0.1, 0.05, 0.03, 0, true);
    }

    /** {@return a copy with this share of undecodable bytes} */
    public BusFaults withUndecodable(double share) {
        return new BusFaults(random, duplicate, rejected, unknown, share, reordering);
    }

    boolean duplicates() {
        return happens(duplicate);
    }

    boolean rejects() {
        return happens(rejected);
    }

    boolean forgetsToAnswer() {
        return happens(unknown);
    }

    boolean addsNoise() {
        return happens(undecodable);
    }

    boolean flipsACoin() {
        return random.nextBoolean();
    }

    private boolean happens(double share) {
        return share > 0 && random.nextDouble() < share;
    }

    void shuffle(List<?> anyOrder) {
        if (reordering) {
            Collections.shuffle(anyOrder, random);
        }
    }

    /** {@return the indexes of {@code keys}, shuffled, but ascending among those of one key} */
    List<Integer> order(List<Optional<String>> keys) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            order.add(i);
        }
        if (!reordering) {
            return order;
        }
        Map<String, Deque<Integer>> ascending = new HashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            int place = i;
            keys.get(i)
                    .ifPresent(key -> ascending
                            .computeIfAbsent(key, first -> new ArrayDeque<>())
                            .add(place));
        }
        Collections.shuffle(order, random);
        order.replaceAll(place -> keys.get(place)
                .map(key -> Objects.requireNonNull(ascending.get(key)).remove())
                .orElse(place));
        return order;
    }
}
