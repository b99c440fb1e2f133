package io.triskel.load.size.plan;

import io.triskel.load.workload.FunctionWork;
import java.util.Locale;

/** How long a function takes for an event on less, or more, than one vCPU. */
public final class Work {
    private Work() {}

    /**
     * {@return seconds of wall time of one event} CPU time takes longer on a share of a vCPU; waiting does not; a second
     * vCPU does not make one event faster.
     */
    public static double seconds(FunctionWork work, double vcpus) {
        double cpu = work.cpu().toNanos() / 1e9;
        return waiting(work) + cpu / Math.min(1, vcpus);
    }

    /** {@return wall time and CPU time of an event, in words} */
    public static String told(FunctionWork work, double vcpus) {
        return String.format(
                Locale.ROOT,
                "an event of %.3g ms, of which %.3g ms are CPU time of a full vCPU, takes %.3g ms on %.2f vCPU",
                work.work().toNanos() / 1e6,
                work.cpu().toNanos() / 1e6,
                seconds(work, vcpus) * 1000,
                vcpus);
    }

    private static double waiting(FunctionWork work) {
        return work.work().minus(work.cpu()).toNanos() / 1e9;
    }
}
