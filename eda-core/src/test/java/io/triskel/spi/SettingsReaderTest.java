package io.triskel.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsReaderTest {
    @Test
    void a_blank_variable_is_not_set() {
        assertThat(reader(Map.of("A", " ")).text("A")).isEmpty();
    }

    @Test
    void every_problem_is_told_once_and_in_the_order_in_which_it_was_found() {
        SettingsReader reader = reader(Map.of("B", "x%s", "WAIT_MS", "soon", "COUNT", "101"));

        reader.problem("A is not set");
        assertThat(reader.text("B", value -> value.length() == 1, "is no letter: '%s'"))
                .contains("x%s");
        reader.problem("A is not set");
        reader.millis("WAIT_MS", Duration.ZERO, 1, 60_000);
        assertThat(reader.connections("COUNT", 1, 1, 100)).isEqualTo(101);

        assertThatThrownBy(reader::complain)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("""
                    The environment is not complete:
                    - A is not set
                    - B is no letter: 'x%s'
                    - WAIT_MS is a number of milliseconds from 1 to 60000, not 'soon'
                    - COUNT is a number of connections from 1 to 100, not '101'\
                    """);
    }

    @Test
    void limits_belong_to_what_is_allowed() {
        SettingsReader reader = reader(Map.of("LEAST", "10", "MOST", "600000"));

        assertThat(reader.millis("LEAST", Duration.ZERO, 10, 600_000)).isEqualTo(Duration.ofMillis(10));
        assertThat(reader.millis("MOST", Duration.ZERO, 10, 600_000)).isEqualTo(Duration.ofMinutes(10));
        reader.complain();
    }

    @Test
    void what_is_not_set_is_not_checked() {
        SettingsReader reader = reader(Map.of());

        assertThat(reader.millis("WAIT_MS", Duration.ofHours(1), 1, 60_000)).isEqualTo(Duration.ofHours(1));
        reader.complain();
    }

    private static SettingsReader reader(Map<String, String> variables) {
        return new SettingsReader("The environment", variables);
    }
}
