package io.triskel.load.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MisspeltTest {
    private static final List<String> KNOWN = List.of("demo", "up", "load", "bench", "doctor", "help");

    @ParameterizedTest
    @CsvSource({"dmeo, demo", "dem, demo", "demos, demo", "lead, load", "bnech, bench", "dokter, doctor", "pu, up"})
    void a_slip_or_two_are_seen_through(String written, String meant) {
        assertThat(Misspelt.meant(written, KNOWN)).containsExactly(meant);
    }

    @Test
    void options_are_compared_by_their_letters() {
        assertThat(Misspelt.meant("--jsno", List.of("--json", "--help", "-h"))).containsExactly("--json");
    }

    @ParameterizedTest
    @CsvSource({"dance", "x", "deploy"})
    void another_word_is_none_of_them(String written) {
        assertThat(Misspelt.meant(written, List.of("demo", "doctor", "help"))).isEmpty();
    }

    @Test
    void words_that_are_as_near_are_all_named() {
        assertThat(Misspelt.meant("loud", List.of("load", "loads", "lout"))).containsExactly("load", "lout");
    }
}
