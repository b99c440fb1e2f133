package io.triskel.simulation.system;

import io.triskel.event.EventId;
import io.triskel.saga.Participation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where the participants of sagas keep what took effect: each method is one atomic step of a store that may fail. A process is
 * what {@link Participation#keyOf} tells apart.
 */
public interface Books {
    Participation of(String process, String step);

    /** Changes participation and effect together. */
    boolean change(String process, String step, Participation from, Participation to);

    void stamp(String customer, int number, EventId command);

    /** The books themselves. */
    final class InMemory implements Books {
        private final Map<String, Participation> participations = new HashMap<>();
        private final Map<String, Integer> effects = new HashMap<>();
        private final Map<String, Set<EventId>> stamps = new HashMap<>();
        private final Set<String> answers = new HashSet<>();
        private final Map<String, String> bills = new TreeMap<>();
        private final List<String> wrong = new ArrayList<>();

        @Override
        public Participation of(String process, String step) {
            return participations.getOrDefault(process + " " + step, Participation.NONE);
        }

        @Override
        public boolean change(String process, String step, Participation from, Participation to) {
            if (of(process, step) != from) {
                return false;
            }
            participations.put(process + " " + step, to);
            int by = (to == Participation.DONE ? 1 : 0) - (from == Participation.DONE ? 1 : 0);
            effects.merge(process + " " + step, by, Integer::sum);
            return true;
        }

        @Override
        public void stamp(String customer, int number, EventId command) {
            Set<EventId> same = stamps.computeIfAbsent(customer + " " + number, first -> new HashSet<>());
            if (same.add(command) && same.size() > 1) {
                wrong.add(customer + " got stamp " + number + " by several commands: " + same);
            }
        }

        /** Notes what a participant says about a step, whether or not the answer arrives. */
        void answers(String process, String step, boolean done) {
            answers.add(process + " " + step + " " + done);
        }

        boolean answered(String process, String step, boolean done) {
            return answers.contains(process + " " + step + " " + done);
        }

        /** Notes which order a round of billing is about. */
        void bills(String process, String order) {
            String before = bills.putIfAbsent(process, order);
            if (before != null && !before.equals(order)) {
                wrong.add(process + " bills " + before + ", and " + order);
            }
        }

        /** {@return the orders of a customer's rounds, in their order} */
        List<String> billed(String customer) {
            List<String> orders = new ArrayList<>();
            for (int round = 1; bills.containsKey(roundOf(customer, round)); round++) {
                orders.add(bills.get(roundOf(customer, round)));
            }
            return orders;
        }

        static String roundOf(String customer, int round) {
            return Billing.NAME + "/" + customer + "/" + round;
        }

        int effect(String process, String step) {
            return effects.getOrDefault(process + " " + step, 0);
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
