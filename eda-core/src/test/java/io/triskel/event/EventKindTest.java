package io.triskel.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The patterns are a closed set, and a notification's lookup cannot lead its consumer astray. */
class EventKindTest {
    @ParameterizedTest
    @ValueSource(strings = {"orders/42", "/orders/42", "orders/42?fields=state", "a/../b"})
    void a_relative_lookup_is_taken(String lookup) {
        assertThatCode(() -> new EventKind.Notification(lookup, 1)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://evil.example/orders/42",
                "//evil.example/orders/42",
                "file:///etc/passwd",
                "mailto:somebody@example.org",
                "../api/orders/42",
                "/../secret",
                "a/../../secret",
                "\\\\evil\\share",
                "not a uri"
            })
    void a_lookup_that_could_leave_its_base_is_refused(String lookup) {
        assertThatThrownBy(() -> new EventKind.Notification(lookup, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void fold_takes_the_branch_of_the_pattern() {
        assertThat(name(EventKind.plain())).isEqualTo("plain");
        assertThat(name(new EventKind.Command("payment"))).isEqualTo("command");
        assertThat(name(new EventKind.Notification("orders/1", 1))).isEqualTo("notification");
        assertThat(name(new EventKind.StateTransfer("p-1", 1, false))).isEqualTo("transfer");
        assertThat(name(new EventKind.Sourced(new StreamId("order-1"), 1))).isEqualTo("sourced");
    }

    private static String name(EventKind pattern) {
        return pattern.fold(p -> "plain", c -> "command", n -> "notification", t -> "transfer", s -> "sourced");
    }

    @Test
    void revisions_and_versions_begin_at_1() {
        assertThatThrownBy(() -> new EventKind.Sourced(new StreamId("s"), 0))
                .hasMessageContaining("must be at least 1, not 0");
        assertThatThrownBy(() -> new EventKind.StateTransfer("e", 0, false))
                .hasMessageContaining("must be at least 1, not 0");
        assertThatThrownBy(() -> new EventKind.Notification("orders/1", -1))
                .hasMessageContaining("minVersion must not be negative, not -1");
    }
}
