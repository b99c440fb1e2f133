package io.triskel.load.report.merge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.report.merge.FigureChange.Verdict;
import io.triskel.load.report.sample.Reports;
import io.triskel.load.report.sample.SampleResult;
import io.triskel.load.report.sample.SampleRun;
import io.triskel.load.report.sample.Times;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FigureChangeTest {
    private static final SampleRun THREE_REPEATS = new SampleRun(Map.of("aws", "emulator"), 3, 1, 24);

    @TempDir
    Path folder;

    @Test
    void slower_beyond_chance_is_worse() throws IOException {
        assertThat(p99(THREE_REPEATS, 74, 150)).isEqualTo(Verdict.WORSE);
    }

    @Test
    void faster_beyond_chance_is_better() throws IOException {
        assertThat(p99(THREE_REPEATS, 150, 74)).isEqualTo(Verdict.BETTER);
    }

    @Test
    void a_difference_within_chance_is_none() throws IOException {
        assertThat(p99(THREE_REPEATS, 74, 74.5)).isEqualTo(Verdict.SAME);
    }

    @Test
    void one_repeat_cannot_say() throws IOException {
        assertThat(p99(new SampleRun(Map.of("aws", "emulator"), 1, 1, 24), 74, 150))
                .isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void a_lost_event_is_worse_even_with_one_repeat() throws IOException {
        SampleRun one = new SampleRun(Map.of("aws", "emulator"), 1, 1, 24);
        LoadRun before = Reports.material(folder.resolve("before"), one).run();
        LoadRun now = Reports.material(
                        folder.resolve("now"),
                        one,
                        (result, json) -> ((ObjectNode) json.path("correctness")).put("lost", 1))
                .run();

        assertThat(verdict(before, now, "lost")).isEqualTo(Verdict.WORSE);
    }

    @Test
    void other_evidence_is_not_compared() throws IOException {
        LoadRun before = Reports.material(folder.resolve("before"), new SampleRun(Map.of("aws", "cloud"), 1, 1, 24))
                .run();
        LoadRun now = Reports.material(folder.resolve("now"), new SampleRun(Map.of("aws", "emulator"), 1, 1, 24))
                .run();

        assertThat(FigureChange.of(before, now)).isEmpty();
    }

    private Verdict p99(SampleRun run, double medianBefore, double medianNow) throws IOException {
        return verdict(
                Reports.material(folder.resolve("before"), run, (result, json) -> latency(result, json, medianBefore))
                        .run(),
                Reports.material(folder.resolve("now"), run, (result, json) -> latency(result, json, medianNow))
                        .run(),
                "p99");
    }

    private static void latency(SampleResult result, ObjectNode json, double medianMs) {
        SplittableRandom random = new SplittableRandom(result.repeat());
        double noise = 1 + (random.nextDouble() - 0.5) * 0.05;
        ((ObjectNode) json.path("latency"))
                .set("corrected", Times.json(Times.around(1000 * medianMs * noise, 5_000, random)));
    }

    private static Verdict verdict(LoadRun before, LoadRun now, String figure) {
        return FigureChange.of(before, now).stream()
                .filter(one -> one.figure().id().equals(figure))
                .map(FigureChange::verdict)
                .findFirst()
                .orElseThrow();
    }
}
