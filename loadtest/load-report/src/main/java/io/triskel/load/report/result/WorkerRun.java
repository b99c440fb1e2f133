package io.triskel.load.report.result;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.result.ResultException;
import io.triskel.load.result.ResultFile;
import io.triskel.load.result.RunFile;
import io.triskel.load.result.Stage;
import io.triskel.load.result.Times;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * One result file with its histograms decoded: what one worker measured in one repeat on one target.
 *
 * @param latency absent if the file has none
 */
public record WorkerRun(Path file, RunFile run, Optional<LatencyTimes> latency, List<StageTimes> stages) {
    /** The range of every histogram in a result file: one hour, three digits. */
    private static final long HIGHEST_US = 3_600_000_000L;

    public WorkerRun {
        stages = List.copyOf(stages);
    }

    static WorkerRun read(Path file) {
        RunFile run = ResultFile.read(file);
        List<StageTimes> stages = new ArrayList<>();
        for (int i = 0; i < run.stages().size(); i++) {
            Stage stage = run.stages().get(i);
            stages.add(new StageTimes(
                    stage.name(),
                    histogram(stage.histogram(), file, "stages[" + i + "]"),
                    stage.negative(),
                    stage.clockErrorUs(run.clockErrorUs())));
        }
        return new WorkerRun(
                file,
                run,
                run.latency()
                        .map(latency -> new LatencyTimes(
                                histogram(latency.corrected(), file, "latency.corrected"),
                                histogram(latency.actual(), file, "latency.actual"))),
                stages);
    }

    private static Histogram histogram(Times times, Path file, String path) {
        Optional<Histogram> decoded = times.histogram().map(encoded -> histogram(encoded, file, path));
        decoded.map(Histogram::getTotalCount)
                .filter(count -> times.count() != 0 && times.count() != count)
                .ifPresent(count -> {
                    throw new ResultException(file + ": field '" + path + ".count' is " + times.count() + ", expected "
                            + count + ", as many as the histogram has");
                });
        return decoded.orElseGet(() -> new Histogram(HIGHEST_US, 3));
    }

    private static Histogram histogram(String encoded, Path file, String path) {
        try {
            return Histogram.decodeFromCompressedByteBuffer(
                    ByteBuffer.wrap(Base64.getDecoder().decode(encoded)), 0);
        } catch (DataFormatException | RuntimeException broken) {
            throw new ResultException(
                    file + ": field '" + path + ".histogram' is not a compressed HdrHistogram in base64: "
                            + broken.getMessage(),
                    broken);
        }
    }

    /** {@return the numbers that functions reported, by name} */
    public Map<String, Double> functions() {
        return numbers(run.functions());
    }

    /** {@return how many orders ended in which way} */
    public Map<String, Double> orders() {
        return numbers(run.orders());
    }

    /** {@return the cost of collecting the data of functions and orders} */
    public Map<String, Double> reporting() {
        return numbers(run.reporting());
    }

    private static Map<String, Double> numbers(Optional<ObjectNode> object) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        object.ifPresent(one -> one.properties().stream()
                .filter(member -> member.getValue().isNumber())
                .forEach(
                        member -> numbers.put(member.getKey(), member.getValue().doubleValue())));
        return numbers;
    }

    /** {@return the run's machine and version of Triskel, as texts in the order of the file} */
    public Map<String, String> environment() {
        Map<String, String> texts = new LinkedHashMap<>();
        run.environment().properties().stream()
                .filter(member -> member.getValue().isValueNode())
                .forEach(member -> texts.put(member.getKey(), member.getValue().asText()));
        return texts;
    }
}
