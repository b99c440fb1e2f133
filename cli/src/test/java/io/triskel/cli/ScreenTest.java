package io.triskel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ScreenTest {
    private static String red(Map<String, String> environment) {
        return Screen.of(environment).onOut(Screen.Ink.BAD, "x");
    }

    @Test
    void a_terminal_gets_colours() {
        assertThat(red(Map.of("TRISKEL_TTY_OUT", "1", "TERM", "xterm"))).isEqualTo("\u001B[1;31mx\u001B[0m");
    }

    @Test
    void a_pipe_a_dumb_terminal_and_who_wants_none_get_none() {
        assertThat(red(Map.of("TRISKEL_TTY_OUT", "0", "TRISKEL_TTY", "1", "TERM", "xterm")))
                .isEqualTo("x");
        assertThat(red(Map.of("TRISKEL_TTY_OUT", "1", "TERM", "dumb"))).isEqualTo("x");
        assertThat(red(Map.of("TRISKEL_TTY_OUT", "1"))).isEqualTo("x");
        assertThat(red(Map.of("TRISKEL_TTY_OUT", "1", "TERM", "xterm", "NO_COLOR", "1")))
                .isEqualTo("x");
    }
}
