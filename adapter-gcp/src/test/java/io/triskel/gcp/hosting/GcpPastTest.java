package io.triskel.gcp.hosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.Topic;
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
import io.triskel.gcp.pubsub.PubSubBus;
import io.triskel.hosting.operation.Past.BusReading;
import io.triskel.local.FaultPlan;
import io.triskel.local.gcp.pubsub.PubSubServer;
import io.triskel.local.gcp.pubsub.PubSubSettings;
import io.triskel.memory.InMemoryBus;
import io.triskel.memory.InMemoryStores;
import io.triskel.platform.Platform;
import io.triskel.publish.EventBus.WireMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
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
    void while_one_process_reads_the_bus_from_its_beginning_another_one_is_refused(@TempDir Path folder) {
        EventType type = EventType.of("triskel.test.counted", 1);
        TypeRegistry types = TypeRegistry.builder().add(type, Counted.class).build();
        EventCodec codec = EventCodec.of(types);
        try (PubSubServer server = PubSubServer.start(PubSubSettings.defaults(), new FaultPlan(1));
                GcpClients clients = GcpClients.of(GcpSettings.from(
                        Map.of("GOOGLE_CLOUD_PROJECT", "test-project", "PUBSUB_EMULATOR_HOST", server.endpoint())))) {
            server.createTopic(Topic.newBuilder()
                    .setName("projects/test-project/topics/events")
                    .setMessageRetentionDuration(
                            com.google.protobuf.Duration.newBuilder().setSeconds(86_400))
                    .build());
            server.createSubscription(Subscription.newBuilder()
                    .setName("projects/test-project/subscriptions/rebuilds")
                    .setTopic("projects/test-project/topics/events")
                    .setEnableMessageOrdering(true)
                    .build());
            Platform platform = Platform.of(
                    Platform.Settings.of("/shop", types), new InMemoryStores(), () -> PubSubBus.of(clients, "events"));
            platform.publish(
                    IntStream.range(0, 40)
                            .mapToObj(n -> Envelope.of(new EventId("/shop", "E-" + n), type, new Counted(n)))
                            .toList(),
                    minute());
            GcpPast past =
                    new GcpPast(clients, platform, new GcpPast.Sources("", folder, "rebuilds", Duration.ofMillis(500)));

            Set<Integer> first = ConcurrentHashMap.newKeySet();
            Set<Integer> second = ConcurrentHashMap.newKeySet();
            try (BusReading other = past.bus(into(second, type, codec), codec)) {
                try (BusReading one = past.bus(into(first, type, codec), codec)) {
                    assertThat(one.run(minute()).caughtUp()).isTrue();
                    assertThatThrownBy(() -> other.run(minute())).hasMessageContaining("being read by another process");
                    assertThatThrownBy(past::subscribe).hasMessageContaining("being read by another process");
                }
                past.subscribe();
                assertThat(other.run(minute()).caughtUp()).isTrue();
            }

            assertThat(first).hasSize(40);
            assertThat(second).isEqualTo(first);
        }
    }

    private static BatchProcessor into(Set<Integer> seen, EventType type, EventCodec codec) {
        return BatchProcessor.of(EventConsumer.named("counter")
                        .on(
                                type,
                                Counted.class,
                                (event, handling) -> seen.add(event.data().n()))
                        .build())
                .codec(codec)
                .build();
    }

    private static Deadline minute() {
        return Deadline.in(Duration.ofMinutes(1), InstantSource.system());
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
                            new GcpPast.Sources(bucket.toUri().toString(), bucket, "none", Duration.ZERO))
                    .publish(FROM, UNTIL, platform.publisher(), minute())
                    .orElse("");
        }
    }
}
