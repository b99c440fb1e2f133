package io.triskel.gcp.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.pubsub.v1.CloudStorageConfig;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.Subscription;
import io.triskel.archive.Archive;
import io.triskel.archive.ArchivePosition;
import io.triskel.archive.ArchiveReplay;
import io.triskel.archive.ArchiveReport;
import io.triskel.archive.FolderObjects;
import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.EventConsumer;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.event.OrderingKey;
import io.triskel.gcp.GcpClients;
import io.triskel.gcp.GcpSettings;
import io.triskel.gcp.pubsub.PubSubBus;
import io.triskel.local.FaultPlan;
import io.triskel.local.gcp.pubsub.PubSubServer;
import io.triskel.local.gcp.pubsub.PubSubSettings;
import io.triskel.memory.InMemoryParkingLot;
import io.triskel.publish.OrderedPublisher;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was published to a topic and archived by a subscription comes back, each key in its order. */
class MessageArchiveTest {
    private static final EventType COUNTED = EventType.of("triskel.test.counted", 1);
    private static final EventCodec CODEC =
            EventCodec.of(TypeRegistry.builder().add(COUNTED, Counted.class).build());
    private static final String TOPIC = "projects/test-project/topics/orders";
    private static final int KEYS = 5;
    private static final int EACH = 20;

    @TempDir
    Path folder;

    private final List<Counted> seen = new ArrayList<>();
    private final InMemoryParkingLot parked = new InMemoryParkingLot();
    private final BatchProcessor processor = BatchProcessor.of(EventConsumer.named("totals")
                    .on(COUNTED, Counted.class, (event, handling) -> seen.add(event.data()))
                    .parkingLot(parked)
                    .build())
            .codec(CODEC)
            .build();
    private Instant now = Instant.parse("2026-03-01T10:00:00Z");

    record Counted(String key, int n) {}

    @Test
    void into_a_consumer_in_steps_and_each_key_in_its_order() throws IOException {
        publish(1, EACH);
        publish(EACH + 1, 2 * EACH);
        ArchivePosition position = ArchivePosition.beginning();
        boolean finished = false;

        while (!finished) {
            ArchiveReport report = replay(now.plusSeconds(1))
                    .process(processor, ArchivePosition.parse(position.toString()), 13, later());
            assertThat(report.problem()).isEmpty();
            position = report.position();
            finished = report.finished();
        }

        List<Integer> numbers = IntStream.rangeClosed(1, 2 * EACH).boxed().toList();
        assertThat(seen.stream()
                        .collect(Collectors.groupingBy(
                                Counted::key, Collectors.mapping(Counted::n, Collectors.toList()))))
                .hasSize(KEYS)
                .allSatisfy((key, counted) -> assertThat(counted).isEqualTo(numbers));
    }

    @Test
    void files_that_were_begun_later_wait_for_a_later_run() throws IOException {
        publish(1, 1);
        Instant between = now.minusSeconds(1);
        publish(2, 2);

        ArchiveReport first = replay(between).process(processor, ArchivePosition.beginning(), 1_000, later());
        assertThat(seen).extracting(Counted::n).containsOnly(1);

        ArchiveReport second = replay(now).process(processor, first.position(), 1_000, later());
        assertThat(seen).extracting(Counted::n).containsOnly(1, 2);
        assertThat(second.finished()).isTrue();
    }

    @Test
    void what_is_no_event_keeps_its_bytes_and_its_key() throws IOException {
        archive(
                true,
                messages(PubsubMessage.newBuilder()
                        .setOrderingKey("k7")
                        .putAttributes("other", "x")
                        .setData(ByteString.copyFromUtf8("nonsense"))));

        assertThat(replay(now)
                        .process(processor, ArchivePosition.beginning(), 10, later())
                        .problem())
                .isEmpty();

        assertThat(parked.size()).isEqualTo(1);
        assertThat(parked.held("totals", Optional.empty(), 10).get(0).lane().value())
                .isEqualTo("k7");
    }

    @Test
    void without_metadata_structured_events_are_read() throws IOException {
        archive(false, messages(PubsubMessage.newBuilder().setData(ByteString.copyFrom(CODEC.encode(event("k", 1))))));

        assertThat(replay(now)
                        .process(processor, ArchivePosition.beginning(), 10, later())
                        .problem())
                .isEmpty();

        assertThat(seen).containsExactly(new Counted("k", 1));
    }

    @Test
    void a_file_that_is_cut_off_is_read_to_there_and_named() throws IOException {
        publish(1, 1);
        Path file = files().get(0);
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 1));

        ArchiveReport report = replay(now).process(processor, ArchivePosition.beginning(), 10, later());

        assertThat(report.problem().toString()).contains(file.getFileName().toString(), "it is cut off");
    }

    @Test
    void a_file_of_something_else_is_refused() {
        assertThatThrownBy(() -> new MessageFormat().read(new ByteArrayInputStream(new byte[] {1, 2, 3, 4})))
                .isInstanceOf(IOException.class)
                .hasMessage("it is not an Avro file");
    }

    private void publish(int first, int last) {
        archive(true, server -> {
            try (GcpClients clients = GcpClients.of(GcpSettings.from(
                    Map.of("GOOGLE_CLOUD_PROJECT", "test-project", "PUBSUB_EMULATOR_HOST", server.endpoint())))) {
                OrderedPublisher publisher = OrderedPublisher.builder(PubSubBus.of(clients, "orders"), CODEC)
                        .build();
                List<Envelope<Counted>> events = IntStream.rangeClosed(first, last)
                        .boxed()
                        .flatMap(n -> IntStream.range(0, KEYS).mapToObj(k -> event("k" + k, n)))
                        .toList();
                assertThat(publisher.publishAndWait(events, later()).complete()).isTrue();
            }
        });
    }

    private static java.util.function.Consumer<PubSubServer> messages(PubsubMessage.Builder message) {
        return server -> server.topic(TOPIC).publish(List.of(message.build()));
    }

    /** Each archives into files of their own, which the end of the server completes. */
    private void archive(boolean metadata, java.util.function.Consumer<PubSubServer> publishing) {
        Instant begun = now;
        try (PubSubServer server = PubSubServer.start(
                PubSubSettings.defaults().withBuckets(folder).withClock(() -> begun), new FaultPlan(1))) {
            server.createTopic(TOPIC);
            var unused = server.createSubscription(Subscription.newBuilder()
                    .setName("projects/test-project/subscriptions/archive")
                    .setTopic(TOPIC)
                    .setEnableMessageOrdering(true)
                    .setCloudStorageConfig(CloudStorageConfig.newBuilder()
                            .setBucket("archive")
                            .setFilenamePrefix("orders/")
                            .setFilenameSuffix(".avro")
                            .setMaxDuration(Duration.newBuilder().setSeconds(600))
                            .setAvroConfig(
                                    CloudStorageConfig.AvroConfig.newBuilder().setWriteMetadata(metadata)))
                    .build());
            publishing.accept(server);
        }
        now = now.plus(10, ChronoUnit.MINUTES);
    }

    private ArchiveReplay replay(Instant until) {
        Archive archive = MessageArchive.of(new FolderObjects(folder.resolve("archive")), "orders/", until);
        return new ArchiveReplay(archive, CODEC, InstantSource.system());
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("archive/orders"))) {
            return files.toList();
        }
    }

    private static Envelope<Counted> event(String key, int n) {
        return Envelope.of(new EventId("/test", key + "-" + n), COUNTED, new Counted(key, n))
                .withKey(new OrderingKey(key));
    }

    private static Deadline later() {
        return Deadline.in(java.time.Duration.ofMinutes(1), InstantSource.system());
    }
}
