package io.triskel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.triskel.cli.gateway.PageFiles;
import io.triskel.load.cloud.Clouds;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code load WORKLOAD.yaml}, over targets that are processes and answer at once. */
class WorkloadCommandTest {
    private static final String WORKLOAD = """
        workload: 1
        name: small
        level: bus
        event: {size: 1KiB}
        keys: {count: 10}
        phases:
          - steady: {rate: 100/s, for: 5s}
        """;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Map<String, String> behaviours = new HashMap<>();
    private final List<String> started = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();

    @TempDir
    private Path home;

    private Path workload = Path.of("");

    @BeforeEach
    void write_a_workload() throws IOException {
        workload = Files.writeString(home.resolve("small.yaml"), WORKLOAD);
    }

    private int load(String... options) {
        return load(Map.of(), options);
    }

    private int load(Map<String, String> environment, String... options) {
        CommandLine command = new CommandLine(new WorkloadCommand(
                        workload,
                        home,
                        new LoadTargets(Clouds.installed()),
                        new WorkloadCommand.Means(this::start, this::costs, () -> new PageFiles(List.of())),
                        environment,
                        new Screen(false, false, false, false, 80),
                        InputStream.nullInputStream()))
                .setCommandName("load")
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .setExecutionExceptionHandler((thrown, line, parsed) -> Main.failed(thrown, line, false));
        return command.execute(options);
    }

    private RunCosts costs(List<String> clouds) {
        asked.addAll(clouds);
        return new RunCosts(Map.of(
                "aws", new RunCosts.Cost("Kinesis", 0.001, 0.5, 7), "gcp", new RunCosts.Cost("Pub/Sub", 0, 0, 0)));
    }

    private List<String> start(LoadTarget target) {
        started.add(target.text());
        return FakeLoadTarget.command(behaviours.getOrDefault(target.text(), "good"));
    }

    private Path results() {
        return home.resolve("results");
    }

    @Test
    void each_target_writes_its_result_and_has_a_row_in_the_table() {
        assertThat(load("--target", "memory,gcp", "--out", results().toString()))
                .isZero();

        assertThat(results().resolve("memory/r0-w0.json")).isRegularFile();
        assertThat(results().resolve("gcp/r0-w0.json")).isRegularFile();
        assertThat(results().resolve("gcp/r0-w0.json")).content().doesNotContain("watched");
        assertThat(results().resolve("workload.yaml")).hasContent(WORKLOAD);
        assertThat(out.toString())
                .containsPattern(
                        "memory +emulator +12,345 +900 us +41.0 ms +12.0 s +3 +3 +4  ok, capacity 7,450 to 7,820/s")
                .contains("gcp", "Report:  ./triskel report " + results());
    }

    @Test
    void latencies_of_emulators_of_two_clouds_are_hidden_with_the_reason() {
        load("--target", "memory,aws,gcp", "--out", results().toString());

        assertThat(out.toString())
                .containsPattern("memory +emulator +12,345 +900 us +41.0 ms +12.0 s +3 ")
                .containsPattern("aws +emulator +12,345 +hidden +hidden +hidden +3 ")
                .containsPattern("gcp +emulator +12,345 +hidden +hidden +hidden +3 ")
                .contains("hidden: an emulator's latency says nothing about its cloud's, so it is not compared with"
                        + " another cloud's. To see it: ./triskel report " + results() + " --emulator-latency");
    }

    @Test
    void all_targets_run_once_before_any_is_repeated() throws IOException {
        load("--target", "memory,gcp", "--repeats", "2", "--out", results().toString());

        assertThat(results().resolve("memory/r1-w0.json")).content().contains("\"repeat\":1", "\"repeats\":2");
        assertThat(Files.getLastModifiedTime(results().resolve("gcp/r0-w0.json")))
                .isLessThan(Files.getLastModifiedTime(results().resolve("memory/r1-w0.json")));
        assertThat(started).containsExactly("memory", "gcp");
    }

    @Test
    void results_go_to_a_new_folder_unless_one_is_named() {
        load();

        assertThat(home.resolve("target/load/latest/memory/r0-w0.json")).isRegularFile();
        assertThat(out.toString()).contains("Report:  ./triskel report " + home.resolve("target/load/latest"));
    }

    @Test
    void the_summary_is_json_where_a_program_reads_it() throws IOException {
        load("--json", "--out", results().toString());

        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(json.path("workload").asText()).isEqualTo("small");
        assertThat(json.path("exit").asInt()).isZero();
        assertThat(json.path("targets")
                        .path("memory")
                        .get(0)
                        .path("correctness")
                        .path("sent")
                        .asInt())
                .isEqualTo(12345);
    }

    @Test
    void a_plan_says_what_would_be_done_and_starts_nothing() {
        assertThat(load(Map.of("TRISKEL_CONTRACTS", "aws"), "--plan", "--target", "aws,azure", "--repeats", "3"))
                .isZero();

        assertThat(out.toString())
                .contains("about 500 events", "6 runs: aws, azure 3 times", "at least 30 s in all")
                .contains("aws: the cloud itself", "azure: emulators on this machine");
        assertThat(started).isEmpty();
    }

    @Test
    void a_plan_with_a_trace_counts_what_was_recorded() throws IOException {
        Files.writeString(home.resolve("times.csv"), "0\n10\n4000\n");
        Files.writeString(workload, WORKLOAD + "arrivals: {trace: times.csv}\n");

        assertThat(load("--plan")).isZero();

        assertThat(out.toString()).contains("up to 1/s, about 3 events", "Each run: about 3 events");
    }

    @Test
    void a_plan_of_a_simulated_cloud_says_so_whatever_the_environment_names() {
        assertThat(load(Map.of("TRISKEL_CONTRACTS", "aws"), "--plan", "--target", "sim-aws"))
                .isZero();

        assertThat(out.toString())
                .contains("sim-aws: simulated in one process here")
                .doesNotContain("the cloud itself");
    }

    @Test
    void a_plan_of_the_pipeline_speaks_of_orders() throws IOException {
        Files.writeString(workload, WORKLOAD.replace("level: bus", "level: pipeline"));

        assertThat(load("--plan", "--target", "memory,gcp")).isZero();

        assertThat(out.toString())
                .contains(
                        "up to 100/s, about 500 orders", "500 orders of 10 customers through the order pipeline, 5 s");
    }

    @Nested
    class A_budget {
        @BeforeEach
        void is_stated() throws IOException {
            Files.writeString(workload, WORKLOAD + "budget: 5 USD\n");
        }

        @Test
        void goes_to_each_target_that_is_or_stands_for_a_cloud() throws IOException {
            load("--target", "aws,memory", "--out", results().toString());

            assertThat(Files.readString(results().resolve("aws/r0-w0.json")))
                    .contains("\"spend\":{\"usdPerEvent\":0.001,\"usdPerHour\":0.5,\"budgetUsd\":5.0,"
                            + "\"predictedUsd\":7.0,\"offer\":\"Kinesis\"}");
            assertThat(Files.readString(results().resolve("memory/r0-w0.json"))).doesNotContain("spend");
            assertThat(asked).containsExactly("aws");
        }

        @Test
        void is_divided_among_workers() throws IOException {
            load("--target", "aws", "--workers", "2", "--out", results().toString());

            assertThat(Files.readString(results().resolve("aws/r0-w1.json")))
                    .contains("\"spend\":{\"usdPerEvent\":0.001,\"usdPerHour\":0.25,\"budgetUsd\":2.5,"
                            + "\"predictedUsd\":3.5,\"offer\":\"Kinesis\"}");
        }

        @Test
        void is_one_for_all_repeats_and_one_that_nothing_is_left_for_is_not_run_and_did_not_fail() throws IOException {
            behaviours.put("aws", "spends-4-usd");

            assertThat(load(
                            "--target",
                            "aws",
                            "--repeats",
                            "3",
                            "--out",
                            results().toString()))
                    .isEqualTo(3);

            assertThat(Files.readString(results().resolve("aws/r1-w0.json"))).contains("\"budgetUsd\":1.0,");
            assertThat(results().resolve("aws/r2-w0.json")).doesNotExist();
            assertThat(results().resolve("aws/failed.json")).doesNotExist();
            assertThat(out.toString())
                    .contains("aws       not run: 0 USD of the budget is left, and one event with its drain costs"
                            + " 0.00947 USD: raise the budget, or lower repeats");
        }

        @Test
        void is_taken_to_be_spent_by_a_target_that_died_while_it_ran() throws IOException {
            behaviours.put("aws", "dies");

            assertThat(load(
                            "--target",
                            "aws",
                            "--repeats",
                            "2",
                            "--out",
                            results().toString()))
                    .isEqualTo(4);

            assertThat(out.toString())
                    .contains("aws       failed: target aws, repeat 1 ended with code 9")
                    .contains("aws       not run: 0 USD of the budget is left");
        }

        @Test
        void of_a_worker_in_a_job_is_its_own_part_in_all_repeats() throws IOException {
            behaviours.put("aws", "spends-4-usd");
            Files.writeString(workload, WORKLOAD + "budget: 50 USD\n");
            Map<String, String> job = Map.of(
                    "CLOUD_RUN_TASK_INDEX", "2", "CLOUD_RUN_TASK_COUNT", "5", "TRISKEL_START", "2099-01-01T00:00:00Z");

            load(job, "--target", "aws", "--repeats", "2", "--out", results().toString());

            assertThat(Files.readString(results().resolve("aws/r0-w2.json"))).contains("\"budgetUsd\":10.0,");
            assertThat(Files.readString(results().resolve("aws/r1-w2.json"))).contains("\"budgetUsd\":6.0,");
        }

        @Test
        void is_never_more_in_parts_than_as_a_whole() throws IOException {
            Files.writeString(workload, WORKLOAD + "budget: 0.03 USD\n");
            BigDecimal parts = BigDecimal.ZERO;

            load("--target", "aws", "--workers", "3", "--out", results().toString());

            for (int worker = 0; worker < 3; worker++) {
                String asked = Files.readString(results().resolve("aws/r0-w" + worker + ".json"));
                parts = parts.add(
                        new BigDecimal(Double.parseDouble(asked.replaceAll(".*\"budgetUsd\":([^,]*),.*", "$1"))));
            }
            assertThat(parts)
                    .isLessThanOrEqualTo(new BigDecimal("0.03"))
                    .isCloseTo(new BigDecimal("0.03"), within(new BigDecimal("1e-11")));
        }

        @Test
        void that_one_run_may_need_more_than_is_told_by_the_plan() {
            assertThat(load(Map.of("TRISKEL_CONTRACTS", "aws"), "--plan", "--target", "aws,gcp"))
                    .isZero();

            assertThat(out.toString())
                    .contains(
                            "aws: the cloud itself, with the resources that the environment names; at most 7.00 USD a"
                                    + " run by list prices (Kinesis).",
                            "Budget: 5 USD for all runs of a target, each of which stops there; one run may need more"
                                    + " on aws.");
        }
    }

    @Test
    void a_plan_on_a_cloud_itself_predicts_its_cost_also_without_a_budget() {
        load(Map.of("TRISKEL_CONTRACTS", "aws"), "--plan", "--target", "aws,gcp");

        assertThat(asked).containsExactly("aws");
        assertThat(out.toString())
                .contains("at most 7.00 USD a run by list prices (Kinesis)")
                .doesNotContain("Budget");
    }

    @Nested
    class Of_several_workers {
        @Test
        void each_is_a_process_with_a_result_and_a_row_and_all_begin_at_one_moment() throws IOException {
            assertThat(load("--workers", "3", "--out", results().toString())).isZero();

            Set<String> starts = new TreeSet<>();
            for (int worker = 0; worker < 3; worker++) {
                String asked = Files.readString(results().resolve("memory/r0-w" + worker + ".json"));
                assertThat(asked).contains("\"worker\":" + worker, "\"workers\":3");
                starts.add(asked.replaceAll(".*\"at\":\"([^\"]*)\".*", "$1"));
            }
            assertThat(starts).singleElement().asString().startsWith("20");
            assertThat(out.toString()).contains("memory w0 ", "memory w1 ", "memory w2 ", "the report adds them up");
        }

        @Test
        void they_load_one_bus_of_emulators_that_a_process_of_their_own_hosts() throws IOException {
            assertThat(load(
                            "--target",
                            "aws",
                            "--workers",
                            "2",
                            "--out",
                            results().toString()))
                    .isZero();

            Set<String> runs = new TreeSet<>();
            for (int worker = 0; worker < 2; worker++) {
                String asked = Files.readString(results().resolve("aws/r0-w" + worker + ".json"));
                assertThat(asked).contains("\"sharedRun\":").endsWith("hosted");
                runs.add(asked.replaceAll(".*\"sharedRun\":([0-9]+).*", "$1"));
            }
            assertThat(runs).hasSize(1);
        }

        @Test
        void in_memory_each_has_its_own_bus() throws IOException {
            load("--workers", "2", "--out", results().toString());

            assertThat(Files.readString(results().resolve("memory/r0-w0.json")))
                    .doesNotContain("sharedRun")
                    .doesNotContain("hosted");
        }

        @Test
        void none_begins_if_one_cannot() throws IOException {
            behaviours.put("memory", "fails-as-worker-1");

            assertThat(load("--workers", "3", "--out", results().toString())).isEqualTo(4);

            assertThat(Files.readString(results().resolve("memory/failed.json")))
                    .contains("target memory, worker 1: no room");
            assertThat(results().resolve("memory/r0-w0.json")).doesNotExist();
        }

        @Test
        void the_results_of_those_that_did_not_die_are_kept() {
            behaviours.put("memory", "dies");

            assertThat(load("--workers", "2", "--out", results().toString())).isEqualTo(4);

            assertThat(out.toString()).containsPattern("failed: target memory, worker 0 ended with code 9");
        }

        @Test
        void one_that_a_job_has_started_is_that_one() throws IOException {
            Map<String, String> job = Map.of(
                    "CLOUD_RUN_TASK_INDEX", "2", "CLOUD_RUN_TASK_COUNT", "8", "TRISKEL_START", "2099-01-01T00:00:00Z");

            assertThat(load(job, "--out", results().toString())).isZero();

            assertThat(Files.readString(results().resolve("memory/r0-w2.json")))
                    .contains("\"worker\":2", "\"workers\":8", "\"at\":\"2099-01-01T00:00:00Z\"");
        }

        @Test
        void a_plan_names_them() {
            assertThat(load("--plan", "--workers", "3")).isZero();

            assertThat(out.toString()).contains("3 workers on this machine at the same time, each with its own keys");
        }

        @Test
        void what_they_cannot_share_is_wrong_usage_and_starts_nothing() {
            assertThat(load("--workers", "11")).isEqualTo(2);
            assertThat(load("--workers", "0")).isEqualTo(2);
            assertThat(load("--workers", "2", "--target", "sim-aws")).isEqualTo(2);
            assertThat(load(Map.of("JOB_COMPLETION_INDEX", "1"))).isEqualTo(2);

            assertThat(err.toString())
                    .contains("there are 11 workers and 10 keys")
                    .contains("sim-aws is simulated in virtual time")
                    .contains("JOB_COMPLETION_INDEX makes this a worker; set TRISKEL_WORKERS to how many there are");
            assertThat(started).isEmpty();
        }
    }

    @Test
    void no_repeats_at_all_are_wrong_usage() {
        assertThat(load("--repeats", "0")).isEqualTo(2);

        assertThat(err.toString()).contains("repeats must be 1 to 100, not 0");
        assertThat(started).isEmpty();
    }

    @Nested
    class The_exit_code {
        @Test
        void is_that_of_the_worst_run() {
            behaviours.put("memory", "misses");

            assertThat(load("--target", "memory,aws", "--out", results().toString()))
                    .isEqualTo(1);

            assertThat(out.toString()).contains("missed: lost 3 events, 0 allowed");
        }

        @Test
        void of_an_invalid_run_is_three_and_the_check_is_named_with_its_cure() {
            behaviours.put("memory", "is-invalid");

            assertThat(load("--out", results().toString())).isEqualTo(3);

            assertThat(out.toString())
                    .contains(
                            "INVALID: scheduleDelayP99 42.5 ms, 10 allowed",
                            "memory: the generator sent late: free the machine",
                            "docs/how-load-tests-judge.md#what-makes-a-run-invalid");
        }

        @Test
        void of_a_target_that_died_is_four_and_the_others_results_are_kept() throws IOException {
            behaviours.put("aws", "dies");

            assertThat(load("--target", "aws,memory", "--out", results().toString()))
                    .isEqualTo(4);

            assertThat(out.toString()).contains("aws       failed: target aws ended with code 9", "memory    emulator");
            assertThat(results().resolve("memory/r0-w0.json")).isRegularFile();
            assertThat(new ObjectMapper()
                            .readTree(results().resolve("aws/failed.json").toFile())
                            .path("failed")
                            .asText())
                    .contains("something is wrong");
        }

        @Test
        void of_a_target_that_was_killed_is_four_and_the_signal_is_named() {
            behaviours.put("memory", "is-killed");

            assertThat(load("--out", results().toString())).isEqualTo(4);

            assertThat(out.toString())
                    .contains("failed: target memory was killed (signal 9: manually, or by the system");
        }

        @Test
        void of_a_target_that_died_after_it_wrote_its_result_is_that_of_the_result() {
            behaviours.put("memory", "dies-after-writing");

            assertThat(load("--out", results().toString())).isEqualTo(3);

            assertThat(results().resolve("memory/r0-w0.json")).isRegularFile();
            assertThat(results().resolve("memory/failed.json")).doesNotExist();
            assertThat(out.toString()).containsPattern("memory +memory +7 .* INVALID: stopped early");
        }

        @Test
        void of_a_target_that_refuses_is_four_with_its_words() {
            behaviours.put("memory", "refuses");

            assertThat(load("--out", results().toString())).isEqualTo(4);

            assertThat(out.toString()).contains("failed: target memory: no such level");
        }
    }

    @Nested
    class When_used_wrongly {
        @Test
        void an_unknown_target_starts_nothing() {
            assertThat(load("--target", "memory,moon")).isEqualTo(2);

            assertThat(err.toString()).contains("unknown target 'moon'; known: memory, aws, azure, gcp");
            assertThat(started).isEmpty();
        }

        @Test
        void a_target_without_the_level_of_the_workload_starts_nothing() throws IOException {
            Files.writeString(workload, WORKLOAD.replace("level: bus", "level: pipeline"));

            assertThat(load("--target", "memory,noop")).isEqualTo(2);

            assertThat(err.toString())
                    .contains("small.yaml has level pipeline, not supported by noop; supported by: memory, aws,"
                            + " azure, gcp");
            assertThat(started).isEmpty();
        }

        @Test
        void level_function_is_of_the_clouds_and_of_those_that_are_simulated() throws IOException {
            Files.writeString(workload, WORKLOAD.replace("level: bus", "level: function"));

            assertThat(load("--target", "memory")).isEqualTo(2);

            assertThat(err.toString())
                    .contains("not supported by memory; supported by: aws, azure, gcp, sim-aws, sim-azure, sim-gcp");
            assertThat(started).isEmpty();
        }

        @Test
        void a_broken_workload_is_told_with_its_line() throws IOException {
            Files.writeString(workload, WORKLOAD.replace("keys:", "kees:"));

            assertThat(load()).isEqualTo(2);

            assertThat(err.toString()).contains("small.yaml:5", "kees", "keys");
        }

        @Test
        void a_folder_that_has_something_in_it_is_left_alone() throws IOException {
            Files.createDirectories(results());
            Files.writeString(results().resolve("mine.txt"), "mine");

            assertThat(load("--out", results().toString())).isEqualTo(2);

            assertThat(err.toString()).contains("is not empty; use a new folder for each run, with --out");
            assertThat(started).isEmpty();
        }

        @Test
        void why_a_target_failed_is_told_also_where_it_cannot_be_noted() throws IOException {
            LoadFolder folder = LoadFolder.in(results(), workload);
            Files.writeString(results().resolve("memory"), "where a folder is needed");

            assertThat(folder.failed(LoadTarget.MEMORY, "it was killed"))
                    .startsWith("it was killed")
                    .contains(
                            "cannot note that in " + results(),
                            results().resolve("memory") + " is a file, not a folder");
        }

        @Test
        void a_folder_that_cannot_be_written_to_is_a_fault_of_the_machine_and_no_missed_objective() throws IOException {
            Path file = Files.writeString(results().resolveSibling("a-file"), "");

            assertThat(load("--out", file.toString())).isEqualTo(4);

            assertThat(err.toString())
                    .contains("cannot write to " + file + " (" + file
                            + " is a file, not a folder); use another folder, with --out");
            assertThat(started).isEmpty();
        }
    }
}
