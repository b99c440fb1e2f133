package io.triskel.load.result;

import com.fasterxml.jackson.databind.JsonNode;
import io.triskel.load.result.RunVerdict.Check;
import io.triskel.load.result.RunVerdict.Objective;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** Refuses values that no run can have: a file with one was damaged or edited, and its other figures deserve no trust either. */
final class Plausible {
    /** Checks and objectives that are shares of a whole, in percent. Others, such as the slope of a backlog, may be above 100. */
    private static final Set<String> SHARES =
            Set.of("lateShare", "heldBack", "atOwnLimit", "collectionShare", "errors", "throttled");

    private static final double WHOLE = 100;

    private final Path file;

    private Plausible(Path file) {
        this.file = file;
    }

    /** Refuses NaN and infinities anywhere in a file, which JSON does not have and some writers write. */
    static void finite(Path file, JsonNode root) {
        new Plausible(file).finite("", root);
    }

    private void finite(String path, JsonNode node) {
        if (node.isFloatingPointNumber()) {
            expect(Double.isFinite(node.doubleValue()), path, node.doubleValue(), "a finite number");
        }
        node.properties()
                .forEach(member ->
                        finite(path.isEmpty() ? member.getKey() : path + "." + member.getKey(), member.getValue()));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            finite(path + "[" + i + "]", node.get(i));
        }
    }

    /** Refuses what contradicts itself. */
    static void check(Path file, RunFile run) {
        new Plausible(file).run(run);
    }

    private void run(RunFile run) {
        below("worker", run.worker(), "workers", run.workers());
        below("repeat", run.repeat(), "repeats", run.repeats());
        ordered("to", run.to(), run.from());
        positive("clockErrorUs", run.clockErrorUs());
        for (int i = 0; i < run.phases().size(); i++) {
            PhaseCounts phase = run.phases().get(i);
            String path = "phases[" + i + "].";
            rising(path, Map.entry("fromMs", phase.fromMs()), Map.entry("toMs", phase.toMs()));
            phase.rate().ifPresent(rate -> positive(path + "rate", rate));
        }
        run.latency().ifPresent(latency -> {
            times("latency.corrected.", latency.corrected());
            times("latency.actual.", latency.actual());
        });
        for (int i = 0; i < run.stages().size(); i++) {
            Stage stage = run.stages().get(i);
            String path = "stages[" + i + "].";
            rising(path, Map.entry("p50Us", stage.p50Us()), Map.entry("p99Us", stage.p99Us()));
            stage.clockErrorUs().ifPresent(error -> positive(path + "clockErrorUs", error));
        }
        run.series().ifPresent(series -> series(series, run.workers()));
        run.correctness().ifPresent(found -> correctness(found, run.workers()));
        run.capacity().ifPresent(this::capacity);
        run.self().ifPresent(this::self);
        run.sending().ifPresent(this::sending);
        run.spend().ifPresent(this::spend);
        verdict(run.verdict());
    }

    private void times(String path, Times times) {
        rising(
                path,
                Map.entry("p50Us", times.p50Us()),
                Map.entry("p90Us", times.p90Us()),
                Map.entry("p99Us", times.p99Us()),
                Map.entry("p999Us", times.p999Us()),
                Map.entry("maxUs", times.maxUs()));
    }

    /** A worker that reads what others sent has a lag below zero; only the sum of all workers means anything. */
    private void series(Series series, int workers) {
        series.columns().forEach((name, samples) -> {
            boolean signed = workers > 1 && name.equals(SeriesColumn.LAG.id());
            for (int i = 0; i < samples.length && !signed; i++) {
                positive("series." + name + "[" + i + "]", samples[i]);
            }
        });
    }

    /** Workers that share a bus receive each other's events, so only a run of one worker says how many one may have received. */
    private void correctness(Correctness found, int workers) {
        if (workers == 1) {
            atMost("correctness.accepted", found.accepted(), "sent", found.sent());
            atMost("correctness.delivered", found.delivered(), "sent", found.sent());
            atMost("correctness.lost", found.lost(), "accepted", found.accepted());
        }
    }

    private void capacity(Capacity capacity) {
        capacity.passed().ifPresent(rate -> positive("capacity.passed", rate));
        capacity.failed().ifPresent(rate -> positive("capacity.failed", rate));
        for (int i = 0; i < capacity.probes().size(); i++) {
            positive("capacity.probes[" + i + "].rate", capacity.probes().get(i).rate());
        }
    }

    private void self(SelfUse self) {
        positive("self.cpuSeconds", self.cpuSeconds());
        positive("self.cpuUsPerEvent", self.cpuUsPerEvent());
        rising(
                "self.",
                Map.entry("scheduleDelayP50Us", self.scheduleDelayP50Us()),
                Map.entry("scheduleDelayP99Us", self.scheduleDelayP99Us()));
    }

    private void sending(Sending sending) {
        part("sending.atLimit", sending.atLimit());
        part("sending.atOwnLimit", sending.atOwnLimit());
        held("sending.generator.", sending.generator());
        held("sending.target.", sending.target());
        held("sending.order.", sending.order());
    }

    private void held(String path, Sending.Held held) {
        part(path + "share", held.share());
        rising(
                path,
                Map.entry("p50Us", held.p50Us()),
                Map.entry("p90Us", held.p90Us()),
                Map.entry("p99Us", held.p99Us()),
                Map.entry("p999Us", held.p999Us()));
    }

    private void part(String path, double value) {
        expect(value >= 0 && value <= 1, path, value, "a share of at most 1");
    }

    private void spend(Spend spend) {
        positive("spend.usd", spend.usd());
        positive("spend.budgetUsd", spend.budgetUsd());
        spend.predictedUsd().ifPresent(usd -> positive("spend.predictedUsd", usd));
    }

    private void verdict(RunVerdict verdict) {
        for (int i = 0; i < verdict.checks().size(); i++) {
            Check check = verdict.checks().get(i);
            share("verdict.checks[" + i + "].value", check.name(), check.unit(), check.value());
        }
        for (int i = 0; i < verdict.objectives().size(); i++) {
            Objective objective = verdict.objectives().get(i);
            share("verdict.objectives[" + i + "].value", objective.name(), objective.unit(), objective.value());
        }
    }

    private void share(String path, String name, String unit, double value) {
        if (SHARES.contains(name) && unit.equals("%")) {
            expect(value >= 0 && value <= WHOLE, path, value, "a share of at most 100 %");
        }
    }

    private void positive(String path, double value) {
        expect(!(value < 0), path, value, "0 or more");
    }

    private void atMost(String path, long value, String name, long most) {
        expect(value <= most, path, value, "at most " + name + ", which is " + most);
    }

    private void below(String path, int value, String name, int end) {
        expect(value < end, path, value, "less than " + name + ", which is " + end);
    }

    private void ordered(String path, Instant end, Instant begin) {
        expect(!end.isBefore(begin), path, end, "at least from, which is " + begin);
    }

    @SafeVarargs
    private void rising(String path, Map.Entry<String, Long>... values) {
        for (int i = 1; i < values.length; i++) {
            expect(
                    values[i].getValue() >= values[i - 1].getValue(),
                    path + values[i].getKey(),
                    values[i].getValue(),
                    "at least " + values[i - 1].getKey() + ", which is " + values[i - 1].getValue());
        }
    }

    private void expect(boolean holds, String path, Object value, String expected) {
        if (!holds) {
            String shown = value instanceof Double number && number == Math.rint(number) && Double.isFinite(number)
                    ? Long.toString(number.longValue())
                    : value.toString();
            throw new ResultException(file + ": field '" + path + "' is " + shown + ", expected " + expected);
        }
    }
}
