package io.triskel.load.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.Environment;
import io.triskel.load.noop.NoopLoad;
import io.triskel.load.path.LoadPath;
import io.triskel.load.path.NoopPath;
import io.triskel.load.run.RunClock;
import io.triskel.load.run.Sizes;
import io.triskel.load.sim.aws.SimulatedAwsLoad;
import io.triskel.load.sim.azure.SimulatedAzureLoad;
import io.triskel.load.sim.gcp.SimulatedGcpLoad;
import io.triskel.load.workload.Level;
import io.triskel.load.workload.Workload;
import io.triskel.load.workload.WorkloadFile;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(300)
class LoadProcessTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** It would end this JVM. */
    private static final Duration NEVER_GIVES_UP = Duration.ofDays(1);

    @TempDir
    private Path folder;

    private final List<Process> started = new ArrayList<>();
    private final ExecutorService here = Executors.newCachedThreadPool();

    @AfterEach
    void end() {
        started.forEach(Process::destroyForcibly);
        here.shutdownNow();
    }

    @Test
    void a_request_is_answered_with_progress_and_a_summary_and_leaves_a_file() throws Exception {
        Conversation conversation = start(NoopLoad.class);
        conversation.ask(watched(request("2s", "bus")));

        List<JsonNode> answers = conversation.rest();

        assertThat(answers.get(0).path("event").asText()).isEqualTo("ready");
        assertThat(answers.get(0).path("evidence").asText()).isEqualTo("memory");
        JsonNode second = answers.get(1);
        assertThat(second.path("event").asText()).isEqualTo("progress");
        assertThat(second.path("at").asDouble()).isBetween(0.9, 60.0);
        assertThat(List.of("offered", "accepted"))
                .allMatch(figure -> second.path(figure).asLong() > 0);
        assertThat(second.path("processor").asDouble()).isBetween(0.0, 1.1);
        assertThat(List.of("late", "reordered", "throttled")).allMatch(second::hasNonNull);
        JsonNode summary = answers.get(answers.size() - 1);
        assertThat(summary.path("event").asText()).isEqualTo("summary");
        assertThat(summary.path("correctness").path("lost").asInt(-1)).isZero();
        assertThat(summary.path("latencyUs").path("corrected").has("p99Us")).isTrue();
        JsonNode file = JSON.readTree(file().toFile());
        assertThat(file.path("schema").asInt()).isEqualTo(1);
        assertThat(file.path("target").asText()).isEqualTo("noop");
        assertThat(file.path("command").asText()).isEqualTo("./triskel load x.yaml");
        assertThat(file.path("partial").asBoolean(true)).isFalse();
        assertThat(conversation.exit())
                .isEqualTo(file.path("verdict").path("exit").asInt(-1));
        try (var files = Files.list(file().getParent())) {
            assertThat(files).containsExactly(file());
        }
        assertThat(Path.of("../../docs/load-testing-reference.md"))
                .as("what describes the file")
                .content()
                .contains(file.properties().stream()
                        .map(member -> "`" + member.getKey() + "`")
                        .toList());
    }

    private static String watched(String request) throws IOException {
        return ((ObjectNode) JSON.readTree(request)).put("watched", true).toString();
    }

    @Test
    void a_watched_search_tells_each_rate_that_it_tries_and_ends_at_what_the_file_says() throws Exception {
        Conversation conversation = start(SimulatedGcpLoad.class);
        conversation.ask(watched(request("2s}\n  - capacity: {from: 100/s, to: 5000/s, probe: 10s", "bus")));

        List<JsonNode> answers = conversation.rest();

        List<JsonNode> probes = answers.stream()
                .filter(answer -> answer.path("event").asText().equals("probe"))
                .toList();
        JsonNode capacity = JSON.readTree(file().toFile()).path("capacity");
        assertThat(probes.get(0).path("kind").asText()).isEqualTo("ramp");
        assertThat(probes).hasSize(1 + capacity.path("probes").size());
        JsonNode last = probes.get(probes.size() - 1);
        assertThat(last.path("rate").asDouble())
                .isEqualTo(capacity.path("passed").asDouble());
        assertThat(answers).as("virtual time has no processor").noneMatch(answer -> answer.has("processor"));
    }

    @Test
    void a_signal_ends_the_run_with_a_partial_result() throws Exception {
        Conversation conversation = start(NoopLoad.class);
        conversation.ask(request("50s", "bus"));
        conversation.untilProgress();

        conversation.terminate();

        assertPartial(conversation);
    }

    @Test
    void the_end_of_standard_input_ends_the_run_with_a_partial_result() throws Exception {
        Conversation conversation = here(Noop::new);
        conversation.ask(request("50s", "bus"));
        conversation.untilProgress();

        conversation.input.close();

        assertPartial(conversation);
    }

    private void assertPartial(Conversation conversation) throws Exception {
        List<JsonNode> answers = conversation.rest();
        assertThat(answers.get(answers.size() - 1).path("event").asText()).isEqualTo("summary");
        assertThat(answers.get(answers.size() - 1).path("partial").asBoolean()).isTrue();
        assertThat(JSON.readTree(file().toFile()).path("partial").asBoolean()).isTrue();
        assertThat(conversation.exit()).isEqualTo(3);
    }

    @Test
    void a_clock_that_jumps_makes_the_run_invalid_and_neither_its_times_nor_its_latencies_jump_with_it()
            throws Exception {
        Conversation conversation = here(Stepped::new);
        conversation.ask(request("2s", "bus"));

        List<JsonNode> answers = conversation.rest();

        JsonNode verdict = answers.get(answers.size() - 1).path("verdict");
        assertThat(verdict.path("valid").asBoolean(true)).isFalse();
        assertThat(verdict.path("checks"))
                .as("beside others, on a machine that is busy")
                .filteredOn(check -> check.path("name").asText().equals("clockStep"))
                .singleElement()
                .satisfies(check -> {
                    assertThat(check.path("ok").asBoolean(true)).isFalse();
                    assertThat(check.path("value").asDouble()).isCloseTo(3_600_000, within(5_000.0));
                });
        assertThat(conversation.exit()).isEqualTo(3);
        JsonNode file = JSON.readTree(file().toFile());
        assertThat(Duration.between(
                        Instant.parse(file.path("from").asText()),
                        Instant.parse(file.path("to").asText())))
                .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(60));
        assertThat(file.path("correctness").path("lost").asInt(-1)).isZero();
        assertThat(file.path("latency").path("corrected").path("maxUs").asLong(-1))
                .isBetween(0L, 60_000_000L);
    }

    @Test
    void one_of_several_workers_waits_for_the_agreed_moment_and_sends_its_part() throws Exception {
        Conversation conversation = here(Noop::new);
        conversation.ask(ofWorkers(request("1s", "bus")));
        assertThat(conversation.next().path("event").asText()).isEqualTo("ready");
        Instant at = Instant.now().plusSeconds(5).truncatedTo(ChronoUnit.MILLIS);

        conversation.ask("{\"op\":\"start\",\"at\":\"" + at + "\"}");
        conversation.rest();

        JsonNode file = JSON.readTree(file().toFile());
        assertThat(Instant.parse(file.path("from").asText())).isBetween(at, at.plusSeconds(30));
        assertThat(file.path("worker").asInt()).isEqualTo(1);
        assertThat(file.path("workers").asInt()).isEqualTo(4);
        assertThat(file.path("correctness").path("sent").asInt()).isBetween(180, 320);
    }

    @Test
    void a_run_ends_at_its_budget_and_says_so() throws Exception {
        Conversation conversation = here(Noop::new);
        ObjectNode request = (ObjectNode) JSON.readTree(request("50s", "bus"));
        request.putObject("spend")
                .put("usdPerEvent", 0.001)
                .put("usdPerHour", 0)
                .put("budgetUsd", 2.5);
        conversation.ask(request.toString());

        List<JsonNode> answers = conversation.rest();

        JsonNode spend = answers.get(answers.size() - 1).path("spend");
        assertThat(spend.path("stoppedAtBudget").asBoolean()).isTrue();
        assertThat(spend.path("usd").asDouble()).isBetween(1.3, 2.5);
        assertThat(JSON.readTree(file().toFile()).path("partial").asBoolean()).isTrue();
        assertThat(conversation.exit()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(classes = {SimulatedAwsLoad.class, SimulatedAzureLoad.class, SimulatedGcpLoad.class, NoopLoad.class})
    void repeats_never_spend_more_than_their_budget_together(Class<?> target) throws Exception {
        BigDecimal budget = new BigDecimal("0.01");
        BigDecimal spent = BigDecimal.ZERO;
        for (int repeat = 0; repeat < 2; repeat++) {
            ObjectNode request = (ObjectNode) JSON.readTree(request("20s", "bus"));
            request.put("repeat", repeat)
                    .putObject("spend")
                    .put("usdPerEvent", 0.000007)
                    // While a busy machine stands still, real time costs more than anyone can foresee.
                    .put("usdPerHour", target == NoopLoad.class ? 0 : 0.3)
                    .put("budgetUsd", budget.subtract(spent).doubleValue());
            Conversation conversation = target == NoopLoad.class ? here(Noop::new) : start(target);
            conversation.ask(request.toString());

            List<JsonNode> answers = conversation.rest();

            JsonNode spend = answers.get(answers.size() - 1).path("spend");
            spent = spent.add(new BigDecimal(spend.path("usd").asDouble()));
        }
        assertThat(spent).isLessThanOrEqualTo(budget).isGreaterThan(new BigDecimal("0.009"));
    }

    @Test
    void a_worker_that_is_ready_too_late_says_so_and_sends_nothing() throws Exception {
        Conversation conversation = here(Noop::new);
        conversation.ask(ofWorkers(request("1s", "bus")));
        assertThat(conversation.next().path("event").asText()).isEqualTo("ready");

        conversation.ask("{\"op\":\"start\",\"at\":\"2026-01-02T03:04:05Z\"}");

        assertThat(assertFailed(conversation, "The workers were to start at 2026-01-02T03:04:05Z, which was "))
                .endsWith(" ms ago: agree on a later time, and check that the machines' clocks are correct");
        assertThat(file()).doesNotExist();
    }

    @Test
    void a_worker_that_is_ended_before_the_start_leaves_no_result() throws Exception {
        Conversation conversation = here(Noop::new);
        conversation.ask(ofWorkers(request("1s", "bus")));
        assertThat(conversation.next().path("event").asText()).isEqualTo("ready");

        conversation.input.close();

        assertFailed(conversation, "The run was stopped before its workers agreed on a start time");
        assertThat(file()).doesNotExist();
    }

    private static String ofWorkers(String request) throws IOException {
        return ((ObjectNode) JSON.readTree(request))
                .put("worker", 1)
                .put("workers", 4)
                .toString();
    }

    @Test
    void why_there_is_no_result_is_in_a_file_too_when_nobody_is_left_to_hear_it() throws Exception {
        Conversation conversation = here(FailsWhenStopped::new);
        conversation.ask(request("50s", "bus"));
        conversation.untilProgress();

        conversation.input.close();

        assertFailed(conversation, "the bus is gone");
        assertThat(failure()).isEqualTo("the bus is gone");
        assertThat(filesLeft()).containsExactly("failed.json");
    }

    @Test
    void a_target_that_does_not_stop_is_ended_with_a_reason() throws Exception {
        Conversation conversation = start(HangsWhenStopped.class);
        conversation.ask(request("50s", "bus"));
        conversation.untilProgress();

        conversation.input.close();

        assertFailed(conversation, "it was stopped, and did not end within 0 s");
        assertThat(filesLeft()).containsExactly("failed.json");
    }

    @Test
    void a_target_that_cannot_be_closed_after_its_result_has_its_result() throws Exception {
        Conversation conversation = here(FailsToClose::new);
        conversation.ask(request("50s", "bus"));
        conversation.untilProgress();

        conversation.input.close();

        assertPartial(conversation);
        assertThat(filesLeft()).containsExactly("r0-w0.json");
    }

    private String failure() throws IOException {
        return JSON.readTree(file().resolveSibling("failed.json").toFile())
                .path("failed")
                .asText();
    }

    private List<String> filesLeft() throws IOException {
        try (var files = Files.list(file().getParent())) {
            return files.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void a_signal_before_anything_was_asked_ends_the_process_at_once() throws Exception {
        Conversation conversation = start(Waiting.class);
        assertThat(conversation.output.readLine()).isEqualTo("waiting");

        conversation.terminate();

        assertThat(conversation.exit()).isNotZero();
    }

    @Test
    void what_is_no_json_is_refused_in_words() throws Exception {
        assertFailed("{broken", "cannot read the request: ");
    }

    @Test
    void a_request_without_a_workload_is_refused_in_words() throws Exception {
        String message = assertFailed("{\"op\":\"load\"}", "");

        assertThat(message).doesNotContain("Exception").contains("workload");
    }

    @Test
    void nothing_at_all_is_refused_in_words() throws Exception {
        Conversation conversation = here(Noop::new);
        conversation.input.close();

        assertFailed(conversation, "no request on standard input");
    }

    @Test
    void a_level_that_is_not_there_is_refused_in_words() throws Exception {
        assertFailed(request("1s", "function"), "target noop supports level bus, not level function");
    }

    @Test
    void a_file_that_cannot_be_written_is_told_before_the_run() throws Exception {
        Files.writeString(folder.resolve("noop"), "a file where a folder is needed");
        Conversation conversation = here(Noop::new);
        conversation.ask(request("50s", "bus"));

        String message = assertFailed(conversation, "cannot write the result to " + file());

        assertThat(message).contains(folder.resolve("noop") + " is a file, not a folder");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void a_disk_that_is_full_is_told_before_the_run() throws Exception {
        // Linux's device that is always full: what is written through the link finds no space left.
        Files.createDirectories(file().getParent());
        Files.createSymbolicLink(file().resolveSibling("r0-w0.json.part"), Path.of("/dev/full"));
        Conversation conversation = here(Noop::new);
        conversation.ask(request("50s", "bus"));

        String message = assertFailed(conversation, "cannot write the result to " + file());

        assertThat(message)
                .contains("No space left on device")
                .endsWith("choose a writable folder on a disk with free space");
    }

    @Test
    void an_error_of_the_machine_is_told_and_is_no_missed_objective() throws Exception {
        Conversation conversation = here(() -> {
            throw new OutOfMemoryError("none left");
        });
        conversation.ask(request("1s", "bus"));

        assertFailed(conversation, "java.lang.OutOfMemoryError: none left");
    }

    private String assertFailed(String request, String message) throws Exception {
        Conversation conversation = here(Noop::new);
        conversation.ask(request);
        return assertFailed(conversation, message);
    }

    private static String assertFailed(Conversation conversation, String message) throws Exception {
        List<JsonNode> answers = conversation.rest();
        JsonNode last = answers.get(answers.size() - 1);
        assertThat(last.path("event").asText()).isEqualTo("failed");
        assertThat(last.path("message").asText()).startsWith(message);
        assertThat(conversation.exit()).isEqualTo(4);
        return last.path("message").asText();
    }

    private Path file() {
        return folder.resolve("noop").resolve("r0-w0.json");
    }

    private String request(String length, String level) throws IOException {
        Path yaml = folder.resolve("x.yaml");
        Files.writeString(yaml, """
            workload: 1
            name: x
            level: %s
            event: {size: 1KiB}
            phases:
              - steady: {rate: 1000/s, for: %s}
            drain: 2s
            """.formatted(level, length));
        Workload workload = WorkloadFile.read(yaml);
        Files.delete(yaml);
        ObjectNode request = JSON.createObjectNode().put("op", "load").put("file", file().toString());
        request.put("repeat", 0).put("command", "./triskel load x.yaml").set("workload", workload.toJson());
        return request.toString();
    }

    private Conversation start(Class<?> main) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        main.getName())
                .redirectError(ProcessBuilder.Redirect.to(new File(folder.toFile(), "errors.txt")))
                .start();
        started.add(process);
        return new Conversation(
                process.onExit().thenApply(Process::exitValue),
                // As Ctrl-C or a time-out do; the process's own way would close its streams.
                () -> assertThat(process.toHandle().destroy()).isTrue(),
                new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8),
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
    }

    /** Holds the conversation in this JVM, because starting one takes longer than most conversations. */
    private Conversation here(Supplier<LoadTarget> opener) throws IOException {
        Pipe requests = Pipe.open();
        Answered answers = new Answered();
        LoadProcess process = new LoadProcess(
                "noop",
                () -> {
                    throw new AssertionError("nobody asked for an emulator");
                },
                new Answers(new PrintStream(answers.sink(), false, StandardCharsets.UTF_8)),
                NEVER_GIVES_UP);
        CompletableFuture<Integer> ended = CompletableFuture.supplyAsync(
                        () -> process.converse(Map.of(Level.BUS, opener), Channels.newInputStream(requests.source())),
                        here)
                .whenComplete((exit, failure) -> answers.end());
        return new Conversation(
                ended,
                () -> {
                    throw new AssertionError("a signal would end this JVM");
                },
                new OutputStreamWriter(Channels.newOutputStream(requests.sink()), StandardCharsets.UTF_8),
                new BufferedReader(new InputStreamReader(answers, StandardCharsets.UTF_8)));
    }

    /**
     * What a process in this JVM writes. As with standard output, a thread may be interrupted while it writes: a {@link Pipe} would be closed by that,
     * and everything after it would be lost.
     */
    private static final class Answered extends InputStream {
        private static final byte[] END = new byte[0];

        private final BlockingQueue<byte[]> written = new LinkedBlockingQueue<>();
        private byte[] current = new byte[1];
        private int next = 1;

        OutputStream sink() {
            return new OutputStream() {
                @Override
                public void write(int one) {
                    written.add(new byte[] {(byte) one});
                }

                @Override
                public void write(byte[] bytes, int from, int count) {
                    if (count > 0) {
                        written.add(Arrays.copyOfRange(bytes, from, from + count));
                    }
                }
            };
        }

        void end() {
            written.add(END);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int most) throws IOException {
            if (current != END && next == current.length) {
                try {
                    current = written.take();
                } catch (InterruptedException interrupted) {
                    throw new InterruptedIOException("interrupted while waiting for an answer");
                }
                next = 0;
            }
            if (current == END) {
                return -1;
            }
            int count = Math.min(most, current.length - next);
            System.arraycopy(current, next, into, from, count);
            next += count;
            return count;
        }
    }

    private record Conversation(
            CompletableFuture<Integer> ended, Runnable terminated, Writer input, BufferedReader output) {
        void ask(String line) throws IOException {
            input.write(line + "\n");
            input.flush();
        }

        void terminate() {
            terminated.run();
        }

        void untilProgress() throws IOException {
            while (!JSON.readTree(output.readLine()).path("event").asText().equals("progress")) {
                // The answers before it are another test's.
            }
        }

        JsonNode next() throws IOException {
            return JSON.readTree(output.readLine());
        }

        List<JsonNode> rest() throws IOException {
            List<JsonNode> answers = new ArrayList<>();
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                answers.add(JSON.readTree(line));
            }
            return answers;
        }

        int exit() throws Exception {
            return ended.get(4, TimeUnit.MINUTES);
        }
    }

    /** Target noop on a machine whose time of day is set back by an hour after the run's first second. */
    static final class Stepped implements LoadTarget, RunClock {
        private final RunClock machine = RunClock.ofThisMachine();
        private volatile Duration jump = Duration.ZERO;

        @Override
        public Environment environment() {
            return Environment.MEMORY;
        }

        @Override
        public String stack() {
            return "no bus";
        }

        @Override
        public LoadPath path(Workload workload, long run) {
            return new NoopPath(run, workload.event().size(), Sizes.of(workload).burst());
        }

        @Override
        public RunClock clock() {
            return this;
        }

        @Override
        public long nanos() {
            return machine.nanos();
        }

        @Override
        public void pause(long forNanos) {
            machine.pause(forNanos);
        }

        @Override
        public Ticking everySecond(Runnable work) {
            return machine.everySecond(() -> {
                jump = Duration.ofHours(-1);
                work.run();
            });
        }

        @Override
        public InstantSource wall() {
            return () -> machine.wall().instant().plus(jump);
        }

        @Override
        public void close() {
            // Nothing was opened.
        }
    }

    /** Target noop, as it is or broken. */
    private static class Noop implements LoadTarget {
        @Override
        public Environment environment() {
            return Environment.MEMORY;
        }

        @Override
        public String stack() {
            return "no bus";
        }

        @Override
        public LoadPath path(Workload workload, long run) {
            return new NoopPath(run, workload.event().size(), Sizes.of(workload).burst());
        }

        @Override
        public void close() {}
    }

    static final class FailsWhenStopped extends Noop {
        @Override
        public Map<String, Integer> units() {
            throw new IllegalArgumentException("the bus is gone");
        }
    }

    static final class HangsWhenStopped extends Noop {
        public static void main(String[] arguments) {
            LoadProcess.run("noop", Map.of(Level.BUS, HangsWhenStopped::new), Duration.ofMillis(100));
        }

        @Override
        public Map<String, Integer> units() {
            while (true) {
                LockSupport.park();
            }
        }
    }

    static final class FailsToClose extends Noop {
        @Override
        public void close() {
            throw new IllegalArgumentException("cannot close");
        }
    }

    static final class Waiting {
        private Waiting() {}

        public static void main(String[] arguments) {
            System.out.println("waiting");
            LoadProcess.run("noop", () -> {
                throw new IllegalStateException("nobody asked");
            });
        }
    }
}
