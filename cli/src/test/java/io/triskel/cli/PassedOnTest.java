package io.triskel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PassedOnTest {
    @Test
    void the_exit_code_is_handed_on() {
        assertThat(PassedOn.run(List.of("sh", "-c", "exit 7"))).isEqualTo(7);
    }

    @Test
    void what_cannot_be_started_is_named() {
        assertThatThrownBy(() -> PassedOn.run(List.of("/no/such/java")))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("/no/such/java");
    }
}
