package io.triskel.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.event.Deadline;
import io.triskel.event.PortException;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/** Without credentials; that a function gets a token, and is let in with it, is proved where functions are deployed. */
class IdTokensTest {
    @Test
    void a_token_that_is_not_there_at_the_deadline_is_the_ports_failure_that_names_the_audience() {
        IdTokens tokens = new IdTokens("https://orders.a.run.app", InstantSource.fixed(Instant.EPOCH));

        assertThatThrownBy(() -> tokens.issue(new Deadline(Instant.EPOCH)))
                .isInstanceOf(PortException.class)
                .hasMessageContaining("https://orders.a.run.app")
                .satisfies(failed -> assertThat(failed.getCause()).isNotNull());
    }
}
