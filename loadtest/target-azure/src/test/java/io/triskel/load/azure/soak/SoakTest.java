package io.triskel.load.azure.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.load.soak.SoakResult;
import io.triskel.load.soak.SoakSettings;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The soak of {@code loadtest/run azure soak}, small enough for a build. */
class SoakTest {
    @Test
    void nothing_is_lost_doubled_or_out_of_order_while_everything_goes_wrong(@TempDir Path folder) throws Exception {
        SoakResult result = Soak.run(SoakSettings.of(2_000), folder, any -> {});

        assertThat(result.json().toString()).contains("\"environment\":\"emulator\"");
        assertThat(result.every().seen()).isEqualTo(2_000);
        assertThat(result.sampled().seen()).isPositive();
        assertThat(result.perfect()).as(result.json().toPrettyString()).isTrue();
        assertThat(result.injected())
                .as("what went wrong with Event Hubs and with the host")
                .hasSizeGreaterThanOrEqualTo(7)
                .containsEntry("all links detached", 2L)
                .containsEntry("partitions moved between instances", 3L);
        assertThat(result.kills()).isEqualTo(2);
        assertThat(result.onTheBus()).as("events, repeats included").isGreaterThan(2_000);
        assertThat(result.functions().values())
                .anySatisfy(counts -> assertThat(counts.get("coldStarts")).isGreaterThan(1))
                .anySatisfy(counts -> assertThat(counts.get("errors")).isPositive());
    }
}
