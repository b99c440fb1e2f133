package io.triskel.load.ledger;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/** What the consumers of all workers saw of one key, and which of it came first. */
final class KeyRuns {
    private final int key;
    private final long[][] errors;
    private final List<Run> runs = new ArrayList<>();
    /** The highest number that each worker saw until now. */
    private final Map<Integer, Integer> highest = new HashMap<>();

    /** @param errors how far apart the clocks of two workers are at most, in microseconds, by {@link WorkerClocks} */
    KeyRuns(int key, long[][] errors) {
        this.key = key;
        this.errors = errors;
    }

    /**
     * Numbers that came one after the other at one worker.
     *
     * @param whole whether the last number is the last that came, so that its time is known
     * @param late whether this worker had seen a later number before, so that its consumer has counted these as reordered
     */
    private record Run(int worker, int from, int to, long firstAt, long lastAt, boolean whole, boolean late) {
        int length() {
            return to - from + 1;
        }

        Run part(int begin, int end) {
            return new Run(worker, begin, end, firstAt, lastAt, end == to, late);
        }
    }

    /**
     * What is known of the order between workers.
     *
     * @param reordered events that surely came after a later one at another worker
     * @param undecided runs of which that cannot be told
     */
    record Order(long reordered, long undecided) {}

    /** Adds a run, in the order in which they came at one worker. */
    void add(int worker, int from, int to, long firstAt, long lastAt) {
        runs.add(new Run(worker, from, to, firstAt, lastAt, true, highest.getOrDefault(worker, -1) > to));
        highest.merge(worker, to, Math::max);
    }

    int key() {
        return key;
    }

    /** {@return the runs as they came first, in the order of numbers: no number twice} Tells which numbers came again. */
    private List<Run> first(LongConsumer again) {
        List<Run> byTime = new ArrayList<>(runs);
        byTime.sort(Comparator.comparingLong(Run::firstAt));
        TreeMap<Integer, Run> first = new TreeMap<>();
        for (Run run : byTime) {
            int begin = run.from;
            Map.Entry<Integer, Run> before = first.floorEntry(begin);
            while (begin <= run.to) {
                Map.Entry<Integer, Run> here = before != null && before.getValue().to >= begin ? before : null;
                if (here != null) {
                    int end = Math.min(run.to, here.getValue().to);
                    for (int number = begin; number <= end; number++) {
                        again.accept(SharedRun.id(key, number));
                    }
                    begin = end + 1;
                } else {
                    Integer next = first.ceilingKey(begin);
                    int end = next == null ? run.to : Math.min(run.to, next - 1);
                    first.put(begin, run.part(begin, end));
                    begin = end + 1;
                }
                before = first.floorEntry(begin);
            }
        }
        return List.copyOf(first.values());
    }

    /** What all consumers together saw of the key. */
    final class Seen {
        private final List<Run> first;

        private Seen(LongConsumer again) {
            first = first(again);
        }

        long distinct() {
            return first.stream().mapToLong(Run::length).sum();
        }

        /** Tells the numbers below an end that did not come. */
        void missing(int end, LongConsumer missing) {
            int next = 0;
            for (Run run : first) {
                for (int number = next; number < Math.min(run.from, end); number++) {
                    missing.accept(SharedRun.id(key, number));
                }
                next = run.to + 1;
            }
            for (int number = next; number < end; number++) {
                missing.accept(SharedRun.id(key, number));
            }
        }

        /** {@return the longest time in which nothing of the key came, between runs, in microseconds; below zero if there was one run} */
        long silenceMicros() {
            List<Run> byTime = new ArrayList<>(first);
            byTime.sort(Comparator.comparingLong(Run::firstAt));
            long longest = -1;
            long last = Long.MAX_VALUE;
            for (Run run : byTime) {
                longest = last == Long.MAX_VALUE ? longest : Math.max(longest, Math.max(0, run.firstAt - last));
                last = last == Long.MAX_VALUE ? run.lastAt : Math.max(last, run.lastAt);
            }
            return longest;
        }

        boolean hasTwo() {
            return distinct() > 1;
        }

        /**
         * Compares each run with the runs of later numbers at each other worker. A run whose numbers another run has, too, was in order there:
         * what came again elsewhere says nothing.
         */
        Order order() {
            List<Run> later = new ArrayList<>(runs);
            later.sort(Comparator.comparingInt(Run::from).reversed());
            Map<Integer, Long> earliest = new HashMap<>();
            int next = 0;
            long reordered = 0;
            long undecided = 0;
            for (int i = first.size() - 1; i >= 0; i--) {
                Run run = first.get(i);
                while (next < later.size() && later.get(next).from > run.to) {
                    earliest.merge(later.get(next).worker, later.get(next).firstAt, Math::min);
                    next++;
                }
                if (!run.late) {
                    Order own = order(run, earliest);
                    reordered += own.reordered;
                    undecided += own.undecided;
                    for (int j = next; j < later.size() && later.get(j).from > run.from; j++) {
                        undecided += overlap(run, later.get(j)) ? 1 : 0;
                    }
                }
            }
            return new Order(reordered, undecided);
        }

        private Order order(Run run, Map<Integer, Long> earliest) {
            long sure = 0;
            boolean open = false;
            for (Map.Entry<Integer, Long> other : earliest.entrySet()) {
                if (other.getKey() == run.worker) {
                    continue;
                }
                long error = errors[run.worker][other.getKey()];
                if (error == WorkerClocks.UNKNOWN) {
                    open = true;
                } else if (run.firstAt - other.getValue() > error) {
                    sure = run.length();
                } else if (run.whole && run.lastAt - other.getValue() > error) {
                    // The last of them came after it; of those before nobody noted when they came.
                    sure = Math.max(sure, 1);
                    open |= run.length() > 1;
                } else if (other.getValue() - run.lastAt <= error) {
                    open = true;
                }
            }
            return new Order(sure, open && sure < run.length() ? 1 : 0);
        }

        /** {@return whether a run may have been overtaken by one that begins within its numbers} */
        private boolean overlap(Run run, Run other) {
            long error = errors[run.worker][other.worker];
            return other.worker != run.worker && (error == WorkerClocks.UNKNOWN || other.firstAt - run.lastAt <= error);
        }
    }

    /** {@return what all together saw} Tells the numbers that came again at another worker, each as often as it did. */
    Seen seen(LongConsumer again) {
        return new Seen(again);
    }
}
