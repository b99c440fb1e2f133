package io.triskel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.cloud.Clouds;
import io.triskel.load.workload.Level;
import io.triskel.load.workload.Worker;
import io.triskel.load.workload.Workload;
import io.triskel.load.workload.WorkloadFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkersTest {
    private static final Map<String, String> ONE_STREAM =
            Map.of("TRISKEL_CONTRACTS", "aws", "TRISKEL_AWS_STREAM", "load");

    private static final String START = "2026-11-27T12:00:00Z";

    @TempDir
    private Path folder;

    @Test
    void without_a_word_there_is_one() {
        Workers workers = Workers.of(Optional.empty(), Map.of());

        assertThat(workers.started()).containsExactly(Worker.ALONE);
        assertThat(workers.areSeveral()).isFalse();
    }

    @Test
    void all_that_are_asked_for_are_started_here() {
        Workers workers = Workers.of(Optional.of(3), Map.of());

        assertThat(workers.started()).containsExactly(new Worker(0, 3), new Worker(1, 3), new Worker(2, 3));
        assertThat(workers.isPart()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "TRISKEL_WORKER, TRISKEL_WORKERS",
        "JOB_COMPLETION_INDEX, TRISKEL_WORKERS",
        "CLOUD_RUN_TASK_INDEX, CLOUD_RUN_TASK_COUNT",
        "AWS_BATCH_JOB_ARRAY_INDEX, AWS_BATCH_JOB_ARRAY_SIZE"
    })
    void an_engine_says_which_one_this_is(String index, String count) {
        Workers workers = Workers.of(Optional.empty(), Map.of(index, "3", count, "16", "TRISKEL_START", START));

        assertThat(workers.started()).containsExactly(new Worker(3, 16));
        assertThat(workers.isPart()).isTrue();
        assertThat(workers.start()).hasValue(Instant.parse(START));
    }

    @Test
    void a_job_of_one_needs_no_moment() {
        Workers workers =
                Workers.of(Optional.empty(), Map.of("CLOUD_RUN_TASK_INDEX", "0", "CLOUD_RUN_TASK_COUNT", "1"));

        assertThat(workers.areSeveral()).isFalse();
    }

    @Test
    void repeats_begin_when_the_one_before_has_surely_ended() throws IOException {
        Workers workers = Workers.of(
                Optional.empty(), Map.of("TRISKEL_WORKER", "0", "TRISKEL_WORKERS", "2", "TRISKEL_START", START));
        Workload workload = workload("steady: {rate: 10/s, for: 5min}");

        Instant second = workers.start(1, workload).orElseThrow();

        assertThat(workers.start(0, workload)).hasValue(Instant.parse(START));
        assertThat(Duration.between(Instant.parse(START), second))
                .isEqualTo(Duration.ofMinutes(5 + 2).plusSeconds(60));
    }

    @Test
    void a_place_in_a_variable_is_the_workers_number() {
        assertThat(Workers.variables(
                        Map.of("TRISKEL_AWS_STREAM", "load-{worker}", "AWS_REGION", "eu-west-1"), new Worker(7, 8)))
                .containsExactly(Map.entry("TRISKEL_AWS_STREAM", "load-7"));
    }

    @Nested
    class Refused_in_words {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "65 | | --workers is 65. Expected: 1 to 64 processes on this machine",
                    "-1 | | --workers is -1. Expected: 1 to 64",
                    "0 | | --workers is 0. Expected: 1 to 64",
                    "2 | TRISKEL_WORKER=0 | TRISKEL_WORKER says that this process is a worker itself",
                    " | TRISKEL_WORKER=0 | TRISKEL_WORKERS is ''. Expected: a number; TRISKEL_WORKER makes this a worker",
                    " | TRISKEL_WORKER=x TRISKEL_WORKERS=2 | TRISKEL_WORKER is 'x'. Expected: a number",
                    " | TRISKEL_WORKER=2 TRISKEL_WORKERS=2 | Worker 2 does not exist: 2 workers are numbered from 0",
                    " | TRISKEL_WORKER=1 TRISKEL_WORKERS=2 | TRISKEL_START does not say when all of them start",
                    " | TRISKEL_WORKER=1 TRISKEL_WORKERS=2 TRISKEL_START=noon | TRISKEL_START is 'noon'. Expected: a time"
                })
        void what_contradicts_itself(Integer asked, String variables, String message) {
            assertThatThrownBy(() -> Workers.of(Optional.ofNullable(asked), environment(variables)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(message);
        }

        private static Map<String, String> environment(String variables) {
            return variables == null
                    ? Map.of()
                    : List.of(variables.split(" ", -1)).stream()
                            .map(each -> each.split("=", -1))
                            .collect(java.util.stream.Collectors.toMap(each -> each[0], each -> each[1]));
        }

        @Test
        void a_search_for_the_capacity_of_one_bus() throws IOException {
            Workload search = workload("capacity: {from: 10/s, to: 100/s, probe: 10s}");

            assertThatThrownBy(() ->
                            Workers.of(Optional.of(2), Map.of()).check(search, List.of(target("aws")), ONE_STREAM))
                    .hasMessageContaining(
                            "Workers cannot search for the capacity of one bus together, so each needs its own")
                    .hasMessageContaining("TRISKEL_AWS_STREAM is 'load'. Put {worker}")
                    .hasMessageContaining("as in load-{worker}, or use one worker");
            assertThatCode(() -> Workers.of(Optional.of(2), Map.of())
                            .check(
                                    search,
                                    List.of(target("aws")),
                                    Map.of("TRISKEL_CONTRACTS", "aws", "TRISKEL_AWS_STREAM", "load-{worker}")))
                    .doesNotThrowAnyException();
        }

        @Test
        void a_bus_with_a_place_in_only_one_of_its_variables() throws IOException {
            Map<String, String> half = Map.of(
                    "TRISKEL_CONTRACTS",
                    "gcp",
                    "TRISKEL_GCP_TOPIC",
                    "load-{worker}",
                    "TRISKEL_GCP_SUBSCRIPTION",
                    "load");

            assertThatThrownBy(() -> Workers.of(Optional.of(2), Map.of())
                            .check(workload("steady: {rate: 10/s, for: 5s}"), List.of(target("gcp")), half))
                    .hasMessageContaining("Each worker reads all that comes here, so it needs its own")
                    .hasMessageContaining("TRISKEL_GCP_SUBSCRIPTION is 'load'");
        }

        @ParameterizedTest
        @CsvSource({
            "gcp, BUS, TRISKEL_GCP_SUBSCRIPTION",
            "gcp, FUNCTION, TRISKEL_LOAD_REPORTS_SUBSCRIPTION",
            "gcp, PIPELINE, TRISKEL_APP_LOAD_SUBSCRIPTION",
            "azure, FUNCTION, TRISKEL_LOAD_REPORTS"
        })
        void what_workers_may_not_share_is_known_of_each_level(String target, Level level, String variable) {
            assertThat(target(target).variablesOfBus(level)).contains(variable);
        }

        @Test
        void a_pipeline_is_shared_where_each_reader_sees_all_of_its_bus() {
            assertThat(target("aws").variablesOfBus(Level.PIPELINE)).isEmpty();
            assertThat(target("azure").variablesOfBus(Level.PIPELINE)).isEmpty();
        }

        @Test
        void a_job_that_repeats_what_nobody_knows_the_length_of() throws IOException {
            Workers job = Workers.of(
                    Optional.empty(), Map.of("TRISKEL_WORKER", "0", "TRISKEL_WORKERS", "2", "TRISKEL_START", START));
            Workload search = workload("capacity: {from: 10/s, to: 100/s, probe: 10s}");

            assertThatThrownBy(() -> job.check(search.withRepeats(2), List.of(LoadTarget.NOOP), Map.of()))
                    .hasMessageContaining("use --repeats 1 and rerun the job");
            assertThatThrownBy(() -> job.check(search, List.of(LoadTarget.NOOP, LoadTarget.MEMORY), Map.of()))
                    .hasMessageContaining("loads one target");
        }
    }

    @Nested
    class One_bus {
        private final Workers two = Workers.of(Optional.of(2), Map.of());

        @Test
        void is_loaded_by_all_on_a_cloud_and_on_emulators() throws IOException {
            Workload workload = workload("steady: {rate: 10/s, for: 5s}");

            assertThat(two.share(workload, target("aws"), ONE_STREAM)).isTrue();
            assertThat(two.share(workload, target("aws"), Map.of())).isTrue();
            assertThatCode(() -> two.check(workload, List.of(target("aws")), ONE_STREAM))
                    .doesNotThrowAnyException();
        }

        @Test
        void is_none_where_each_has_its_own_or_there_is_one_worker() throws IOException {
            Workload workload = workload("steady: {rate: 10/s, for: 5s}");
            Workload search = workload("capacity: {from: 10/s, to: 100/s, probe: 10s}");
            Map<String, String> own = Map.of("TRISKEL_CONTRACTS", "aws", "TRISKEL_AWS_STREAM", "load-{worker}");

            assertThat(two.share(workload, target("aws"), own)).isFalse();
            assertThat(two.share(search, target("aws"), Map.of())).isFalse();
            assertThat(two.share(workload, LoadTarget.MEMORY, Map.of())).isFalse();
            assertThat(two.share(workload, LoadTarget.NOOP, Map.of())).isFalse();
            assertThat(Workers.of(Optional.empty(), Map.of()).share(workload, target("aws"), Map.of()))
                    .isFalse();
        }

        @Test
        void has_one_run_for_all_workers_of_a_job_another_for_each_repeat() throws IOException {
            Workload workload = workload("steady: {rate: 10/s, for: 5s}");
            Workers first = job(0);
            Workers second = job(1);

            assertThat(first.run(0, workload))
                    .isEqualTo(second.run(0, workload))
                    .isPositive();
            assertThat(first.run(1, workload)).isNotEqualTo(first.run(0, workload));
            assertThat(two.run(0, workload)).isNotEqualTo(two.run(0, workload));
        }

        private Workers job(int index) {
            return Workers.of(
                    Optional.empty(),
                    Map.of("TRISKEL_WORKER", "" + index, "TRISKEL_WORKERS", "2", "TRISKEL_START", START));
        }

        @Test
        void is_settled_once_no_worker_sends_and_all_that_was_due_has_come() {
            Settling settling = new Settling(1, two);

            assertThat(settling.isSettled(new Worker(0, 2), progress(true, 10, 14)))
                    .isFalse();
            assertThat(settling.isSettled(new Worker(1, 2), progress(false, 10, 6)))
                    .isFalse();
            assertThat(settling.isSettled(new Worker(0, 2), progress(false, 11, 14)))
                    .isFalse();
            assertThat(settling.isSettled(new Worker(1, 2), progress(false, 10, 7)))
                    .isTrue();
            assertThat(settling.isSettled(new Worker(1, 2), progress(false, 10, 7)))
                    .isFalse();
        }

        private static ObjectNode progress(boolean sending, int due, int seen) {
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("event", "progress")
                    .put("sending", sending)
                    .put("due", due)
                    .put("seen", seen);
        }
    }

    private static LoadTarget target(String name) {
        return new LoadTargets(Clouds.installed()).named(name).orElseThrow();
    }

    private Workload workload(String phase) throws IOException {
        Path file = Files.writeString(
                folder.resolve("w.yaml"),
                "workload: 1\nname: w\nlevel: bus\nevent: {size: 1KiB}\nphases:\n  - " + phase + "\n");
        return WorkloadFile.read(file);
    }
}
