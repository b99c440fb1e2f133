package io.triskel.load.function;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.clock.ClockBounds;
import io.triskel.load.clock.ClockOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/** The functions' reports of their invocations, including those of the warm-up. Safe for threads. */
final class Invocations {
    private static final long LONGEST_MICROS = 3_600_000_000L;
    private static final int DIGITS = 3;

    /** Functions report microseconds. */
    private static final long ROUNDING = 1_000;

    private final Map<String, ClockBounds> instances = new HashMap<>();
    private final Activity activity = new Activity();
    private final Histogram init = new Histogram(LONGEST_MICROS, DIGITS);
    private final Histogram telling = new Histogram(LONGEST_MICROS, DIGITS);
    private final Histogram wayBack = new Histogram(LONGEST_MICROS, DIGITS);
    private long invocations;
    private long reports;
    private long events;
    private long largestBatch;

    /**
     * Notes a report.
     *
     * @param started when the invocation began, by the instance's clock
     * @param ended when its last handler ended, likewise
     */
    synchronized void told(InvocationReport report, long started, long ended) {
        boolean cold = !instances.containsKey(report.instance());
        if (cold) {
            instances.put(report.instance(), new ClockBounds());
            init.recordValue(clamped(report.initMicros()));
        }
        activity.noted(report.instance(), started, Math.max(started, ended), cold);
        reports++;
        invocations += report.part() == 0 ? 1 : 0;
        events += report.seen().size();
        largestBatch = Math.max(
                largestBatch,
                report.part() * (long) InvocationReport.MOST + report.seen().size());
        if (report.lastTellingMicros() > 0) {
            telling.recordValue(clamped(report.lastTellingMicros()));
        }
    }

    /**
     * Notes the moments of an event, each by the clock of the process that saw it.
     *
     * @param sent by ours
     * @param started the invocation, by the instance's
     * @param ended its handler, by the instance's
     * @param came the report, by ours
     */
    synchronized void seen(String instance, long sent, long started, long ended, long came) {
        ClockBounds clock = instances.getOrDefault(instance, new ClockBounds());
        clock.after(started + ROUNDING, sent);
        clock.before(ended - ROUNDING, came);
        wayBack.recordValue(clamped((came - ended) / 1_000));
    }

    private static long clamped(long micros) {
        return Math.min(Math.max(0, micros), LONGEST_MICROS);
    }

    /** {@return how far the clock of any instance may be from ours, in microseconds} */
    double clockErrorMicros() {
        return clock().map(ClockOffset::errorMicros).orElse(0.0);
    }

    /** {@return the worst of what is known of the instances' clocks} */
    synchronized Optional<ClockOffset> clock() {
        return instances.values().stream()
                .flatMap(clock -> clock.offset().stream())
                .reduce(ClockOffset::worst);
    }

    /** {@return instances at work and cold starts, of each second} */
    synchronized Map<String, List<Long>> series(long start, int seconds) {
        return activity.series(start, seconds);
    }

    /** Adds the functions' figures, and those of their reports. */
    synchronized void describe(ObjectNode result) {
        result.put("clockErrorUs", clockErrorMicros());
        ObjectNode functions = result.putObject("functions");
        functions
                .put("instances", instances.size())
                .put("invocations", invocations)
                .put("coldStarts", instances.size())
                .put("coldStartShare", invocations == 0 ? 0 : (double) instances.size() / invocations)
                .put("eventsPerInvocation", invocations == 0 ? 0 : (double) events / invocations)
                .put("largestBatch", largestBatch);
        put(functions, "init", init);
        ObjectNode reporting = result.putObject("reporting");
        reporting
                .put(
                        "by",
                        "a report of each invocation, published by the function before it ends, and read by one"
                                + " consumer")
                .put("events", events)
                .put("reports", reports);
        put(reporting, "telling", telling);
        put(reporting, "wayBack", wayBack);
    }

    private static void put(ObjectNode into, String name, Histogram micros) {
        if (micros.getTotalCount() > 0) {
            into.put(name + "P50Us", micros.getValueAtPercentile(50))
                    .put(name + "P99Us", micros.getValueAtPercentile(99));
        }
    }
}
