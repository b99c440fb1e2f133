package io.triskel.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AwaitTest {
    @Test
    void it_returns_the_first_value_that_comes() {
        AtomicInteger asked = new AtomicInteger();

        String value = Await.value(
                "a value",
                Duration.ofSeconds(10),
                () -> asked.incrementAndGet() < 3 ? Optional.empty() : Optional.of("here"));

        assertThat(value).isEqualTo("here");
        assertThat(asked).hasValue(3);
    }

    @Test
    void it_says_what_it_waited_for_in_vain() {
        assertThatThrownBy(() -> Await.until("Godot", Duration.ofMillis(5), () -> false))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Waited in vain for Godot");
    }
}
