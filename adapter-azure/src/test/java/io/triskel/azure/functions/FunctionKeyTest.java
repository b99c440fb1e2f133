package io.triskel.azure.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.event.Deadline;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FunctionKeyTest {
    @Test
    void a_key_goes_into_a_header_and_is_not_printed() {
        FunctionKey key = FunctionKey.of("s3cret==");

        assertThat(key.headers(
                        "GET",
                        URI.create("https://orders.azurewebsites.net/orders/42"),
                        Map.of(),
                        new byte[0],
                        new Deadline(Instant.MAX)))
                .containsExactlyEntriesOf(Map.of("x-functions-key", "s3cret=="));
        assertThat(key).asString().doesNotContain("s3cret");
    }

    @Test
    void a_key_that_no_header_takes_is_refused_without_saying_it() {
        assertThatThrownBy(() -> FunctionKey.of("s3cret\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line breaks")
                .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("s3cret"));
        assertThatThrownBy(() -> FunctionKey.of("")).isInstanceOf(IllegalArgumentException.class);
    }
}
