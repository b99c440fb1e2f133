package io.triskel.load.report.section;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.report.sample.Reports;
import io.triskel.load.report.sample.SampleResult;
import io.triskel.load.report.sample.SampleRun;
import io.triskel.load.report.section.Opening.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictsTest {
    private static final SampleRun CLOUDS =
            new SampleRun(Map.of("aws", "cloud", "azure", "cloud", "memory", "memory"), 3, 1, 24);

    @TempDir
    Path folder;

    @Test
    void a_whole_valid_run_on_clouds_says_who_is_fastest() throws IOException {
        Opening opening = opening(CLOUDS, (result, json) -> {});

        assertThat(opening.answer())
                .isEqualTo("Nothing was lost, out of order or corrupted. Azure is fastest for 99 of 100 events.");
        assertThat(opening.facts()).extracting(Opening.Fact::head).contains("Valid run", "Cloud evidence");
    }

    @Test
    void a_target_that_failed_is_said_first() throws IOException {
        Files.createDirectories(folder.resolve("gcp"));
        Files.writeString(
                folder.resolve("gcp/failed.json"), "{\"schema\":1,\"target\":\"gcp\",\"failed\":\"It was killed\"}");

        Opening opening = opening(CLOUDS, (result, json) -> {});

        assertThat(opening.answer()).isEqualTo("Google failed; the report covers the rest.");
        assertThat(opening.facts().get(0)).isEqualTo(new Opening.Fact(Kind.BAD, "Google failed", "It was killed"));
    }

    @Test
    void targets_that_all_failed_are_told_without_any_figure() throws IOException {
        Files.createDirectories(folder.resolve("gcp"));
        Files.writeString(
                folder.resolve("gcp/failed.json"), "{\"schema\":1,\"target\":\"gcp\",\"failed\":\"It was killed\"}");

        Material material = Reports.read(folder);

        assertThat(Verdicts.of(material).answer()).isEqualTo("Nothing was measured. Failed: Google.");
        assertThat(Sections.of(material)).isEmpty();
    }

    @Test
    void an_interrupted_run_is_said_first() throws IOException {
        Opening opening = opening(
                CLOUDS, (result, json) -> json.put("partial", result.target().equals("aws")));

        assertThat(opening.answer()).startsWith("This run is incomplete");
        assertThat(opening.facts().get(0).head()).isEqualTo("AWS is partial");
        assertThat(opening.facts().get(0).body()).isEqualTo("Interrupted before its end.");
    }

    @Test
    void an_interrupted_run_is_invalid_for_that_and_not_for_its_checks() throws IOException {
        Opening opening = opening(CLOUDS, (result, json) -> {
            json.put("partial", true);
            ((ObjectNode) json.path("verdict")).put("valid", false);
        });

        assertThat(opening.facts())
                .contains(new Opening.Fact(
                        Kind.BAD, "Invalid run", "The run was interrupted, so it must not be quoted."));
        assertThat(opening.why()).containsExactly("Let the run finish before you quote a figure.");
    }

    @Test
    void an_invalid_run_may_not_be_quoted_and_says_which_check_failed() throws IOException {
        Opening opening = opening(CLOUDS, (result, json) -> {
            ((ObjectNode) json.path("verdict")).put("valid", false);
            ((ObjectNode) json.at("/verdict/checks/0")).put("value", 48).put("ok", false);
        });

        assertThat(opening.answer()).startsWith("This run is invalid and must not be quoted");
        assertThat(opening.facts().get(0).head()).isEqualTo("Invalid run");
        assertThat(opening.facts().get(0).body()).startsWith("Schedule delay p99 48 ms on AWS, 10 ms allowed");
    }

    @Test
    void the_strip_says_how_much_was_sent_late_and_how_busy_the_generator_was() throws IOException {
        Opening opening = opening(CLOUDS, (result, json) -> {
            boolean aws = result.target().equals("aws");
            json.put(
                    "late",
                    aws ? ((ObjectNode) json.path("correctness")).path("sent").asLong() / 4 : 0);
            ((ObjectNode) json.path("self")).put("cpuSeconds", aws ? 12 : 3).put("cores", 2);
            ((ObjectNode) json.at("/verdict/objectives/1")).put("met", true);
        });

        assertThat(opening.facts())
                .contains(new Opening.Fact(
                        Kind.PLAIN,
                        "The generator kept up",
                        "At most 25% of the events were sent over 10 ms late (AWS). Held back, at most: 0.1% by the"
                                + " generator, 2% by the target, 0.3% by the order of keys."
                                + " The generator’s process used at most 25% of its processors (AWS)."));
    }

    @Test
    void a_missed_objective_is_the_targets_if_the_generator_kept_up() throws IOException {
        Opening opening = opening(CLOUDS, (result, json) -> {
            json.put("late", 0);
            ((ObjectNode) json.at("/verdict/objectives/0"))
                    .put("met", !result.target().equals("aws"));
            ((ObjectNode) json.at("/verdict/objectives/1")).put("met", true);
        });

        assertThat(opening.facts()).anySatisfy(fact -> {
            assertThat(fact.head()).isEqualTo("The limit was the target, not the generator");
            assertThat(fact.body()).startsWith("No event was sent over 10 ms late.");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "scheduleDelayP99 | Free the machine, lower the rate, or add workers.",
                "heldBack | Free the machine, lower the rate, or add workers.",
                "atOwnLimit | Add workers, or send fewer or smaller events.",
                "processor | Use a larger machine, add workers, or lower the rate.",
                "collectionShare | Give the generator more memory (JDK_JAVA_OPTIONS=-Xmx2g), or lower the rate.",
            })
    void a_generator_that_was_the_limit_is_said_with_the_cure(String check, String cure) throws IOException {
        Opening opening = opening(CLOUDS, (result, json) -> {
            ((ObjectNode) json.path("verdict")).put("valid", false);
            ((ObjectNode) json.at("/verdict/checks/0"))
                    .put("name", check)
                    .put("value", 48)
                    .put("ok", false);
        });

        assertThat(opening.facts()).anySatisfy(fact -> {
            assertThat(fact.kind()).isEqualTo(Kind.BAD);
            assertThat(fact.head()).isEqualTo("The generator was the limit");
            assertThat(fact.body()).startsWith(cure);
        });
    }

    @Test
    void that_the_generator_was_not_the_bottleneck_is_said_only_of_results_that_checked_its_limit() throws IOException {
        Opening checked = opening(CLOUDS, (result, json) -> {});
        Opening older = opening(CLOUDS, (result, json) -> ((ArrayNode) json.at("/verdict/checks")).remove(1));

        assertThat(checked.facts().get(0).body())
                .isEqualTo("All 12 self-checks passed; the generator was not the bottleneck.");
        assertThat(older.facts().get(0).body()).isEqualTo("All 9 self-checks passed.");
    }

    @Test
    void stand_ins_say_nothing_of_speed() throws IOException {
        Opening opening = opening(SampleRun.onStandIns(), (result, json) -> {});

        assertThat(opening.answer()).endsWith("Emulators cannot tell how fast the services are.");
        assertThat(opening.facts()).extracting(Opening.Fact::head).contains("Emulator evidence");
    }

    @Test
    void mixed_evidence_is_said_and_leaves_no_leader() throws IOException {
        Opening opening = opening(
                new SampleRun(Map.of("aws", "cloud", "azure", "cloud", "gcp", "emulator"), 3, 1, 24),
                (result, json) -> {});

        assertThat(opening.facts()).extracting(Opening.Fact::head).contains("Mixed evidence");
        assertThat(opening.answer()).endsWith("No target is clearly fastest.");
    }

    @Test
    void a_missed_objective_is_told_with_its_limit() throws IOException {
        Opening opening = opening(SampleRun.onStandIns(), (result, json) -> {});

        assertThat(opening.facts()).anySatisfy(fact -> {
            assertThat(fact.head()).isEqualTo("3 of 4 met the objectives");
            assertThat(fact.body()).startsWith("AWS: throttled").endsWith(", 1% allowed.");
        });
    }

    @Test
    void lost_events_are_the_answer() throws IOException {
        Opening opening = opening(CLOUDS, (result, json) -> ((ObjectNode) json.path("correctness")).put("lost", 2));

        assertThat(opening.answer()).startsWith("Delivery was faulty: 18 lost.");
    }

    private Opening opening(SampleRun run, BiConsumer<SampleResult, ObjectNode> change) throws IOException {
        return Verdicts.of(Reports.material(folder, run, change));
    }
}
