package io.triskel.azure.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.azure.AzureClients;
import io.triskel.azure.AzureSettings;
import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.event.Deadline;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AzurePastTest {
    private static final TypeRegistry TYPES = TypeRegistry.builder().build();
    private static final Instant FROM = Instant.parse("2026-03-01T10:00:00Z");
    private static final Instant UNTIL = Instant.parse("2026-03-08T10:00:00Z");

    /** A file that Capture did not write is a problem that names it, so a problem shows which files were opened. */
    @Test
    void a_period_opens_the_files_of_every_partition_whose_windows_may_have_its_events(@TempDir Path folder)
            throws IOException {
        List<String> outside = List.of("0/2026/03/01/09/40/00", "0/2026/03/09/11/30/00", "1/2025/12/31/23/59/00");
        List<String> first = List.of("0/2026/03/01/09/50/00", "1/2026/03/09/10/30/00");
        for (String name : List.of(outside.get(0), outside.get(1), outside.get(2), first.get(0), first.get(1))) {
            Path file = folder.resolve("shop/orders/" + name + ".avro");
            Files.createDirectories(file.resolveSibling("."));
            Files.writeString(file, "not Avro");
        }
        EventCodec codec = EventCodec.of(TYPES);
        Platform platform = Platform.of(
                Platform.Settings.of("/shop", TYPES),
                new InMemoryStores(),
                () -> InMemoryBus.of(codec, WireMode.STRUCTURED, 1));

        String opened;
        try (AzureClients clients = AzureClients.of(AzureSettings.from(Map.of(), Set.of()))) {
            opened = new AzurePast(clients, platform, "orders", folder.toUri().toString(), folder)
                    .publish(
                            FROM,
                            UNTIL,
                            platform.publisher(),
                            Deadline.in(Duration.ofMinutes(1), InstantSource.system()))
                    .orElse("");
        }

        assertThat(opened).contains(first).doesNotContain(outside);
    }
}
