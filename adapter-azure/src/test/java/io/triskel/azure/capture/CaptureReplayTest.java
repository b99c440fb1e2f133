package io.triskel.azure.capture;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClient;
import io.triskel.archive.ArchiveObjects;
import io.triskel.archive.ArchivePosition;
import io.triskel.archive.ArchiveReplay;
import io.triskel.archive.ArchiveReport;
import io.triskel.archive.FolderObjects;
import io.triskel.azure.AzureBlobs;
import io.triskel.azure.AzureClients;
import io.triskel.azure.AzureSettings;
import io.triskel.azure.LocalStorage;
import io.triskel.azure.eventhubs.EventHubsBus;
import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.EventConsumer;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.event.OrderingKey;
import io.triskel.local.FaultPlan;
import io.triskel.local.azure.eventhubs.Capture;
import io.triskel.local.azure.eventhubs.CaptureSettings;
import io.triskel.local.azure.eventhubs.EventHub;
import io.triskel.local.azure.eventhubs.EventHubsServer;
import io.triskel.local.azure.eventhubs.EventHubsSettings;
import io.triskel.publish.OrderedPublisher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What was published to a hub and captured comes back, each key in its order, wherever the files are. */
@Tag("local-clouds")
@ExtendWith(LocalStorage.class)
class CaptureReplayTest {
    private static final EventType COUNTED = EventType.of("triskel.test.counted", 1);
    private static final EventCodec CODEC =
            EventCodec.of(TypeRegistry.builder().add(COUNTED, Counted.class).build());
    private static final InstantSource CLOCK = InstantSource.system();
    private static final int KEYS = 7;
    private static final int EACH = 20;

    @TempDir
    Path folder;

    private final EventHubsServer server = EventHubsServer.start(EventHubsSettings.defaults(), new FaultPlan(1));
    private final AzureClients clients = AzureClients.of(AzureSettings.from(
            Map.of(
                    "TRISKEL_AZURE_EVENTHUBS_CONNECTION",
                    server.connectionString(),
                    "TRISKEL_AZURE_CALL_TIMEOUT_MS",
                    String.valueOf(LocalStorage.PATIENCE.toMillis())),
            Set.of(AzureSettings.Service.EVENT_HUBS)));
    private final EventHub hub = server.createHub("orders", 11);
    private final EventHub copy = server.createHub("copy", 2);
    private final List<Counted> seen = new ArrayList<>();
    private final Set<Counted> failing = new HashSet<>();
    private final BatchProcessor processor = BatchProcessor.of(EventConsumer.named("totals")
                    .on(COUNTED, Counted.class, (event, handling) -> see(event.data()))
                    .build())
            .codec(CODEC)
            .clock(CLOCK)
            .build();
    private Capture capture;

    record Counted(String key, int n) {}

    private void see(Counted counted) {
        if (failing.contains(counted)) {
            throw new IllegalStateException("told to fail");
        }
        seen.add(counted);
    }

    @BeforeEach
    void capture() {
        capture = hub.capture(CaptureSettings.in(folder, "archive").withEmptyFiles());
    }

    @AfterEach
    void close() {
        clients.close();
        server.close();
    }

    @Test
    void into_a_consumer_in_steps_and_each_key_in_its_order() {
        publish(1, EACH / 2);
        publish(EACH / 2 + 1, EACH);
        ArchivePosition position = ArchivePosition.beginning();
        boolean finished = false;

        while (!finished) {
            ArchiveReport report = replay(files()).process(processor, reread(position), 13, later());
            assertThat(report.problem()).isEmpty();
            position = report.position();
            finished = report.finished();
        }

        assertThat(seen).hasSize(KEYS * EACH);
        assertThat(byKey()).isEqualTo(expected(EACH));
    }

    @Test
    void what_was_captured_later_comes_in_the_next_run_whichever_its_partition() {
        publish(1, 1);
        ArchiveReport first = replay(files()).process(processor, ArchivePosition.beginning(), 1_000, later());
        publish(2, 3);

        ArchiveReport second = replay(files()).process(processor, reread(first.position()), 1_000, later());

        assertThat(first.done()).isEqualTo(KEYS);
        assertThat(second.done()).isEqualTo(2 * KEYS);
        assertThat(second.finished()).isTrue();
        assertThat(byKey()).isEqualTo(expected(3));
    }

    @Test
    void into_a_publisher_from_a_container(LocalStorage.Running storage) throws IOException {
        publish(1, 3);
        Capture copies = copy.capture(CaptureSettings.in(folder, "copies"));

        ArchiveReport report = replay(uploaded(storage))
                .publish(publisher("copy"), bad -> {}, ArchivePosition.beginning(), 1_000, later());

        copies.flush();
        assertThat(report.problem()).isEmpty();
        assertThat(report.done()).isEqualTo(3 * KEYS);
        ArchiveReplay ofCopies = new ArchiveReplay(
                CaptureFormat.archive(new FolderObjects(folder.resolve("copies")), namespace() + "/copy/"),
                CODEC,
                CLOCK);
        ofCopies.process(processor, ArchivePosition.beginning(), 1_000, later());
        assertThat(byKey()).isEqualTo(expected(3));
    }

    @Test
    void an_event_that_fails_is_where_the_next_run_begins() {
        publish(1, 3);
        failing.add(new Counted("k3", 2));

        ArchiveReport first = replay(files()).process(processor, ArchivePosition.beginning(), 1_000, later());
        failing.clear();
        ArchiveReport second = replay(files()).process(processor, reread(first.position()), 1_000, later());

        assertThat(first.finished()).isFalse();
        assertThat(first.problem()).hasValueSatisfying(why -> assertThat(why).endsWith("is not settled"));
        assertThat(second.finished()).isTrue();
        assertThat(new HashSet<>(seen)).hasSize(3 * KEYS);
        assertThat(byKey().get("k3")).containsSubsequence(1, 2, 3);
    }

    @Test
    void a_damaged_file_keeps_its_partition_back_and_no_other() throws IOException {
        publish(1, 2);
        Path damaged = capture.files().stream()
                .filter(file -> size(file) == largest())
                .findFirst()
                .orElseThrow();
        byte[] content = Files.readAllBytes(damaged);
        Files.write(damaged, Arrays.copyOf(content, content.length - 1));

        ArchiveReport cut = replay(files()).process(processor, ArchivePosition.beginning(), 1_000, later());

        assertThat(cut.finished()).isFalse();
        assertThat(cut.problem())
                .hasValueSatisfying(why -> assertThat(why)
                        .contains(damaged.getFileName().toString())
                        .contains("it is cut off"));
        assertThat(cut.done()).isPositive();
        Files.write(damaged, content);
        ArchiveReport mended = replay(files()).process(processor, reread(cut.position()), 1_000, later());
        assertThat(mended.finished()).isTrue();
        assertThat(cut.done() + mended.done()).isEqualTo(2 * KEYS);
        assertThat(byKey()).isEqualTo(expected(2));
    }

    @Test
    void files_without_events_are_passed_and_not_looked_at_again() {
        capture.flush();

        ArchiveReport report = replay(files()).process(processor, ArchivePosition.beginning(), 1_000, later());

        assertThat(report.done()).isZero();
        assertThat(report.finished()).isTrue();
        assertThat(report.position().toString().lines())
                .hasSize(hub.partitions().size())
                .allMatch(place -> place.endsWith(":0"));
    }

    private ArchiveReplay replay(ArchiveObjects objects) {
        return new ArchiveReplay(CaptureFormat.archive(objects, namespace() + "/orders/"), CODEC, CLOCK);
    }

    private ArchiveObjects files() {
        return new FolderObjects(folder.resolve("archive"));
    }

    private ArchiveObjects uploaded(LocalStorage.Running storage) throws IOException {
        String name = "capture-" + UUID.randomUUID();
        storage.process().createContainer(name);
        BlobContainerClient container = AzureBlobs.client(storage.clients()).getBlobContainerClient(name);
        for (Path file : capture.files()) {
            String blob = folder.resolve("archive").relativize(file).toString().replace('\\', '/');
            container.getBlobClient(blob).upload(BinaryData.fromBytes(Files.readAllBytes(file)));
        }
        return new ContainerBlobs(container);
    }

    private static String namespace() {
        return EventHubsSettings.defaults().namespace();
    }

    /** Each key's events of these numbers, captured. */
    private void publish(int first, int last) {
        List<Envelope<Counted>> events = IntStream.rangeClosed(first, last)
                .boxed()
                .flatMap(n -> IntStream.range(0, KEYS).mapToObj(k -> event("k" + k, n)))
                .toList();
        OrderedPublisher publisher = publisher("orders");
        assertThat(publisher.publishAndWait(events, later()).acceptedPrefix()).isEqualTo(events.size());
        capture.flush();
    }

    private OrderedPublisher publisher(String name) {
        return OrderedPublisher.builder(EventHubsBus.of(clients, name).withClock(CLOCK), CODEC)
                .clock(CLOCK)
                .build();
    }

    private static Envelope<Counted> event(String key, int n) {
        return Envelope.of(new EventId("/test", key + "-" + n), COUNTED, new Counted(key, n))
                .withKey(new OrderingKey(key));
    }

    private Map<String, List<Integer>> byKey() {
        return seen.stream()
                .collect(Collectors.groupingBy(Counted::key, Collectors.mapping(Counted::n, Collectors.toList())));
    }

    private static Map<String, List<Integer>> expected(int each) {
        List<Integer> numbers = IntStream.rangeClosed(1, each).boxed().toList();
        return IntStream.range(0, KEYS).boxed().collect(Collectors.toMap(k -> "k" + k, k -> numbers));
    }

    private long largest() {
        return capture.files().stream().mapToLong(CaptureReplayTest::size).max().orElseThrow();
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ArchivePosition reread(ArchivePosition position) {
        return ArchivePosition.parse(position.toString());
    }

    private static Deadline later() {
        return Deadline.in(Duration.ofMinutes(1), CLOCK);
    }
}
