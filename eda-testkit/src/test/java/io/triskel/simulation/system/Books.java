package io.triskel.simulation.system;

import io.triskel.event.EventId;
import io.triskel.saga.Participation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where the participants of sagas keep what took effect: each method is one atomic step of a store that may fail. */
public interface Books {
    Participation of(String order, String step);

    /** Changes participation and effect together. */
    boolean change(String order, String step, Participation from, Participation to);

    void stamp(String customer, int number, EventId command);

    /** The books themselves. */
    final class InMemory implements Books {
        private final Map<String, Participation> participations = new HashMap<>();
        private final Map<String, Integer> effects = new HashMap<>();
        private final Map<String, Set<EventId>> stamps = new HashMap<>();
        private final List<String> wrong = new ArrayList<>();

        @Override
        public Participation of(String order, String step) {
            return participations.getOrDefault(order + " " + step, Participation.NONE);
        }

        @Override
        public boolean change(String order, String step, Participation from, Participation to) {
            if (of(order, step) != from) {
                return false;
            }
            participations.put(order + " " + step, to);
            int by = (to == Participation.DONE ? 1 : 0) - (from == Participation.DONE ? 1 : 0);
            effects.merge(order + " " + step, by, Integer::sum);
            return true;
        }

        @Override
        public void stamp(String customer, int number, EventId command) {
            Set<EventId> same = stamps.computeIfAbsent(customer + " " + number, first -> new HashSet<>());
            if (same.add(command) && same.size() > 1) {
                wrong.add(customer + " got stamp " + number + " by several commands: " + same);
            }
        }

        int effect(String order, String step) {
            return effects.getOrDefault(order + " " + step, 0);
        }

        long stampsOf(String customer) {
            return stamps.keySet().stream()
                    .filter(stamp -> stamp.startsWith(customer + " "))
                    .count();
        }

        List<String> wrong() {
            return wrong;
        }
    }
}
