package io.triskel.local.azure.eventhubs;

import static io.triskel.local.azure.eventhubs.SdkClients.numbered;
import static io.triskel.local.azure.eventhubs.SdkClients.sendTo;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.messaging.eventhubs.EventData;
import com.azure.messaging.eventhubs.EventHubProducerClient;
import com.azure.messaging.eventhubs.models.SendOptions;
import io.triskel.local.Await;
import io.triskel.local.FaultPlan;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.util.Utf8;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureTest {
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-05T13:02:03.456Z"));
    private final EventHubsServer server =
            EventHubsServer.start(EventHubsSettings.defaults().withClock(now::get), new FaultPlan(1));
    private final EventHub orders = server.createHub("orders", 2);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it.
    private Path folder;

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void a_file_is_named_and_written_as_documented() throws IOException {
        Capture capture = orders.capture(CaptureSettings.in(folder, "archive"));
        EventData event = new EventData("{\"a\":1}".getBytes(UTF_8));
        event.getProperties().putAll(Map.of("text", "t", "number", 7, "half", 0.5, "yes", true));
        event.setContentType("application/json");
        try (EventHubProducerClient producer = SdkClients.producer(server, "orders")) {
            producer.send(List.of(event), new SendOptions().setPartitionId("1"));
        }

        capture.flush();

        Path file = folder.resolve("archive/triskel-local/orders/1/2026/11/05/13/02/03.avro");
        assertThat(capture.files()).containsExactly(file);
        assertThat(schema(file))
                .isEqualTo("{\"type\":\"record\",\"name\":\"EventData\","
                        + "\"namespace\":\"Microsoft.ServiceBus.Messaging\",\"fields\":["
                        + "{\"name\":\"SequenceNumber\",\"type\":\"long\"},"
                        + "{\"name\":\"Offset\",\"type\":\"string\"},"
                        + "{\"name\":\"EnqueuedTimeUtc\",\"type\":\"string\"},"
                        + "{\"name\":\"SystemProperties\",\"type\":{\"type\":\"map\","
                        + "\"values\":[\"long\",\"double\",\"string\",\"bytes\"]}},"
                        + "{\"name\":\"Properties\",\"type\":{\"type\":\"map\","
                        + "\"values\":[\"long\",\"double\",\"string\",\"bytes\",\"null\"]}},"
                        + "{\"name\":\"Body\",\"type\":[\"null\",\"bytes\"]}]}");
        GenericRecord captured = read(file).get(0);
        assertThat(captured.get("SequenceNumber")).isEqualTo(0L);
        assertThat(captured.get("Offset")).hasToString("0");
        assertThat(captured.get("EnqueuedTimeUtc")).hasToString("11/5/2026 1:02:03 PM");
        assertThat(captured.get("SystemProperties"))
                .isEqualTo(Map.of(new Utf8("content-type"), new Utf8("application/json")));
        assertThat(captured.get("Properties"))
                .isEqualTo(Map.of(
                        new Utf8("text"),
                        new Utf8("t"),
                        new Utf8("number"),
                        7L,
                        new Utf8("half"),
                        0.5,
                        new Utf8("yes"),
                        new Utf8("true")));
        assertThat(body(captured)).isEqualTo("{\"a\":1}");
    }

    @Test
    void a_window_of_time_ends_a_file_and_an_empty_one_gives_none() throws IOException {
        Capture capture = orders.capture(CaptureSettings.in(folder, "archive").withWindow(1 << 20, WINDOW));
        publish("0", "a");
        publish("0", "b");

        now.updateAndGet(instant -> instant.plus(WINDOW));
        Await.until("the file of the first window", () -> capture.files().equals(List.of(file("0", "02/03"))));
        now.updateAndGet(instant -> instant.plus(WINDOW));
        capture.tick();
        publish("0", "c");
        now.updateAndGet(instant -> instant.plus(WINDOW));
        capture.tick();

        assertThat(capture.files()).containsExactly(file("0", "02/03"), file("0", "04/03"));
        assertThat(bodies(file("0", "02/03"))).containsExactly("a", "b");
        assertThat(bodies(file("0", "04/03"))).containsExactly("c");
    }

    @Test
    void a_window_of_bytes_ends_a_file_and_names_differ_within_a_second() throws IOException {
        Capture capture = orders.capture(CaptureSettings.in(folder, "archive").withWindow(6, WINDOW));
        publish("0", "abc", "def", "ghi", "jkl", "m");

        server.close();

        assertThat(capture.files()).containsExactly(file("0", "02/03"), file("0", "02/04"), file("0", "02/05"));
        assertThat(bodies(file("0", "02/03"))).containsExactly("abc", "def");
        assertThat(bodies(file("0", "02/05"))).as("written on close").containsExactly("m");
    }

    @Test
    void empty_files_are_written_on_demand() throws IOException {
        Capture capture = orders.capture(
                CaptureSettings.in(folder, "archive").withWindow(100, WINDOW).withEmptyFiles());

        now.updateAndGet(instant -> instant.plus(WINDOW));
        capture.tick();

        assertThat(capture.files()).containsExactly(file("0", "02/03"), file("1", "02/03"));
        assertThat(read(file("0", "02/03"))).isEmpty();
    }

    @Test
    void nothing_but_whole_files_is_left_after_closing() throws IOException {
        publish("0", "before");
        Capture capture = orders.capture(CaptureSettings.in(folder, "archive"));
        publish("0", numbered("n", 2_500));

        capture.close();
        publish("0", "after");
        server.close();

        try (Stream<Path> left = Files.walk(folder)) {
            assertThat(left.filter(Files::isRegularFile)).containsExactly(file("0", "02/03"));
        }
        assertThat(bodies(file("0", "02/03"))).containsExactly(numbered("n", 2_500));
    }

    @Test
    void what_could_not_be_written_is_written_later() throws IOException {
        Capture capture = orders.capture(CaptureSettings.in(folder, "archive").withWindow(2, WINDOW));
        Path inTheWay = Files.createFile(folder.resolve("archive"));
        publish("0", "ab", "cd");
        capture.tick();
        assertThat(capture.files()).isEmpty();

        Files.delete(inTheWay);
        capture.tick();

        assertThat(capture.files()).containsExactly(file("0", "02/03"), file("0", "02/04"));
        assertThat(bodies(file("0", "02/03"))).containsExactly("ab");
        assertThat(bodies(file("0", "02/04"))).containsExactly("cd");
    }

    @Test
    void settings_that_make_no_sense_are_refused() {
        assertThatThrownBy(() -> CaptureSettings.in(folder, "A_B"))
                .hasMessageContaining("container must be a name such as archive-1");
        assertThatThrownBy(() -> CaptureSettings.in(folder, "archive").withWindow(0, WINDOW))
                .hasMessageContaining("sizeBytes and window must be positive");
    }

    private void publish(String partition, String... bodies) {
        try (EventHubProducerClient producer = SdkClients.producer(server, "orders")) {
            sendTo(producer, partition, bodies);
        }
    }

    private Path file(String partition, String time) {
        return folder.resolve("archive/triskel-local/orders/" + partition + "/2026/11/05/13/" + time + ".avro");
    }

    private static String schema(Path file) throws IOException {
        try (DataFileReader<GenericRecord> reader = new DataFileReader<>(file.toFile(), new GenericDatumReader<>())) {
            return reader.getMetaString("avro.schema");
        }
    }

    private static List<GenericRecord> read(Path file) throws IOException {
        try (DataFileReader<GenericRecord> reader = new DataFileReader<>(file.toFile(), new GenericDatumReader<>())) {
            List<GenericRecord> all = new ArrayList<>();
            reader.forEach(all::add);
            return all;
        }
    }

    private static List<String> bodies(Path file) throws IOException {
        return read(file).stream().map(CaptureTest::body).collect(Collectors.toList());
    }

    private static String body(GenericRecord captured) {
        return UTF_8.decode((ByteBuffer) captured.get("Body")).toString();
    }
}
