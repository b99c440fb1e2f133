package io.triskel.load.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.load.result.Correctness;
import io.triskel.load.result.Duplicates;
import io.triskel.load.traffic.Burst;
import io.triskel.load.traffic.SendOutcome;
import io.triskel.load.traffic.Stamp;
import io.triskel.load.traffic.Timeline;
import io.triskel.load.workload.Phase;
import io.triskel.publish.RejectionCause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** A bus that does what a script of chance says, and lists that know what it did. */
class CorrectnessProperties {
    private static final long RUN = 77;

    @Property(tries = 3_000)
    void every_fault_is_found_and_nothing_else(@ForAll long seed) {
        Bus bus = new Bus(seed, true);

        bus.run();

        assertThat(bus.found()).isEqualTo(bus.expected());
    }

    @Property(tries = 1_000)
    void without_faults_nothing_is_found(@ForAll long seed) {
        Bus bus = new Bus(seed, false);

        bus.run();

        Correctness found = bus.found();
        assertThat(found)
                .isEqualTo(new Correctness(
                        found.sent(),
                        found.sent(),
                        found.sent(),
                        0,
                        0,
                        new Duplicates(0, 0),
                        0,
                        0,
                        0,
                        0,
                        0,
                        found.longestSilenceMs(),
                        0,
                        0));
        assertThat(found.sent()).isEqualTo(bus.offered);
    }

    private static final class Bus {
        private final Random random;
        private final boolean faulty;
        private final int keys;
        private final int consumers;
        private final Ledgers ledgers;
        private final Measurement measured;
        /** Each consumer's deliveries: event, or less than 0 for what is not of this run or cannot be read. */
        private final List<List<Long>> arrivals = new ArrayList<>();

        private final Map<Long, Integer> sendings = new LinkedHashMap<>();
        private final Set<Long> accepted = new HashSet<>();
        private final Set<Long> maybe = new HashSet<>();
        private final List<List<Long>> onTheWay = new ArrayList<>();
        private int offered;
        private long corrupt;
        private long foreign;

        Bus(long seed, boolean faulty) {
            this.random = new Random(seed);
            this.faulty = faulty;
            this.keys = 1 + random.nextInt(5);
            this.consumers = 1 + random.nextInt(3);
            this.ledgers = new Ledgers(keys, consumers);
            Timeline timeline = new Timeline(List.of(new Phase.Steady(1, Duration.ofSeconds(1))));
            this.measured = new Measurement(RUN, ledgers, timeline, 0, () -> 0);
            for (int i = 0; i < consumers; i++) {
                arrivals.add(new ArrayList<>());
                onTheWay.add(new ArrayList<>());
            }
        }

        void run() {
            for (int i = random.nextInt(60); i > 0; i--) {
                send();
                if (random.nextBoolean()) {
                    deliver(random.nextInt(10));
                }
            }
            deliver(Integer.MAX_VALUE);
        }

        private boolean happens(double share) {
            return faulty && random.nextDouble() < share;
        }

        private void send() {
            Burst burst = new Burst(4);
            for (int i = 1 + random.nextInt(4); i > 0; i--) {
                int key = random.nextInt(keys);
                int number = measured.offered(key, 0);
                offered++;
                if (happens(0.05)) {
                    // Waits behind another one, and is never sent.
                    measured.heldBack(key, number, 0, 0, new Held());
                } else {
                    burst.add(key, number, 0);
                }
            }
            measured.sending(burst, new Held());
            answer(burst);
            if (happens(0.02)) {
                return;
            }
            List<Integer> refused = new ArrayList<>();
            for (int i = 0; i < burst.size(); i++) {
                if (!burst.outcome(i).accepted()) {
                    refused.add(i);
                }
            }
            for (int i : refused) {
                Burst again = new Burst(1);
                again.add(burst.key(i), burst.number(i), 0);
                measured.sendingAgain(again, new boolean[1], new long[1]);
                answer(again);
            }
        }

        /** The outcomes of a burst, or none. */
        private void answer(Burst burst) {
            boolean silent = happens(0.03);
            for (int i = 0; i < burst.size(); i++) {
                long event = KeyLedger.id(burst.key(i), burst.number(i));
                sendings.merge(event, 1, Integer::sum);
                if (happens(0.05)) {
                    burst.failed(i, SendOutcome.refused(RejectionCause.THROTTLED, ""));
                } else if (happens(0.03)) {
                    burst.failed(i, SendOutcome.WITHHELD);
                } else if (happens(0.06)) {
                    burst.failed(i, SendOutcome.refused(RejectionCause.UNKNOWN, ""));
                    maybe.add(event);
                    if (random.nextBoolean()) {
                        store(event);
                    }
                } else {
                    store(event);
                    if (silent) {
                        maybe.add(event);
                    } else {
                        accepted.add(event);
                    }
                }
                if (silent) {
                    maybe.add(event);
                }
            }
            if (silent) {
                measured.unanswered(burst);
            } else {
                measured.answered(burst);
            }
        }

        private void store(long event) {
            for (List<Long> way : onTheWay) {
                for (int copies = happens(0.05) ? 2 : happens(0.05) ? 0 : 1; copies > 0; copies--) {
                    int place = happens(0.1) ? random.nextInt(way.size() + 1) : way.size();
                    way.add(place, event);
                }
            }
        }

        private void deliver(int most) {
            for (int consumer = 0; consumer < consumers; consumer++) {
                List<Long> way = onTheWay.get(consumer);
                for (int i = Math.min(most, way.size()); i > 0; i--) {
                    arrive(consumer, way.remove(0));
                }
            }
        }

        private void arrive(int consumer, long event) {
            if (happens(0.03)) {
                foreign++;
                measured.arrived(
                        consumer,
                        new Stamp(RUN + 1, KeyLedger.key(event), KeyLedger.number(event), 0, 0, 0),
                        random.nextBoolean());
            }
            if (happens(0.03)) {
                corrupt++;
                measured.unreadable(consumer);
                return;
            }
            boolean intact = !happens(0.03);
            corrupt += intact ? 0 : 1;
            arrivals.get(consumer).add(event);
            measured.arrived(consumer, new Stamp(RUN, KeyLedger.key(event), KeyLedger.number(event), 0, 0, 0), intact);
        }

        Correctness found() {
            return ledgers.correctness(0);
        }

        /** What the lists say. */
        Correctness expected() {
            long lost = 0;
            long producer = 0;
            long redelivered = 0;
            long reordered = 0;
            int deepest = 0;
            long delivered = Long.MAX_VALUE;
            for (List<Long> came : arrivals) {
                Map<Long, Integer> times = new HashMap<>();
                for (long event : came) {
                    if (times.merge(event, 1, Integer::sum) == 1) {
                        int overtakers = (int) times.keySet().stream()
                                .filter(other -> KeyLedger.key(other) == KeyLedger.key(event)
                                        && KeyLedger.number(other) > KeyLedger.number(event))
                                .count();
                        reordered += overtakers > 0 ? 1 : 0;
                        deepest = Math.max(deepest, overtakers);
                    }
                }
                delivered = Math.min(delivered, times.size());
                lost += accepted.stream()
                        .filter(event -> !times.containsKey(event))
                        .count();
                for (Map.Entry<Long, Integer> each : times.entrySet()) {
                    int repeats = each.getValue() - 1;
                    int ours = Math.min(repeats, sendings.getOrDefault(each.getKey(), 1) - 1);
                    producer += ours;
                    redelivered += repeats - ours;
                }
            }
            maybe.removeAll(accepted);
            return new Correctness(
                    sendings.size(),
                    accepted.size(),
                    delivered,
                    lost,
                    maybe.size(),
                    new Duplicates(producer, redelivered),
                    reordered,
                    deepest,
                    corrupt,
                    foreign,
                    0,
                    found().longestSilenceMs(),
                    0,
                    0);
        }
    }
}
