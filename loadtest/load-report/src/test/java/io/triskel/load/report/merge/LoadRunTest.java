package io.triskel.load.report.merge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.report.sample.Reports;
import io.triskel.load.report.sample.SampleResult;
import io.triskel.load.report.sample.SampleRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadRunTest {
    private static final SampleRun CLOUDS = new SampleRun(Map.of("aws", "cloud", "azure", "cloud"), 3, 1, 24);

    @TempDir
    Path folder;

    @Test
    void clouds_come_first_and_memory_last() throws IOException {
        LoadRun run = Reports.material(folder, SampleRun.onStandIns()).run();

        assertThat(run.targets()).extracting(TargetRun::id).containsExactly("aws", "azure", "gcp", "memory");
    }

    @Nested
    class A_leader {
        @Test
        void is_who_has_the_lowest_interval_that_overlaps_no_other() throws IOException {
            assertThat(leader(CLOUDS, (result, json) -> {})).isEqualTo("azure");
        }

        @Test
        void is_nobody_on_stand_ins() throws IOException {
            SampleRun run = new SampleRun(Map.of("aws", "emulator", "azure", "emulator"), 3, 1, 24);

            assertThat(leader(run, (result, json) -> {})).isEqualTo("nobody");
        }

        @Test
        void is_nobody_simulated() throws IOException {
            SampleRun run = new SampleRun(Map.of("sim-aws", "simulated", "sim-azure", "simulated"), 3, 1, 24);

            assertThat(leader(run, (result, json) -> {})).isEqualTo("nobody");
        }

        @Test
        void is_never_memory() throws IOException {
            SampleRun run = new SampleRun(Map.of("aws", "cloud", "azure", "cloud", "memory", "memory"), 3, 1, 24);

            assertThat(leader(run, (result, json) -> {})).isEqualTo("azure");
        }

        @Test
        void is_nobody_with_one_repeat() throws IOException {
            assertThat(leader(new SampleRun(Map.of("aws", "cloud", "azure", "cloud"), 1, 1, 24), (result, json) -> {}))
                    .isEqualTo("nobody");
        }

        @Test
        void is_nobody_in_an_invalid_run() throws IOException {
            assertThat(leader(
                            CLOUDS,
                            (result, json) -> ((ObjectNode) json.path("verdict"))
                                    .put("valid", !result.target().equals("aws"))))
                    .isEqualTo("nobody");
        }

        @Test
        void is_nobody_where_the_other_was_interrupted() throws IOException {
            assertThat(leader(
                            CLOUDS,
                            (result, json) ->
                                    json.put("partial", result.target().equals("aws"))))
                    .isEqualTo("nobody");
        }

        @Test
        void is_nobody_where_a_third_one_failed_was_interrupted_or_lacks_the_figure() throws IOException {
            SampleRun three = new SampleRun(Map.of("aws", "cloud", "azure", "cloud", "gcp", "cloud"), 3, 1, 24);

            assertThat(leader(three, (result, json) -> {})).isEqualTo("azure");
            assertThat(leader(
                            three,
                            (result, json) ->
                                    json.put("partial", result.target().equals("aws"))))
                    .isEqualTo("nobody");
            assertThat(leader(three, (result, json) -> {
                        if (result.target().equals("aws")) {
                            json.remove("latency");
                        }
                    }))
                    .isEqualTo("nobody");
            Files.createDirectories(folder.resolve("noop"));
            Files.writeString(
                    folder.resolve("noop/failed.json"), "{\"schema\":1,\"target\":\"noop\",\"failed\":\"killed\"}");
            assertThat(leader(three, (result, json) -> {})).isEqualTo("nobody");
        }

        private String leader(SampleRun run, BiConsumer<SampleResult, ObjectNode> change) throws IOException {
            return Reports.material(folder, run, change)
                    .run()
                    .leader(Figure.P99)
                    .map(TargetRun::id)
                    .orElse("nobody");
        }
    }

    @Nested
    class A_target_has_a_gap {
        @Test
        void if_it_was_interrupted() throws IOException {
            assertThat(target(CLOUDS, json -> json.put("partial", true)).gaps())
                    .containsExactly(new Gap(Gap.Kind.REST, 0, 0, 0));
        }

        @Test
        void if_a_repeat_is_missing() throws IOException {
            assertThat(target(CLOUDS, json -> json.put("repeats", 5)).gaps())
                    .containsExactly(new Gap(Gap.Kind.REPEATS, 3, 5, 0));
        }

        @Test
        void if_a_worker_is_missing() throws IOException {
            assertThat(target(new SampleRun(Map.of("aws", "cloud"), 1, 1, 24), json -> json.put("workers", 2))
                            .gaps())
                    .containsExactly(new Gap(Gap.Kind.WORKERS, 1, 2, 0));
        }

        private TargetRun target(SampleRun run, Consumer<ObjectNode> change) throws IOException {
            return Reports.material(folder, run, (result, json) -> change.accept(json))
                    .run()
                    .targets()
                    .get(0);
        }
    }

    @Test
    void a_bracket_over_repeats_spans_them_all() throws IOException {
        LoadRun run = Reports.material(
                        folder,
                        new SampleRun(Map.of("aws", "cloud"), 2, 1, 24),
                        (result, json) -> ((ObjectNode) json.path("capacity"))
                                .put("passed", 1000 + 100 * result.repeat())
                                .put("failed", 1050 + 100 * result.repeat()))
                .run();

        Bracket bracket = run.targets().get(0).capacity().orElseThrow();
        assertThat(bracket.passed()).isEqualTo(1000);
        assertThat(bracket.failed()).hasValue(1150);
        assertThat(bracket.useful().passed()).isEqualTo(6647);
    }

    @Test
    void a_bracket_is_open_if_a_repeat_never_failed() throws IOException {
        LoadRun run = Reports.material(folder, new SampleRun(Map.of("aws", "cloud"), 2, 1, 24), (result, json) -> {
                    if (result.repeat() == 1) {
                        ((ObjectNode) json.path("capacity")).remove("failed");
                    }
                })
                .run();

        assertThat(run.targets().get(0).capacity().orElseThrow().failed()).isEmpty();
    }

    @Test
    void the_worst_of_several_processes_speaks_for_a_check() throws IOException {
        LoadRun run = Reports.material(
                        folder,
                        new SampleRun(Map.of("aws", "cloud"), 1, 2, 24),
                        (result, json) -> ((ObjectNode) json.at("/verdict/checks/0"))
                                .put("value", result.worker() == 1 ? 48 : 0.3)
                                .put("ok", result.worker() != 1))
                .run();

        assertThat(run.targets().get(0).checks().get(0).value()).isEqualTo(48);
    }
}
