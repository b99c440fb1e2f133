package io.triskel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressLineTest {
    private final StringWriter err = new StringWriter();

    private String shown(boolean watched, String phase, long count) {
        return shown(watched, 80, phase, count);
    }

    private String shown(boolean watched, int columns, String phase, long count) {
        ObjectNode progress = new ObjectMapper()
                .createObjectNode()
                .put("phase", phase)
                .put("orders", count)
                .put("ended", count)
                .put("events", count)
                .put("read", count);
        try (ProgressLine line = new ProgressLine(new PrintWriter(err), watched, columns, "starting aws")) {
            line.progress(progress);
        }
        return err.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders", "fulfilment", "cancellations", "timeouts", "rebuild", "counting", "a-later-one"})
    void every_phase_fits_into_80_columns(String phase) {
        assertThat(Stream.of(shown(true, phase, 123_456_789_012L).split("\r", -1)))
                .allSatisfy(line -> assertThat(line).hasSizeLessThan(80));
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 40, 79, 200})
    void a_line_fits_into_the_terminal_whatever_its_width(int columns) {
        assertThat(Stream.of(shown(true, columns, "timeouts", 123_456_789_012L).split("\r", -1)))
                .allSatisfy(line -> assertThat(line).hasSizeLessThan(columns));
    }

    @Test
    void what_is_being_done_is_said_in_words() {
        assertThat(shown(true, "timeouts", 1200))
                .contains("\rletting payments time out: 1,200 of 1,200 orders finished, 1,200 events, 0 s");
        assertThat(shown(true, "rebuild", 1500)).contains("\rrebuilding the order view: 1,500 events read, 0 s");
    }

    @Test
    void beside_others_a_target_shows_its_orders_and_that_it_rebuilds() {
        ObjectNode progress = new ObjectMapper()
                .createObjectNode()
                .put("phase", "fulfilment")
                .put("orders", 1200)
                .put("ended", 7);

        assertThat(ProgressLine.inShort(progress)).isEqualTo("7 of 1,200");
        assertThat(ProgressLine.inShort(new ObjectMapper().createObjectNode().put("phase", "rebuild")))
                .isEqualTo("rebuilding");
    }

    @Test
    void where_nobody_watches_a_short_run_leaves_no_line() {
        assertThat(shown(false, "orders", 1)).isEmpty();
    }
}
