package io.triskel.load.ledger;

import io.triskel.load.result.Correctness;
import io.triskel.load.result.LagSlope;
import io.triskel.load.result.RunFile;
import io.triskel.load.result.RunVerdict.Objective;
import io.triskel.load.result.Series;
import io.triskel.load.result.SeriesColumn;
import io.triskel.load.workload.Objectives;
import io.triskel.load.workload.Workload;
import java.util.ArrayList;
import java.util.List;

/** The objectives that only all workers on one bus together can judge: what is lost, out of order, or waiting on the bus. */
public final class SharedObjectives {
    private SharedObjectives() {}

    /**
     * {@return each of these objectives that the workload states} One that cannot be told is missed, with what is undecided as its value.
     *
     * @param results of the same workers, at least one
     */
    public static List<Objective> of(SharedRun run, List<RunFile> results) {
        Objectives stated = Workload.fromJson(results.get(0).workload()).objectives();
        Correctness found = run.correctness();
        List<Objective> judged = new ArrayList<>();
        stated.lagSlope()
                .ifPresent(limit -> judged.add(Objective.of("lag-slope", 100 * lagSlope(results), "%", 100 * limit)));
        stated.lost()
                .ifPresent(limit -> judged.add(
                        found.undecided() > 0
                                ? new Objective("lost", (double) found.undecided(), "", (double) limit, false)
                                : Objective.of("lost", (double) found.lost(), "", (double) limit)));
        stated.reordered()
                .ifPresent(
                        limit -> judged.add(Objective.of("reordered", (double) found.reordered(), "", (double) limit)));
        return judged;
    }

    /** The workers began at the same moment, so their seconds add up. */
    private static double lagSlope(List<RunFile> results) {
        return LagSlope.of(
                sum(results, SeriesColumn.OFFERED),
                sum(results, SeriesColumn.ACCEPTED),
                sum(results, SeriesColumn.LAG));
    }

    private static double[] sum(List<RunFile> results, SeriesColumn column) {
        double[] sum = {};
        for (RunFile result : results) {
            double[] own =
                    result.series().flatMap((Series all) -> all.get(column)).orElse(new double[0]);
            double[] longer = own.length > sum.length ? own.clone() : sum.clone();
            double[] shorter = own.length > sum.length ? sum : own;
            for (int i = 0; i < shorter.length; i++) {
                longer[i] += shorter[i];
            }
            sum = longer;
        }
        return sum;
    }
}
