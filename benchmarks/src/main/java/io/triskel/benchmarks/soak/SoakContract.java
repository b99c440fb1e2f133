package io.triskel.benchmarks.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A target's soak, small enough for a build. */
public abstract class SoakContract {
    private final Run soak;
    private final int events;
    private final int kinds;
    private final Map<String, Long> planned;

    /** Runs a soak. */
    @FunctionalInterface
    protected interface Run {
        /**
         * Runs the soak in a folder.
         *
         * @throws Exception if it could not be run
         */
        SoakResult run(SoakSettings settings, Path folder) throws Exception;
    }

    /**
     * A soak of so many events.
     *
     * @param kinds the fewest kinds of faults that must occur
     * @param planned how often each fault must occur that does not come by chance
     */
    protected SoakContract(Run soak, int events, int kinds, Map<String, Long> planned) {
        this.soak = soak;
        this.events = events;
        this.kinds = kinds;
        this.planned = Map.copyOf(planned);
    }

    @Test
    final void nothing_is_lost_doubled_or_out_of_order_while_everything_goes_wrong(@TempDir Path folder)
            throws Exception {
        SoakResult result = soak.run(SoakSettings.of(events), folder);

        assertThat(result.json().toString()).contains("\"environment\":\"emulator\"");
        assertThat(result.every().seen()).isEqualTo(events);
        assertThat(result.sampled().seen()).isPositive();
        assertThat(result.perfect()).as(result.json().toPrettyString()).isTrue();
        assertThat(result.injected())
                .as("what went wrong with the services")
                .hasSizeGreaterThanOrEqualTo(kinds)
                .containsAllEntriesOf(planned);
        assertThat(result.kills()).isEqualTo(2);
        assertThat(result.onTheBus()).as("events, repeats included").isGreaterThan(events);
        assertThat(result.functions().values())
                .anySatisfy(counts -> assertThat(counts.get("coldStarts")).isGreaterThan(1))
                .anySatisfy(counts -> assertThat(counts.get("errors")).isPositive());
    }
}
