package io.triskel.orders.memory;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.triskel.orders.run.Conversation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The target's side of docs/target-protocol.md. */
class ConversationTest {
    private static final String PRODUCT =
            "{\"kind\":\"product\",\"product\":\"P-1\",\"version\":1,\"name\":\"Tea\",\"prices\":[100]}";
    private static final String STOCK = "{\"kind\":\"stock\",\"product\":\"P-1\",\"delivery\":\"D-1\",\"quantity\":10}";
    private static final String ORDER =
            "{\"kind\":\"order\",\"order\":\"O-1\",\"customer\":{\"id\":\"C-1\",\"name\":\"Ada Lovelace\","
                    + "\"email\":\"ada@example.com\"},\"lines\":[{\"product\":\"P-1\",\"price\":1,\"quantity\":2}],"
                    + "\"payment\":{\"card\":\"card-1\",\"limit\":500}}";
    private static final String END = "{\"op\":\"end\"}";

    private final ObjectMapper json = new ObjectMapper();

    @TempDir
    private Path folder;

    private boolean completed;

    private List<JsonNode> talk(String... requests) throws IOException {
        StringWriter answers = new StringWriter();
        completed = new Conversation(
                        MemoryTarget.NAME,
                        MemoryTarget::start,
                        new BufferedReader(new StringReader(String.join("\n", requests) + "\n")),
                        answers)
                .hold();
        List<JsonNode> parsed = new ArrayList<>();
        for (String answer : answers.toString().lines().toList()) {
            parsed.add(json.readTree(answer));
        }
        return parsed;
    }

    /** Each of these requests comes after an hour. */
    private JsonNode summaryAfterHours(List<Integer> late, String... requests) throws IOException {
        AtomicLong nanos = new AtomicLong();
        AtomicInteger read = new AtomicInteger();
        BufferedReader slow = new BufferedReader(new StringReader(String.join("\n", requests) + "\n")) {
            @Override
            public String readLine() throws IOException {
                nanos.addAndGet(
                        late.contains(read.getAndIncrement())
                                ? Duration.ofHours(1).toNanos()
                                : 0);
                return super.readLine();
            }
        };
        StringWriter answers = new StringWriter();
        completed =
                new Conversation(MemoryTarget.NAME, MemoryTarget::start, slow, answers, nanos::incrementAndGet).hold();
        List<String> lines = answers.toString().lines().toList();
        return json.readTree(lines.get(lines.size() - 1));
    }

    private String line(long number, String text) throws IOException {
        return json.writeValueAsString(
                json.createObjectNode().put("op", "line").put("number", number).put("text", text));
    }

    private String start(Path out) {
        return "{\"op\":\"start\",\"style\":\"orchestration\",\"out\":\"" + out + "\"}";
    }

    private static JsonNode last(List<JsonNode> answers) {
        return answers.get(answers.size() - 1);
    }

    @Nested
    class When_the_driver_keeps_to_the_protocol {
        @Test
        void the_wait_for_the_first_line_is_no_part_of_the_runs_time_and_that_for_another_is() throws IOException {
            String[] requests = {"{\"op\":\"start\"}", line(1, PRODUCT), line(2, STOCK), line(3, ORDER), END};

            assertThat(summaryAfterHours(List.of(1), requests).path("seconds").asDouble())
                    .isLessThan(1);
            assertThat(summaryAfterHours(List.of(1, 3), requests)
                            .path("seconds")
                            .asDouble())
                    .isBetween(3_600.0, 3_601.0);
        }

        @Test
        void the_answers_are_ready_invalid_progress_and_summary() throws IOException {
            List<JsonNode> answers =
                    talk("{\"op\":\"start\"}", line(1, PRODUCT), line(2, STOCK), line(3, "?"), line(4, ORDER), END);

            assertThat(completed).isTrue();
            assertThat(answers)
                    .extracting(answer -> answer.path("event").asText())
                    .startsWith("ready", "invalid");
            assertThat(answers.get(1).path("number").asLong()).isEqualTo(3);
            assertThat(answers).anyMatch(answer -> answer.path("phase").asText().equals("done"));
            assertThat(last(answers).path("ordersByState").path("shipped").asLong())
                    .isEqualTo(1);
            assertThat(last(answers).fieldNames())
                    .toIterable()
                    .contains(
                            "target",
                            "style",
                            "chaos",
                            "complete",
                            "ordersByState",
                            "eventsByType",
                            "sagasByEnding",
                            "parked",
                            "parkedAndReplayed",
                            "duplicatesSuppressed",
                            "invalidLines",
                            "repeatedOrders",
                            "cancellationsRefused",
                            "notifications",
                            "viewRebuiltEqual",
                            "revenueCents",
                            "seconds",
                            "eventsPerSecond");
        }

        @Test
        void event_log_and_read_model_are_written_without_readable_personal_data() throws IOException {
            talk(start(folder), line(1, PRODUCT), line(2, STOCK), line(3, ORDER), END);

            String events = Files.readString(folder.resolve("events.jsonl"));
            assertThat(events.lines())
                    .isNotEmpty()
                    .allMatch(event -> event.contains("\"specversion\":\"1.0\""))
                    .anyMatch(event -> event.contains("orders.order-shipped.v1"));
            assertThat(Files.readString(folder.resolve("orders.jsonl")))
                    .isEqualTo("{\"order\":\"O-1\",\"customer\":\"C-1\",\"status\":\"shipped\",\"cents\":200}\n");
            assertThat(Files.readString(folder.resolve("revenue.jsonl")))
                    .isEqualTo("{\"product\":\"P-1\",\"revenue\":200,\"units\":2}\n");
            assertThat(events).doesNotContain("Lovelace", "ada@example.com");
        }

        @Test
        void the_customer_is_told_by_way_of_the_link() throws IOException {
            JsonNode summary = last(talk(start(folder), line(1, PRODUCT), line(2, STOCK), line(3, ORDER), END));

            assertThat(summary.path("notifications").asLong()).isEqualTo(1);
        }
    }

    @Nested
    class The_summary {
        @Test
        void says_how_much_processor_time_an_event_took() throws IOException {
            JsonNode summary = last(talk("{\"op\":\"start\"}", line(1, PRODUCT), line(2, STOCK), line(3, ORDER), END));

            assertThat(summary.path("cpuUsPerEvent").asDouble()).isPositive();
        }

        @Test
        void says_what_was_counted_of_losses_doubles_and_order() throws IOException {
            JsonNode summary = last(talk("{\"op\":\"start\"}", line(1, PRODUCT), line(2, STOCK), line(3, ORDER), END));

            assertThat(List.of("lost", "doubled", "orderViolations"))
                    .allSatisfy(name ->
                            assertThat(summary.path(name).asLong(-1)).as(name).isZero());
            assertThat(summary.has("faultsSurvived")).isFalse();
        }

        @Test
        void says_how_many_faults_there_were_on_purpose() throws IOException {
            JsonNode summary = last(
                    talk("{\"op\":\"start\",\"chaos\":true}", line(1, PRODUCT), line(2, STOCK), line(3, ORDER), END));

            assertThat(summary.path("faultsSurvived").asLong()).isPositive();
            assertThat(summary.path("faults").properties().stream()
                            .mapToLong(kind -> kind.getValue().asLong())
                            .sum())
                    .isEqualTo(summary.path("faultsSurvived").asLong());
        }
    }

    @Test
    void progress_moves_while_the_view_is_rebuilt() throws IOException {
        List<JsonNode> answers = talk("{\"op\":\"start\"}", line(1, PRODUCT), line(2, STOCK), line(3, ORDER), END);

        assertThat(answers)
                .filteredOn(answer -> answer.path("phase").asText().equals("rebuild"))
                .extracting(answer -> answer.path("read").asLong())
                .hasSizeGreaterThanOrEqualTo(2)
                .startsWith(0L)
                .last(InstanceOfAssertFactories.LONG)
                .isPositive();
    }

    @Nested
    class When_something_is_wrong {
        private void assertFailed(List<JsonNode> answers, String message) {
            assertThat(completed).isFalse();
            assertThat(last(answers).path("event").asText()).isEqualTo("failed");
            assertThat(last(answers).path("message").asText()).contains(message);
        }

        @Test
        void a_conversation_begins_with_start() throws IOException {
            assertFailed(talk(END), "the first request is");
        }

        @Test
        void a_request_is_json() throws IOException {
            assertFailed(talk("hello"), "a request must be a JSON object in one line");
        }

        @Test
        void a_style_is_known() throws IOException {
            assertFailed(
                    talk("{\"op\":\"start\",\"style\":\"jazz\"}"),
                    "style must be orchestration, choreography or engine");
        }

        @Test
        void a_driver_that_goes_away_is_noticed() throws IOException {
            assertFailed(talk("{\"op\":\"start\"}", line(1, PRODUCT)), "the requests ended without");
        }

        @Test
        void an_unknown_request_is_refused() throws IOException {
            assertFailed(talk("{\"op\":\"start\"}", "{\"op\":\"dance\"}"), "a line or the end");
        }

        @Test
        void a_folder_that_cannot_be_written_to_is_named() throws IOException {
            Path file = Files.writeString(folder.resolve("file"), "");

            assertFailed(talk(start(file), END), "cannot write to " + file);
        }

        @Test
        void a_file_that_no_run_has_written_is_left_alone() throws IOException {
            Path orders = Files.writeString(folder.resolve("orders.jsonl"), ORDER);

            assertFailed(talk(start(folder), END), orders + " already exists");

            assertThat(orders).hasContent(ORDER);
        }

        @Test
        @EnabledOnOs(OS.LINUX)
        void a_full_disk_is_told_of_and_loses_no_summary() throws IOException {
            talk(start(folder), END);
            Files.delete(folder.resolve("events.jsonl"));
            Files.createSymbolicLink(folder.resolve("events.jsonl"), Path.of("/dev/full"));

            List<JsonNode> answers = talk(start(folder), line(1, PRODUCT), line(2, STOCK), line(3, ORDER), END);

            assertThat(completed).isFalse();
            assertThat(answers)
                    .filteredOn(answer -> answer.path("event").asText().equals("warning"))
                    .singleElement()
                    .satisfies(warning -> assertThat(warning.path("message").asText())
                            .contains("events.jsonl cannot be written: No space left on device"));
            assertThat(last(answers).path("complete").asBoolean()).isTrue();
            assertThat(last(answers).path("outProblem").asText()).contains("No space left on device");
        }
    }
}
