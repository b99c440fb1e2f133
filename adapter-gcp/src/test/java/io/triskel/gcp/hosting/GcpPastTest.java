package io.triskel.gcp.hosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.Subscription;
import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.EventConsumer;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.gcp.GcpClients;
import io.triskel.gcp.GcpSettings;
import io.triskel.hosting.operation.Past.BusReading;
import io.triskel.local.Await;
import io.triskel.local.FaultPlan;
import io.triskel.local.gcp.pubsub.PubSubServer;
import io.triskel.local.gcp.pubsub.PubSubSettings;
import io.triskel.local.gcp.pubsub.PubSubSubscription;
import io.triskel.local.gcp.pubsub.PubSubTopic;
import io.triskel.memory.InMemoryBus;
import io.triskel.memory.InMemoryStores;
import io.triskel.platform.Platform;
import io.triskel.publish.EventBus.WireMode;
import io.triskel.testkit.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GcpPastTest {
    private static final Instant FROM = Instant.parse("2026-03-01T10:00:00Z");
    private static final Instant UNTIL = Instant.parse("2026-03-08T10:00:00Z");

    /** A file that no subscription wrote is a problem that names it, so a problem shows which file was opened first. */
    @Test
    void a_period_opens_the_files_that_may_have_its_events(@TempDir Path folder) throws IOException {
        assertThat(opened(folder.resolve("before"), "2026-03-01T08:59:00")).isEmpty();
        assertThat(opened(folder.resolve("just-before"), "2026-03-01T09:30:00")).contains("09:30:00");
        assertThat(opened(folder.resolve("within"), "2026-02-01T00:00:00", "2026-03-05T00:00:00"))
                .contains("03-05")
                .doesNotContain("02-01");
        assertThat(opened(folder.resolve("late"), "2026-03-09T10:30:00")).contains("03-09");
        assertThat(opened(folder.resolve("after"), "2026-03-09T11:30:00")).isEmpty();
    }

    private record Counted(int n) {}

    /** Pub/Sub would divide the events among the two, and each would miss what the other one acknowledges. */
    @Test
    void while_one_process_reads_the_bus_from_its_beginning_another_one_is_refused() {
        try (Topic topic = new Topic(InstantSource.system())) {
            GcpPast past = topic.past(new GcpPast.Waits(Duration.ZERO, Duration.ofMillis(500)));
            try (BusReading other = past.bus(topic.second, topic.codec)) {
                try (BusReading one = past.bus(topic.first, topic.codec)) {
                    assertThat(one.run(topic.minute()).caughtUp()).isTrue();
                    assertThatThrownBy(() -> other.run(topic.minute()))
                            .hasMessageContaining("being read by another process");
                    assertThatThrownBy(past::subscribe).hasMessageContaining("being read by another process");
                }
                past.subscribe();
                assertThat(other.run(topic.minute()).caughtUp()).isTrue();
            }

            assertThat(topic.seenFirst).hasSize(40);
            assertThat(topic.seenSecond).isEqualTo(topic.seenFirst);
        }
    }

    /** Silence in that minute is not the end of the bus. */
    @Test
    void the_bus_has_not_been_read_to_its_end_before_a_seek_has_had_its_effect() {
        ManualClock clock = ManualClock.atNewYear();
        try (Topic topic = new Topic(clock)) {
            GcpPast atOnce = topic.past(new GcpPast.Waits(Duration.ZERO, Duration.ofMillis(500)));
            try (BusReading one = atOnce.bus(topic.first, topic.codec)) {
                assertThat(one.run(topic.minute()).caughtUp()).isTrue();
            }
            Await.until("all to be acknowledged", topic.subscription::isCaughtUp);
            GcpPast past = topic.past(new GcpPast.Waits(Duration.ofSeconds(90), Duration.ZERO));
            topic.subscription.seekTakes(Duration.ofMinutes(1));
            try (BusReading again = past.bus(topic.second, topic.codec)) {
                CompletableFuture<Set<Integer>> read = CompletableFuture.supplyAsync(() -> {
                    assertThat(again.run(Deadline.in(Duration.ofHours(1), clock))
                                    .caughtUp())
                            .isTrue();
                    return Set.copyOf(topic.seenSecond);
                });
                Await.until("the seek", () -> topic.subscription.isSeeking() || read.isDone());
                clock.advance(Duration.ofSeconds(60));
                Await.until("all events again", () -> topic.seenSecond.size() == 40 || read.isDone());
                clock.advance(Duration.ofSeconds(90));

                assertThat(read.join()).hasSize(40);
            }
        }
    }

    /** 40 events on a topic, and two consumers of them. */
    private static final class Topic implements AutoCloseable {
        private static final EventType TYPE = EventType.of("triskel.test.counted", 1);

        private final InstantSource clock;
        private final TypeRegistry types =
                TypeRegistry.builder().add(TYPE, Counted.class).build();
        private final EventCodec codec = EventCodec.of(types);
        private final Set<Integer> seenFirst = ConcurrentHashMap.newKeySet();
        private final Set<Integer> seenSecond = ConcurrentHashMap.newKeySet();
        private final BatchProcessor first;
        private final BatchProcessor second;
        private final PubSubServer server;
        private final PubSubSubscription subscription;
        private final GcpClients clients;
        private final Platform platform;

        Topic(InstantSource clock) {
            this.clock = clock;
            first = into(seenFirst);
            second = into(seenSecond);
            server = PubSubServer.start(PubSubSettings.defaults().withClock(clock), new FaultPlan(1));
            PubSubTopic topic = server.createTopic(com.google.pubsub.v1.Topic.newBuilder()
                    .setName("projects/test-project/topics/events")
                    .setMessageRetentionDuration(
                            com.google.protobuf.Duration.newBuilder().setSeconds(86_400))
                    .build());
            subscription = server.createSubscription(Subscription.newBuilder()
                    .setName("projects/test-project/subscriptions/rebuilds")
                    .setTopic("projects/test-project/topics/events")
                    .setEnableMessageOrdering(true)
                    .build());
            clients = GcpClients.of(GcpSettings.from(
                    Map.of("GOOGLE_CLOUD_PROJECT", "test-project", "PUBSUB_EMULATOR_HOST", server.endpoint())));
            platform = Platform.of(
                    Platform.Settings.of("/shop", types).clock(clock),
                    new InMemoryStores(),
                    () -> InMemoryBus.of(codec, WireMode.STRUCTURED, 1));
            topic.publish(IntStream.range(0, 40)
                    .mapToObj(n -> Envelope.of(new EventId("/shop", "E-" + n), TYPE, new Counted(n)))
                    .map(event -> PubsubMessage.newBuilder()
                            .putAttributes("content-type", "application/cloudevents+json")
                            .setData(ByteString.copyFrom(codec.encode(event)))
                            .build())
                    .toList());
        }

        private BatchProcessor into(Set<Integer> seen) {
            return BatchProcessor.of(EventConsumer.named("counter")
                            .on(
                                    TYPE,
                                    Counted.class,
                                    (event, handling) -> seen.add(event.data().n()))
                            .build())
                    .codec(codec)
                    .clock(clock)
                    .build();
        }

        GcpPast past(GcpPast.Waits waits) {
            return new GcpPast(clients, platform, new GcpPast.Sources("", Path.of("."), "rebuilds", waits));
        }

        Deadline minute() {
            return Deadline.in(Duration.ofMinutes(1), clock);
        }

        @Override
        public void close() {
            clients.close();
            server.close();
        }
    }

    private static String opened(Path bucket, String... times) throws IOException {
        for (String time : times) {
            Path file = bucket.resolve(GcpPast.PREFIX + time + "+00:00_abc123.avro");
            Files.createDirectories(file.resolveSibling("."));
            Files.writeString(file, "not Avro");
        }
        TypeRegistry types = TypeRegistry.builder().build();
        EventCodec codec = EventCodec.of(types);
        Platform platform = Platform.of(
                Platform.Settings.of("/shop", types),
                new InMemoryStores(),
                () -> InMemoryBus.of(codec, WireMode.STRUCTURED, 1));
        try (GcpClients clients = GcpClients.of(GcpSettings.from(Map.of("GOOGLE_CLOUD_PROJECT", "test-project")))) {
            return new GcpPast(
                            clients,
                            platform,
                            new GcpPast.Sources(
                                    bucket.toUri().toString(),
                                    bucket,
                                    "none",
                                    new GcpPast.Waits(Duration.ZERO, Duration.ZERO)))
                    .publish(
                            FROM,
                            UNTIL,
                            platform.publisher(),
                            Deadline.in(Duration.ofMinutes(1), InstantSource.system()))
                    .orElse("");
        }
    }
}
