package io.triskel.load.report.result;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.triskel.load.result.Backlog;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/** Reads one file of schema 1. */
final class ResultFile {
    static final int SCHEMA = 1;

    /** What to do about a file of another version. */
    private static final String AGAIN = "Report with the version of Triskel that made the run, or run it again.";

    /** The range of every histogram in a result file: one hour, three digits. */
    private static final long HIGHEST_US = 3_600_000_000L;

    /** Moments of the sender are all read from its clock, those of a function from that of its instance. */
    private static final Set<String> ONE_CLOCK =
            Set.of("schedule-to-send", "send-to-acknowledgement", "function-to-handled");

    private final Fields fields;

    private ResultFile(Fields fields) {
        this.fields = fields;
    }

    static Result read(Path file) {
        return new ResultFile(Fields.open(file, SCHEMA, AGAIN)).result();
    }

    static FailedTarget readFailure(Path file) {
        Fields fields = Fields.open(file, SCHEMA, AGAIN);
        return new FailedTarget(fields.text("target"), fields.text("failed"));
    }

    private Result result() {
        String evidence = fields.text("evidence");
        return new Result(
                fields.file(),
                fields.text("target"),
                Evidence.of(evidence)
                        .orElseThrow(() -> new ResultException(fields.where("evidence") + " is '" + evidence
                                + "', expected memory, simulated, emulator or cloud")),
                fields.text("level"),
                fields.text("stack", ""),
                numbers("units"),
                fields.index("worker", 0),
                fields.index("workers", 1),
                fields.index("repeat", 0),
                fields.index("repeats", 1),
                (long) fields.number("seed", 0),
                fields.child("workload").<JsonNode>map(Fields::object).orElseGet(JsonNodeFactory.instance::objectNode),
                fields.text("command", ""),
                fields.instant("from"),
                fields.instant("to"),
                fields.flag("partial", false),
                fields.child("verdict").map(ResultFile::verdict).orElse(new Verdict(0, true, List.of(), List.of())),
                fields.list("phases", ResultFile::phase),
                fields.child("latency").map(ResultFile::latency),
                fields.list("stages", this::stage),
                fields.number("clockErrorUs", 0),
                fields.child("series").map(ResultFile::series),
                fields.child("correctness").map(ResultFile::correctness),
                fields.count("late", 0),
                fields.count("unsent", 0),
                fields.list(
                        "errors",
                        one -> new ErrorCount(one.text("cause"), one.text("code", ""), one.count("count", 0))),
                fields.texts("problems"),
                fields.child("backlog").map(one -> new Backlog(
                        one.count("atMost", 0),
                        one.object().has("drainMs") ? OptionalLong.of(one.count("drainMs", 0)) : OptionalLong.empty())),
                fields.child("capacity").map(ResultFile::capacity),
                fields.child("self").map(ResultFile::self),
                numbers("functions"),
                numbers("orders"),
                numbers("reporting"),
                fields.child("spend").map(ResultFile::spend),
                fields.child("environment").map(Fields::scalars).orElse(Map.of()));
    }

    /** {@return the numbers of an object that may be missing, by name} */
    private Map<String, Double> numbers(String object) {
        Map<String, Double> numbers = new HashMap<>();
        Optional<Fields> given = fields.child(object);
        given.ifPresent(one -> one.object().properties().stream()
                .filter(member -> !member.getValue().isTextual())
                .forEach(member -> numbers.put(member.getKey(), one.number(member.getKey()))));
        return numbers;
    }

    private static Verdict verdict(Fields verdict) {
        return new Verdict(
                verdict.index("exit", 0),
                verdict.flag("valid", true),
                verdict.list(
                        "checks",
                        one -> new Check(
                                one.text("name"),
                                one.number("value"),
                                one.text("unit", ""),
                                one.number("limit"),
                                one.flag("ok", false))),
                verdict.list(
                        "objectives",
                        one -> new Objective(
                                one.text("name"),
                                one.number("value"),
                                one.text("unit", ""),
                                one.number("limit"),
                                one.flag("met", false))));
    }

    /** A stage that does not say how far the clocks at its ends may differ has the error of the whole run, if it has two clocks at all. */
    private Stage stage(Fields stage) {
        String name = stage.text("name");
        return new Stage(
                name,
                histogram(stage),
                stage.count("negative", 0),
                stage.number("clockErrorUs", ONE_CLOCK.contains(name) ? 0 : fields.number("clockErrorUs", 0)));
    }

    private static PhaseSpan phase(Fields phase) {
        return new PhaseSpan(
                phase.text("kind"),
                phase.count("fromMs", 0),
                phase.count("toMs", 0),
                phase.optionalNumber("rate"),
                phase.count("offered", 0),
                phase.count("accepted", 0),
                phase.count("delivered", 0));
    }

    private static Latency latency(Fields latency) {
        Histogram corrected =
                latency.child("corrected").map(ResultFile::histogram).orElseGet(ResultFile::empty);
        Histogram actual = latency.child("actual").map(ResultFile::histogram).orElseGet(ResultFile::empty);
        return new Latency(corrected, actual);
    }

    private static Histogram empty() {
        return new Histogram(HIGHEST_US, 3);
    }

    private static Histogram histogram(Fields holder) {
        String encoded = holder.text("histogram");
        try {
            return Histogram.decodeFromCompressedByteBuffer(
                    ByteBuffer.wrap(Base64.getDecoder().decode(encoded)), 0);
        } catch (DataFormatException | RuntimeException broken) {
            throw new ResultException(
                    holder.where("histogram") + " is no compressed HdrHistogram in base64: " + broken.getMessage(),
                    broken);
        }
    }

    private static Series series(Fields series) {
        int step = series.index("stepMs", 1000);
        if (step == 0) {
            throw new ResultException(series.where("stepMs") + " is 0, expected milliseconds between two samples");
        }
        Map<String, double[]> byName = new HashMap<>();
        series.arrays().forEach(name -> byName.put(name, series.numbers(name)));
        return new Series(step, byName);
    }

    private static Correctness correctness(Fields of) {
        Optional<Fields> duplicates = of.child("duplicates");
        return new Correctness(
                of.count("sent", 0),
                of.count("accepted", 0),
                of.count("delivered", 0),
                of.count("lost", 0),
                of.count("unknownOutcome", 0),
                duplicates.map(one -> one.count("producer", 0)).orElse(0L),
                duplicates.map(one -> one.count("redelivered", 0)).orElse(0L),
                of.count("reordered", 0),
                of.count("deepestReorder", 0),
                of.count("corrupt", 0),
                of.count("foreign", 0),
                of.count("drainMs", 0));
    }

    private static Capacity capacity(Fields of) {
        List<Capacity.Probe> probes = new ArrayList<>(of.list(
                "probes",
                one -> new Capacity.Probe(one.number("rate"), one.flag("ok", false), one.text("reason", ""))));
        return new Capacity(
                of.text("unit", "events/s"),
                of.number("passed", 0),
                of.optionalNumber("failed"),
                of.text("reason", ""),
                of.index("confirmed", 0),
                probes);
    }

    private static Spend spend(Fields of) {
        return new Spend(
                of.number("usd"),
                of.number("budgetUsd"),
                of.flag("stoppedAtBudget", false),
                of.optionalNumber("predictedUsd"),
                of.text("offer", ""));
    }

    private static SelfUse self(Fields of) {
        return new SelfUse(
                of.number("cpuSeconds", 0),
                of.number("cpuUsPerEvent", 0),
                of.index("cores", 0),
                of.number("gcMs", 0),
                of.number("scheduleDelayP50Us", 0),
                of.number("scheduleDelayP99Us", 0));
    }
}
