package io.triskel.load.sim.deployed;

import io.triskel.load.cloud.Clouds;
import io.triskel.load.sim.Simulations;
import io.triskel.load.size.Sizing;
import io.triskel.load.size.plan.Deployment;
import io.triskel.load.size.plan.Need;
import io.triskel.load.workload.Demand;
import io.triskel.load.workload.FunctionWork;
import io.triskel.load.workload.KeySpread;
import io.triskel.load.workload.Workload;
import io.triskel.load.workload.WorkloadFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Orders at a peak, as {@code bank-orders.yaml} has them, and what sizing makes of them.
 *
 * @param need on the bus
 */
public record PlannedOrders(Workload workload, Need need) {
    private static final Workload BANK = WorkloadFile.read(Path.of("../workloads/bank-orders.yaml"));

    /** Enough for a lag to show: a tenth too few of anything is twelve seconds' worth of events. */
    public static final int SECONDS = 120;

    /** {@return orders a second at the peak; the highest takes longest and comes with {@code -Dthorough}} */
    public static IntStream peaksTo(int highest) {
        return Boolean.getBoolean("triskel.thorough") ? IntStream.of(2, 20, highest) : IntStream.of(2, 20);
    }

    public static PlannedOrders at(double peak) {
        Demand bank = BANK.demand();
        Demand demand = new Demand(
                peak / 5,
                peak,
                bank.retention(),
                bank.replay(),
                bank.kept(),
                bank.function(),
                true,
                bank.logs(),
                bank.region());
        Workload workload = new Workload(
                BANK.name(),
                BANK.about(),
                BANK.level(),
                BANK.seed(),
                BANK.event(),
                BANK.keys(),
                BANK.consumers(),
                BANK.arrivals(),
                BANK.phases(),
                BANK.objectives(),
                BANK.drain(),
                1,
                Optional.empty(),
                demand);
        return new PlannedOrders(
                workload,
                Sizing.of(workload, Optional.empty(), Clouds.installed()).need());
    }

    public Deployment on(String cloud) {
        Sizing sizing = Sizing.of(workload, Optional.empty(), Clouds.installed());
        return sizing.answers().stream()
                .filter(answer -> answer.cloud().name().equals(cloud))
                .flatMap(answer -> answer.cloud().deployment(need, sizing.prices()).stream())
                .findFirst()
                .orElseThrow();
    }

    FunctionWork function() {
        return need.function().orElseThrow();
    }

    /** {@return all events at the peak, for so many consumers that take no time} */
    public Workload onTheBus(int consumers) {
        return Simulations.workload(
                need.size(), keys(), consumers, Duration.ZERO, 1, Simulations.steady(need.peak(), SECONDS));
    }

    /**
     * {@return the events of the busiest consumer at the peak, for a function}
     *
     * @param mebibytes of the deployed function
     * @param batch of the deployed trigger
     * @param seconds of the load
     */
    public Workload inTheBusiestFunction(int mebibytes, int batch, int seconds) {
        FunctionWork work = function();
        return Simulations.function(
                keys(),
                new FunctionWork(work.work(), work.cpu(), (long) mebibytes << 20, batch, work.window()),
                Simulations.steady(need.busiestPeak(), seconds));
    }

    private KeySpread keys() {
        return workload.keys();
    }
}
