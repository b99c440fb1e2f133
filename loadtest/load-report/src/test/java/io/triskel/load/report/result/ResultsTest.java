package io.triskel.load.report.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.report.sample.RealRun;
import io.triskel.load.report.sample.SampleResult;
import io.triskel.load.report.sample.SampleRun;
import io.triskel.load.result.Evidence;
import io.triskel.load.result.FailedTarget;
import io.triskel.load.result.PhaseCounts;
import io.triskel.load.result.ResultException;
import io.triskel.load.result.SeriesColumn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultsTest {
    @TempDir
    Path folder;

    @Test
    void a_file_is_read_with_all_that_it_says() throws IOException {
        write(json -> {});

        WorkerRun read = read().results().get(0);

        assertThat(read.run().target()).isEqualTo("aws");
        assertThat(read.run().evidence()).isEqualTo(Evidence.EMULATOR);
        assertThat(read.run().phases())
                .extracting(PhaseCounts::kind)
                .containsExactly("warm-up", "steady", "spike", "steady", "backlog", "steady");
        assertThat(read.latency().orElseThrow().corrected().getTotalCount()).isEqualTo(20_000);
        assertThat(read.run().units()).containsEntry("shard", 8);
        assertThat(read.run().verdict().checks()).hasSize(4);
    }

    @Test
    void a_folder_is_read_through_a_link_as_load_leaves_one_to_the_latest_run() throws IOException {
        write(json -> {});
        Path run = Files.createDirectory(folder.resolve("20261130-100820-smoke"));
        Files.move(folder.resolve("aws"), run.resolve("aws"));

        Path latest = Files.createSymbolicLink(folder.resolve("latest"), run.getFileName());

        assertThat(Results.read(List.of(latest)).results()).hasSize(1);
    }

    @Test
    void what_a_file_does_not_say_is_absent() throws IOException {
        write(json -> json.retain("schema", "target", "evidence", "level", "from", "to"));

        WorkerRun read = read().results().get(0);

        assertThat(read.latency()).isEmpty();
        assertThat(read.run().correctness()).isEmpty();
        assertThat(read.run().capacity()).isEmpty();
        assertThat(read.run().series()).isEmpty();
    }

    @Test
    void a_stage_has_the_clock_error_that_it_says_else_that_of_the_run_where_it_has_two_clocks() throws IOException {
        write(json -> {});

        assertThat(read().results().get(0).stages())
                .extracting(StageTimes::name, StageTimes::clockErrorUs)
                .containsExactly(
                        tuple("schedule-to-send", 0.0),
                        tuple("send-to-acknowledgement", 0.0),
                        tuple("send-to-broker", 900.0),
                        tuple("broker-to-handler", 900.0),
                        tuple("send-to-handler", 1800.0));
    }

    @Test
    void a_sample_that_is_null_is_none() throws IOException {
        write(json -> ((ObjectNode) json.path("series")).putArray("lag").add(1).addNull());

        assertThat(read().results()
                        .get(0)
                        .run()
                        .series()
                        .orElseThrow()
                        .get(SeriesColumn.LAG)
                        .orElseThrow())
                .containsExactly(1, Double.NaN);
    }

    @Test
    void a_worker_that_read_what_others_sent_may_be_ahead_of_itself() throws IOException {
        write(json -> {
            json.put("workers", 2);
            ((ObjectNode) json.path("series")).putArray("lag").add(5).add(-3);
            ((ObjectNode) json.path("correctness")).put("delivered", 999_999_999);
        });

        assertThat(read().results()).hasSize(1);
    }

    @Test
    void a_target_that_died_is_read_with_its_reason() throws IOException {
        Files.createDirectories(folder.resolve("azure"));
        Files.writeString(
                folder.resolve("azure/failed.json"), "{\"schema\":1,\"target\":\"azure\",\"failed\":\"Out of disk\"}");

        assertThat(read().failures()).containsExactly(new FailedTarget(1, "azure", "Out of disk"));
    }

    @Test
    void repeats_and_words_about_a_workload_may_differ() throws IOException {
        write(json -> {});
        SampleResult other = result("gcp");
        ObjectNode json = other.json();
        ((ObjectNode) json.path("workload")).put("repeats", 5).put("about", "once more");
        SampleRun.write(folder, other, json);

        assertThat(read().results()).hasSize(2);
    }

    @Test
    void a_trace_may_lie_elsewhere_and_has_to_be_the_same_one() throws IOException {
        write(json -> recorded(json, "/a/times.csv", "1f"));
        SampleResult other = result("gcp");
        SampleRun.write(folder, other, recorded(other.json(), "/b/times.csv", "1f"));

        assertThat(read().results()).hasSize(2);

        SampleRun.write(folder, other, recorded(other.json(), "/b/times.csv", "2e"));
        assertThatThrownBy(this::read)
                .isInstanceOf(ResultException.class)
                .hasMessageContaining("but from two different files: arrivals is {\"sha256\":");
    }

    private static ObjectNode recorded(ObjectNode json, String file, String digest) {
        ((ObjectNode) json.path("workload"))
                .putObject("arrivals")
                .put("trace", file)
                .put("sha256", digest);
        return json;
    }

    @Test
    void an_evaluation_beside_the_results_is_read_as_the_command_wrote_it() throws IOException {
        write(json -> {});
        RealRun.evaluated(folder);

        EvaluationFile evaluation = read().evaluation().orElseThrow();

        assertThat(evaluation.clouds()).containsExactly("aws", "azure", "gcp");
        assertThat(evaluation.json())
                .isEqualToNormalizingNewlines(
                        Files.readString(folder.resolve("evaluation.json")).stripTrailing());
    }

    @Test
    void other_files_in_the_folder_are_left_alone() throws IOException {
        write(json -> {});
        Files.writeString(folder.resolve("report.json"), "{");
        Files.writeString(folder.resolve("aws/notes.json"), "{");

        assertThat(read().results()).hasSize(1);
    }

    @Nested
    class Refused_with_a_sentence {
        @Test
        void a_folder_that_is_not_there() {
            assertRefused(
                    () -> Results.read(List.of(folder.resolve("none"))),
                    "none is not a folder; expected one that ./triskel load wrote");
        }

        @Test
        void a_folder_without_results() {
            assertRefused(ResultsTest.this::read, "No results in " + folder + ": expected TARGET/r0-w0.json");
        }

        @Test
        void another_schema() throws IOException {
            write(json -> json.put("schema", 2));

            assertRefused(ResultsTest.this::read, "r0-w0.json has schema 2; this version reads schema 1.");
        }

        @Test
        void an_evaluation_of_another_schema() throws IOException {
            write(json -> {});
            Files.writeString(folder.resolve("evaluation.json"), "{\"schema\":7}");

            assertRefused(
                    ResultsTest.this::read,
                    "evaluation.json has schema 7; this version reads schema 2. Evaluate again: ./triskel evaluate");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "/verdict | text | evaluation.json: field 'verdict.text' is missing, expected a text",
                    "/criteria/0 | weight | evaluation.json: field 'criteria[0].weight' is missing, expected a number",
                    "/criteria/0/scores/aws | low"
                            + " | evaluation.json: field 'criteria[0].scores.aws.low' is missing, expected a number",
                    "/criteria/0/scores | aws | evaluation.json has scores of [azure, gcp] and of [aws, azure, gcp],"
                            + " expected the same clouds everywhere",
                })
        void an_evaluation_that_lacks_a_member(String parent, String member, String message) throws IOException {
            write(json -> {});
            ObjectNode json = (ObjectNode) new ObjectMapper()
                    .readTree(
                            RealRun.evaluated(folder).resolve("evaluation.json").toFile());
            ((ObjectNode) json.at(parent)).remove(member);
            Files.writeString(folder.resolve("evaluation.json"), json.toString());

            assertRefused(ResultsTest.this::read, message);
        }

        @Test
        void an_evaluation_of_a_cloud_whose_id_is_none() throws IOException {
            write(json -> {});
            Files.writeString(
                    folder.resolve("evaluation.json"),
                    Files.readString(RealRun.evaluated(folder).resolve("evaluation.json"))
                            .replace("\"aws\"", "\"a onload=\""));

            assertRefused(ResultsTest.this::read, "scores of 'a onload=', expected the id of a cloud, such as aws");
        }

        @Test
        void two_evaluations_of_one_run() throws IOException {
            Path one = SampleRun.onStandIns().writeTo(folder.resolve("one"));
            Path other = new SampleRun(Map.of("noop", "memory"), 1, 1, 24).writeTo(folder.resolve("other"));
            RealRun.evaluated(one);
            RealRun.evaluated(other);

            assertRefused(() -> Results.read(List.of(one, other)), "evaluate this run; a report has one evaluation");
        }

        @Test
        void no_schema() throws IOException {
            write(json -> json.remove("schema"));

            assertRefused(ResultsTest.this::read, "r0-w0.json has schema none");
        }

        @Test
        void a_file_that_was_cut_off() throws IOException {
            Path file = write(json -> {});
            Files.writeString(file, Files.readString(file).substring(0, 500));

            assertRefused(
                    ResultsTest.this::read, "r0-w0.json is not JSON", "may be truncated, for instance by a full disk");
        }

        @Test
        void a_file_that_is_no_object() throws IOException {
            Files.writeString(write(json -> {}), "[]");

            assertRefused(ResultsTest.this::read, "expected a JSON object with the field 'schema'");
        }

        @Test
        void a_required_field_that_is_missing() throws IOException {
            write(json -> json.remove("target"));

            assertRefused(ResultsTest.this::read, "field 'target' is missing, expected a text");
        }

        @Test
        void a_field_of_the_wrong_kind() throws IOException {
            write(json -> ((ObjectNode) json.path("correctness")).put("lost", "none"));

            assertRefused(ResultsTest.this::read, "field 'correctness.lost' is \"none\", expected a count, 0 or more");
        }

        @Test
        void a_count_below_zero() throws IOException {
            write(json -> json.put("unsent", -1));

            assertRefused(ResultsTest.this::read, "field 'unsent' is -1, expected a count, 0 or more");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "/self | cpuUsPerEvent | NaN | 'self.cpuUsPerEvent' is NaN, expected a finite number",
                    "/verdict/checks/1 | value | -Infinity | 'verdict.checks[1].value' is -Infinity, expected a finite number",
                    "/verdict/objectives/0 | value | 1e999 | 'verdict.objectives[0].value' is Infinity, expected a finite number",
                    "/reporting | events | NaN | 'reporting.events' is NaN, expected a finite number",
                    "/series | p99Us | [3, NaN] | 'series.p99Us[1]' is NaN, expected a finite number",
                    "/self | cpuSeconds | \"NaN\" | 'self.cpuSeconds' is \"NaN\", expected a number",
                    "/capacity | passed | \"NaN\" | 'capacity.passed' is \"NaN\", expected a number",
                    "/capacity | passed | -5 | 'capacity.passed' is -5, expected 0 or more",
                    "/capacity/probes/0 | rate | -1 | 'capacity.probes[0].rate' is -1, expected 0 or more",
                    "/phases/0 | rate | -0.5 | 'phases[0].rate' is -0.5, expected 0 or more",
                    "/series | accepted | [7, -7] | 'series.accepted[1]' is -7, expected 0 or more",
                    "/correctness | lost | -3 | 'correctness.lost' is -3, expected a count, 0 or more",
                    "/latency/corrected | p99Us | 1 | 'latency.corrected.p99Us' is 1, expected at least p90Us, which is ",
                    "/latency/actual | maxUs | 1 | 'latency.actual.maxUs' is 1, expected at least p999Us, which is ",
                    "/latency/actual | count | 3 | 'latency.actual.count' is 3, expected 20000, as many as the histogram has",
                    "/stages/1 | p99Us | 1 | 'stages[1].p99Us' is 1, expected at least p50Us, which is ",
                    "/self | scheduleDelayP99Us | 1 | 'self.scheduleDelayP99Us' is 1, expected at least scheduleDelayP50Us, which is 40",
                    "/correctness | delivered | 999999999 | 'correctness.delivered' is 999999999, expected at most sent, which is ",
                    "/correctness | accepted | 999999999 | 'correctness.accepted' is 999999999, expected at most sent, which is ",
                    "/correctness | lost | 999999999 | 'correctness.lost' is 999999999, expected at most accepted, which is ",
                    "/phases/2 | toMs | 1 | 'phases[2].toMs' is 1, expected at least fromMs, which is ",
                    "'' | to | \"2026-01-02T08:59:59Z\" | 'to' is 2026-01-02T08:59:59Z, expected at least from, which is 2026-01-02T09:00:00Z",
                    "/verdict/checks/1 | value | 100.5 | 'verdict.checks[1].value' is 100.5, expected a share of at most 100 %",
                    "/verdict/objectives/1 | value | 101 | 'verdict.objectives[1].value' is 101, expected a share of at most 100 %",
                    "/sending/target | share | 1.2 | 'sending.target.share' is 1.2, expected a share of at most 1",
                    "/sending/generator | p99Us | 1 | 'sending.generator.p99Us' is 1, expected at least p90Us, which is 120",
                    "'' | worker | 1 | 'worker' is 1, expected less than workers, which is 1",
                    "'' | repeat | 1 | 'repeat' is 1, expected less than repeats, which is 1",
                    "'' | schema | 2 | has schema 2; this version reads schema 1.",
                })
        void a_value_that_no_run_has(String parent, String member, String value, String message) throws IOException {
            Path file = write(json -> {
                json.putObject("reporting").put("events", 1);
                ((ObjectNode) (parent.isEmpty() ? json : json.at(parent))).put(member, "~");
            });
            Files.writeString(file, Files.readString(file).replace("\"~\"", value));

            assertRefused(ResultsTest.this::read, file.toString(), message);
        }

        @Test
        void evidence_that_nobody_knows() throws IOException {
            write(json -> json.put("evidence", "hearsay"));

            assertRefused(ResultsTest.this::read, "is \"hearsay\", expected memory, simulated, emulator or cloud");
        }

        @Test
        void a_moment_that_is_none() throws IOException {
            write(json -> json.put("from", "yesterday"));

            assertRefused(ResultsTest.this::read, "field 'from' is \"yesterday\", expected a moment such as");
        }

        @Test
        void a_histogram_that_is_none() throws IOException {
            write(json -> ((ObjectNode) json.path("latency").path("corrected")).put("histogram", "AAAA"));

            assertRefused(
                    ResultsTest.this::read, "field 'latency.corrected.histogram' is not a compressed HdrHistogram");
        }

        @Test
        void results_of_different_workloads() throws IOException {
            write(json -> {});
            SampleResult other = result("gcp");
            ObjectNode json = other.json();
            ((ObjectNode) json.path("workload")).put("name", "spike");
            SampleRun.write(folder, other, json);

            assertRefused(
                    ResultsTest.this::read,
                    "Different workloads cannot be compared: invented (bus) in",
                    "spike (bus) in");
        }

        @Test
        void results_of_two_files_with_one_name() throws IOException {
            write(json -> {});
            second(json -> ((ObjectNode) json.path("workload").path("event")).put("size", 2048));

            assertRefused(
                    ResultsTest.this::read,
                    "have the workload invented, but from two different files: event is {\"size\":1024} and"
                            + " {\"size\":2048}. Report them separately");
        }

        @Test
        void results_of_two_commits() throws IOException {
            write(json -> {});
            second(json -> ((ObjectNode) json.path("environment")).put("commit", "1111111"));

            assertRefused(
                    ResultsTest.this::read,
                    "'commit' is 0000000 in ",
                    "and 1111111 in ",
                    "or compare them with --baseline");
        }

        @Test
        void results_of_two_versions() throws IOException {
            write(json -> {});
            second(json -> ((ObjectNode) json.path("environment")).put("triskel", "0.2.0"));

            assertRefused(ResultsTest.this::read, "'triskel' is 0.1.0-SNAPSHOT in ", "and 0.2.0 in ");
        }

        @Test
        void workers_of_runs_with_different_numbers_of_them() throws IOException {
            write(json -> json.put("workers", 3));
            second(json -> json.put("workers", 2));

            assertRefused(
                    ResultsTest.this::read,
                    "is from a run with 3 workers, ",
                    "from one with 2: their workers sent different keys");
        }

        /** A second worker's result, in another folder, as a job leaves it. */
        private void second(Consumer<ObjectNode> change) throws IOException {
            SampleResult result =
                    new SampleRun(Map.of("aws", "emulator"), 1, 2, 24).results().get(1);
            ObjectNode json = result.json();
            change.accept(json);
            SampleRun.write(folder, result, json);
        }

        @Test
        void the_same_worker_twice() throws IOException {
            write(json -> {});

            assertRefused(() -> Results.read(List.of(folder, folder)), "are worker 0 of repetition 0 on aws");
        }

        @Test
        void two_classes_of_evidence_for_one_target() throws IOException {
            write(json -> {});
            SampleResult cloud = new SampleResult("aws", "cloud", 0, 1, 1, 2, 74, 7820, 24);
            SampleRun.write(folder, cloud, cloud.json());

            assertRefused(ResultsTest.this::read, "Evidence of aws is mixed: ");
        }

        private void assertRefused(ThrowingCallable reading, String... parts) {
            assertThatThrownBy(reading).isInstanceOf(ResultException.class).hasMessageContainingAll(parts);
        }
    }

    private Results read() {
        return Results.read(List.of(folder));
    }

    private Path write(Consumer<ObjectNode> change) throws IOException {
        SampleResult result = result("aws");
        ObjectNode json = result.json();
        change.accept(json);
        return SampleRun.write(folder, result, json);
    }

    private static SampleResult result(String target) {
        return new SampleRun(Map.of(target, "emulator"), 1, 1, 24).results().get(0);
    }
}
