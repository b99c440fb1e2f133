package io.triskel.gcp.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.event.Deadline;
import io.triskel.gcp.GcpClients;
import io.triskel.gcp.GcpSettings;
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
                    .publish(
                            FROM,
                            UNTIL,
                            platform.publisher(),
                            Deadline.in(Duration.ofMinutes(1), InstantSource.system()))
                    .orElse("");
        }
    }
}
