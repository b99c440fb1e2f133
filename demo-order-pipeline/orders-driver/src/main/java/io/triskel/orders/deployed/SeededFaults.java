package io.triskel.orders.deployed;

import io.triskel.local.FaultPlan;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** Faults that follow from a seed: by chance those of the plans, and others after given numbers of orders. */
public abstract class SeededFaults implements FaultInjection {
    private final Random random;
    private final List<FaultPlan> plans;
    private int orders;
    private int killed;

    /** @param plans armed by the caller */
    protected SeededFaults(long seed, FaultPlan... plans) {
        random = new Random(seed);
        this.plans = List.of(plans);
    }

    /** Causes the faults that are due after so many orders. */
    protected abstract void strike(int order);

    @Override
    public final void order() {
        orders++;
        strike(orders);
    }

    /** {@return a number from 0 to below the bound} */
    protected final int random(int bound) {
        return random.nextInt(bound);
    }

    /** Kills a JVM of a random victim that has one. */
    protected final void killAny(List<BooleanSupplier> victims) {
        int first = random(victims.size());
        for (int i = 0; i < victims.size(); i++) {
            if (kill(victims.get((first + i) % victims.size()))) {
                return;
            }
        }
    }

    /** {@return whether the victim had a JVM, which was killed and counted} */
    protected final boolean kill(BooleanSupplier victim) {
        boolean had = victim.getAsBoolean();
        killed += had ? 1 : 0;
        return had;
    }

    @Override
    public final int killed() {
        return killed;
    }

    @Override
    public Map<String, Long> struck() {
        Map<String, Long> struck = new TreeMap<>();
        for (FaultPlan plan : plans) {
            // The fault's name alone, without details such as its error code.
            plan.injected().forEach((fault, count) -> struck.merge(fault.replaceAll("\\[.*", ""), count, Long::sum));
        }
        return struck;
    }
}
