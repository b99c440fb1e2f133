package io.triskel.local;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Decides which calls to a local service fail, and counts them. Can be armed while the service runs; the same seed and
 * the same sequence of calls give the same faults. Thread-safe.
 */
public final class FaultPlan {
    private final Random random;
    private final List<Rule> rules = new CopyOnWriteArrayList<>();
    private final Map<String, LongAdder> injected = new ConcurrentHashMap<>();

    public FaultPlan(long seed) {
        this.random = new Random(seed);
    }

    /** The next {@code times} calls of the operation fail. */
    public FaultPlan next(int times, String operation, Fault fault) {
        rules.add(new Rule(operation, fault, new AtomicInteger(times), 1));
        return this;
    }

    /** Calls of the operation fail with this probability, until {@link #clear}. */
    public FaultPlan often(double probability, String operation, Fault fault) {
        rules.add(new Rule(operation, fault, new AtomicInteger(Integer.MAX_VALUE), probability));
        return this;
    }

    /**
     * Calls of the operation fail with this probability, until the answer is run; other faults stay as they are.
     *
     * @return ends these faults
     */
    public Runnable arm(double probability, String operation, Fault fault) {
        Rule rule = new Rule(operation, fault, new AtomicInteger(Integer.MAX_VALUE), probability);
        rules.add(rule);
        return () -> rules.remove(rule);
    }

    /** Injects no more faults. */
    public void clear() {
        rules.clear();
    }

    /** The fault of the first armed rule that strikes, if any; the service asks once per call. */
    public Optional<Fault> strike(String operation) {
        for (Rule rule : rules) {
            if (rule.operation.equals(operation) && chance(rule.probability) && rule.left.getAndDecrement() > 0) {
                injected.computeIfAbsent(operation + " " + rule.fault, key -> new LongAdder())
                        .increment();
                return Optional.of(rule.fault);
            }
        }
        return Optional.empty();
    }

    /** True with this probability, from the plan's own seed. */
    public boolean chance(double probability) {
        if (probability >= 1) {
            return true;
        }
        synchronized (random) {
            return random.nextDouble() < probability;
        }
    }

    /** How often each fault struck so far. */
    public Map<String, Long> injected() {
        Map<String, Long> counts = new TreeMap<>();
        injected.forEach((fault, count) -> counts.put(fault, count.sum()));
        return counts;
    }

    private record Rule(String operation, Fault fault, AtomicInteger left, double probability) {}
}
