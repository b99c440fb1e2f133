package io.triskel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.cli.gateway.Message;
import io.triskel.load.cloud.Clouds;
import io.triskel.load.workload.Worker;
import io.triskel.load.workload.Workload;
import io.triskel.load.workload.WorkloadFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a page hears of runs whose answers were recorded from real processes: memory, a local Google Cloud, a simulated AWS. */
class LoadRunShownTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path RECORDED = Path.of("src/test/resources/io/triskel/cli/load");
    /** What the browser's test shows; {@code -Dtriskel.golden.accept=true} rewrites it. */
    private static final Path SHOWN = Path.of("../eda-console/node/load.json");

    /** A load test as its page hears it. */
    private static final class Shown {
        private final List<LoadTarget> targets;
        private final Workload workload;
        private final LoadHistory history;
        private final List<Message> heard = new ArrayList<>();

        Shown(String workload, String... targets) {
            LoadTargets known = new LoadTargets(Clouds.installed());
            this.targets = Stream.of(targets)
                    .map(each -> known.named(each).orElseThrow())
                    .toList();
            this.workload = WorkloadFile.read(RECORDED.resolve(workload));
            history =
                    new LoadHistory(LoadPage.console(this.workload, this.targets), InstantSource.fixed(Instant.EPOCH));
            history.put("plan", "", LoadPage.plan(this.workload, this.targets, Workers.of(Optional.empty(), Map.of())));
            hear();
        }

        private void hear() {
            heard.addAll(history.after(
                    heard.isEmpty() ? 0 : heard.get(heard.size() - 1).number()));
        }

        Shown replay(String target, int repeat) throws IOException {
            LoadTarget loaded = targets.stream()
                    .filter(each -> each.text().equals(target))
                    .findFirst()
                    .orElseThrow();
            LoadRunShown run = new LoadRunShown(history, loaded, repeat - 1, LoadPage.rivals(targets, loaded));
            hear();
            for (JsonNode answer : answers(target + "-" + repeat)) {
                if (answer.path("event").asText().equals("summary")) {
                    run.ended(List.of((ObjectNode) answer));
                } else {
                    run.take(Worker.ALONE, answer);
                }
                hear();
            }
            return this;
        }

        Shown over() {
            history.put(
                    "over", "", JSON.createObjectNode().put("state", "ended").put("folder", "target/load/latest"));
            hear();
            return this;
        }

        List<JsonNode> heard(String event) throws IOException {
            List<JsonNode> all = new ArrayList<>();
            for (Message message : heard) {
                if (message.event().equals(event)) {
                    all.add(JSON.readTree(message.data()));
                }
            }
            return all;
        }

        ObjectNode told() throws IOException {
            ObjectNode told = JSON.createObjectNode();
            told.set("console", history.console());
            ArrayNode messages = told.putArray("messages");
            for (Message message : heard) {
                messages.addArray().add(message.event()).add(JSON.readTree(message.data()));
            }
            return told;
        }
    }

    private static List<JsonNode> answers(String run) throws IOException {
        List<JsonNode> answers = new ArrayList<>();
        for (String line : Files.readAllLines(RECORDED.resolve(run + ".jsonl"))) {
            answers.add(JSON.readTree(line));
        }
        return answers;
    }

    @Test
    void the_browsers_test_shows_what_a_page_hears_of_the_recorded_runs() throws IOException {
        Workload twice = WorkloadFile.read(RECORDED.resolve("tiny.yaml"));
        assertThat(twice.repeats()).isEqualTo(2);
        ObjectNode told = JSON.createObjectNode();
        told.set(
                "runs",
                new Shown("tiny.yaml", "memory", "gcp", "azure")
                        .replay("memory", 1)
                        .replay("gcp", 1)
                        .replay("memory", 2)
                        .told());
        told.set(
                "search",
                new Shown("limit.yaml", "sim-aws").replay("sim-aws", 1).over().told());

        if (Boolean.getBoolean("triskel.golden.accept")) {
            Files.writeString(SHOWN, told + "\n");
        }
        assertThat(JSON.readTree(SHOWN.toFile()))
                .as(SHOWN + "; -Dtriskel.golden.accept=true rewrites it")
                .isEqualTo(JSON.readTree(told.toString()));
    }

    @Test
    void each_second_is_the_targets_own() throws IOException {
        List<JsonNode> seconds =
                new Shown("tiny.yaml", "memory").replay("memory", 1).heard("second");

        List<JsonNode> answers = answers("memory-1").stream()
                .filter(answer -> answer.path("event").asText().equals("progress"))
                .toList();
        assertThat(seconds)
                .extracting(each -> each.path("accepted").asLong())
                .containsExactlyElementsOf(answers.stream()
                        .map(each -> each.path("accepted").asLong())
                        .toList());
        assertThat(seconds.get(0).has("p99")).as("a warm-up has no latency").isFalse();
        assertThat(seconds.get(3).path("p99").asDouble())
                .isEqualTo(answers.get(3).path("p99Us").asLong() / 1e3);
        assertThat(seconds)
                .extracting(each -> each.path("t").asInt())
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void an_emulators_times_are_absent_if_another_cloud_is_loaded_too() throws IOException {
        Shown next = new Shown("tiny.yaml", "memory", "gcp", "sim-aws").replay("gcp", 1);
        Shown alone = new Shown("tiny.yaml", "memory", "gcp", "sim-gcp").replay("gcp", 1);

        assertThat(next.told().toString()).contains("\"hidden\":true").doesNotContain("\"p50\":", "\"p99\":", "\"ms\"");
        assertThat(alone.told().toString()).contains("\"hidden\":false", "\"p50\":", "\"p99\":", "\"ms\"");
        assertThat(next.heard("run").get(2).path("results").get(0).path("valid").asBoolean(true))
                .as("why it is invalid is known all the same")
                .isFalse();
    }

    @Test
    void a_search_tells_each_rate_and_where_the_capacity_is_believed_to_be() throws IOException {
        Shown search = new Shown("limit.yaml", "sim-aws").replay("sim-aws", 1);

        List<JsonNode> probes = search.heard("probe");
        JsonNode found = search.heard("run").get(2).path("results").get(0).path("capacity");
        assertThat(probes)
                .extracting(each -> each.path("kind").asText())
                .startsWith("ramp")
                .endsWith("confirmation");
        assertThat(probes.get(probes.size() - 1).path("high").asDouble())
                .isEqualTo(found.path("failed").asDouble());
        assertThat(search.heard("second")).noneMatch(second -> second.has("processor"));
    }

    @Test
    void seconds_of_workers_are_told_together_and_one_that_is_gone_is_not_waited_for() throws IOException {
        Shown shown = new Shown("tiny.yaml", "memory");
        LoadRunShown run = new LoadRunShown(shown.history, LoadTarget.MEMORY, 0, false);
        Worker one = new Worker(0, 2);
        Worker other = new Worker(1, 2);

        run.take(one, second(1, 10, 900));
        shown.hear();
        assertThat(shown.heard("second")).as("the other is a little late").isEmpty();
        run.take(other, second(1.01, 5, 1_900));
        run.take(one, second(2, 10, 900));
        run.take(one, second(3, 10, 900));
        run.take(one, second(4, 10, 900));
        shown.hear();

        List<JsonNode> seconds = shown.heard("second");
        assertThat(seconds).extracting(each -> each.path("accepted").asInt()).containsExactly(15, 10);
        assertThat(seconds).extracting(each -> each.path("workers").asInt()).containsExactly(2, 1);
        assertThat(seconds.get(0).path("p99").asDouble()).as("of the slowest").isEqualTo(1.9);
    }

    private static JsonNode second(double at, int accepted, long p99) {
        return JSON.createObjectNode()
                .put("event", "progress")
                .put("phase", "steady")
                .put("at", at)
                .put("accepted", accepted)
                .put("p50Us", 100)
                .put("p99Us", p99);
    }
}
