package io.triskel.load.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalWidthTest {
    @ParameterizedTest
    @CsvSource({"40, 40, 55", "100, 100, 100", "300, 300, 120", "0, 80, 80", "wide, 80, 80", "'', 80, 80"})
    void help_stays_readable_whatever_the_terminal_has(String columns, int width, int help) {
        assertThat(TerminalWidth.of(Map.of("COLUMNS", columns))).isEqualTo(width);
        assertThat(TerminalWidth.ofHelp(Map.of("COLUMNS", columns))).isEqualTo(help);
    }

    @Test
    void a_terminal_of_unknown_width_has_80_columns() {
        assertThat(TerminalWidth.of(Map.of())).isEqualTo(80);
    }
}
