package io.triskel.load.ledger;

import io.triskel.load.ledger.WorkerLedger.Seen;
import io.triskel.load.result.Correctness;
import io.triskel.load.result.Duplicates;
import io.triskel.load.result.ResultException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/**
 * What all workers on one bus tell together. An event is lost if it was accepted and no worker's consumers saw it. What only a missing
 * ledger could tell is undecided, and so is an order that two workers saw and their clocks cannot tell apart.
 *
 * @param correctness over all workers
 * @param clockErrorUs how far apart the clocks of two workers may be: the error of latencies between them; 0 on one machine, empty if
 *     nothing bounds it
 * @param lost the first lost events, as key and number
 * @param problems for people: missing ledgers, clocks that moved
 */
public record SharedRun(Correctness correctness, OptionalDouble clockErrorUs, List<Event> lost, List<String> problems) {
    private static final int MOST_NAMED = 1_000;

    public SharedRun {
        lost = List.copyOf(lost);
        problems = List.copyOf(problems);
    }

    /** An event of a run. */
    public record Event(int key, int number) {
        @Override
        public String toString() {
            return "k" + Integer.toString(key, 36) + " #" + number;
        }
    }

    static long id(int key, int number) {
        return (long) key << 32 | number;
    }

    /**
     * {@return what the workers of one repeat on one target tell together}
     *
     * @param workers at least one
     * @throws ResultException if they do not belong together
     */
    public static SharedRun of(List<WorkerLedger> workers) {
        List<WorkerLedger> all = new ArrayList<>(workers);
        all.sort(Comparator.comparingInt(WorkerLedger::worker));
        refuseStrangers(all);
        return new Judging(all).judged();
    }

    private static void refuseStrangers(List<WorkerLedger> all) {
        WorkerLedger first = all.get(0);
        Set<Integer> seen = new HashSet<>();
        for (WorkerLedger each : all) {
            if (!each.run().equals(first.run())
                    || each.workers() != first.workers()
                    || each.consumers().size() != first.consumers().size()
                    || !seen.add(each.worker())) {
                throw new ResultException("The ledgers of workers " + first.worker() + " and " + each.worker()
                        + " are of different runs: judge each run by the ledgers of its own workers");
            }
        }
    }

    /** The judgement of one run's ledgers. */
    private static final class Judging {
        private final List<WorkerLedger> all;
        private final long[][] errors;
        private final Set<Long> open = new HashSet<>();
        private final Map<Long, Long> again = new HashMap<>();
        private final Map<Integer, Integer> numbered = new TreeMap<>();
        private final List<String> problems = new ArrayList<>();
        private final List<Event> lost = new ArrayList<>();
        private final boolean complete;
        private long unknown;
        private long delivered = Long.MAX_VALUE;
        private long missing;
        private long producer;
        private long repeats;
        private long reordered;
        private long undecidedOrder;
        private long silenceMicros;
        private boolean hasSilence;

        Judging(List<WorkerLedger> all) {
            this.all = all;
            this.errors = WorkerClocks.errorsMicros(all);
            all.forEach(this::takeSent);
            List<Integer> absent = IntStream.range(0, all.get(0).workers())
                    .filter(index -> all.stream().noneMatch(each -> each.worker() == index))
                    .boxed()
                    .toList();
            absent.forEach(index -> problems.add("Worker " + index + " of "
                    + all.get(0).workers() + " left no ledger: what it sent and saw is not known"));
            boolean cut =
                    all.stream().flatMap(each -> each.consumers().stream()).anyMatch(each -> !each.complete());
            if (cut) {
                problems.add("A worker had no room to note all that it saw: use more workers or more keys");
            }
            complete = absent.isEmpty() && !cut;
            for (WorkerLedger one : all) {
                all.stream()
                        .filter(other -> other.worker() > one.worker())
                        .forEach(other -> WorkerClocks.problem(one, other).ifPresent(problems::add));
            }
        }

        private void takeSent(WorkerLedger worker) {
            int[] keys = worker.sent().numbered();
            for (int i = 0; i < keys.length; i += 2) {
                numbered.put(keys[i], keys[i + 1]);
            }
            int[] never = worker.sent().open();
            for (int i = 0; i < never.length; i += 3) {
                open.add(id(never[i], never[i + 1]));
                unknown += never[i + 2];
            }
            int[] repeated = worker.sent().again();
            for (int i = 0; i < repeated.length; i += 3) {
                again.merge(id(repeated[i], repeated[i + 1]), (long) repeated[i + 2], Long::sum);
            }
        }

        SharedRun judged() {
            for (int i = 0; i < all.get(0).consumers().size(); i++) {
                judge(i);
            }
            OptionalLong silence = hasSilence ? OptionalLong.of(silenceMicros / 1_000) : OptionalLong.empty();
            Correctness correctness = new Correctness(
                    all.stream().mapToLong(each -> each.sent().events()).sum(),
                    all.stream().mapToLong(each -> each.sent().accepted()).sum(),
                    delivered == Long.MAX_VALUE ? 0 : delivered,
                    complete ? missing : 0,
                    unknown,
                    new Duplicates(producer, repeats - producer),
                    reordered,
                    most(Seen::deepest),
                    sum(Seen::corrupt),
                    sum(Seen::foreign),
                    all.stream().mapToLong(WorkerLedger::drainMs).max().orElse(0),
                    silence,
                    complete ? 0 : missing,
                    undecidedOrder);
            long error = WorkerClocks.widestMicros(errors);
            return new SharedRun(
                    correctness,
                    error == WorkerClocks.UNKNOWN ? OptionalDouble.empty() : OptionalDouble.of((double) error),
                    complete ? lost : List.of(),
                    problems);
        }

        /** Judges what the consumers of one number saw, each a part of the bus. */
        private void judge(int consumer) {
            Map<Integer, KeyRuns> keys = new TreeMap<>();
            Map<Long, Long> cameAgain = new HashMap<>();
            numbered.keySet().forEach(key -> keys.put(key, new KeyRuns(key, errors)));
            for (int worker = 0; worker < all.size(); worker++) {
                Seen seen = all.get(worker).consumers().get(consumer);
                for (int i = 0; 3 * i < seen.runs().length; i++) {
                    keys.computeIfAbsent(seen.runs()[3 * i], key -> new KeyRuns(key, errors))
                            .add(
                                    worker,
                                    seen.runs()[3 * i + 1],
                                    seen.runs()[3 * i + 2],
                                    seen.times()[2 * i],
                                    seen.times()[2 * i + 1]);
                }
                int[] repeated = seen.repeats();
                for (int i = 0; i < repeated.length; i += 3) {
                    cameAgain.merge(id(repeated[i], repeated[i + 1]), (long) repeated[i + 2], Long::sum);
                }
                reordered += seen.reordered();
                silenceMicros = Math.max(silenceMicros, seen.silenceMicros());
            }
            long distinct = 0;
            for (KeyRuns key : keys.values()) {
                KeyRuns.Seen seen = key.seen(event -> cameAgain.merge(event, 1L, Long::sum));
                distinct += seen.distinct();
                seen.missing(numbered.getOrDefault(key.key(), 0), this::missing);
                KeyRuns.Order order = seen.order();
                reordered += order.reordered();
                undecidedOrder += order.undecided();
                silenceMicros = Math.max(silenceMicros, seen.silenceMicros());
                hasSilence |= seen.hasTwo();
            }
            delivered = Math.min(delivered, distinct);
            cameAgain.forEach((event, times) -> {
                repeats += times;
                producer += Math.min(times, again.getOrDefault(event, 0L));
            });
        }

        private void missing(long event) {
            if (!open.contains(event)) {
                missing++;
                if (lost.size() < MOST_NAMED) {
                    lost.add(new Event((int) (event >> 32), (int) event));
                }
            }
        }

        private long sum(ToLongFunction<Seen> count) {
            return all.stream()
                    .flatMap(each -> each.consumers().stream())
                    .mapToLong(count)
                    .sum();
        }

        private long most(ToLongFunction<Seen> count) {
            return all.stream()
                    .flatMap(each -> each.consumers().stream())
                    .mapToLong(count)
                    .max()
                    .orElse(0);
        }
    }

    /** {@return the problems and the first lost events, for people} */
    public List<String> words() {
        List<String> words = new ArrayList<>(problems);
        if (!lost.isEmpty()) {
            words.add(String.format(
                    Locale.ROOT,
                    "Lost events (key, number), the first of %,d: %s",
                    correctness.lost(),
                    String.join(
                            ", ", lost.stream().limit(10).map(Event::toString).toList())));
        }
        return words;
    }
}
