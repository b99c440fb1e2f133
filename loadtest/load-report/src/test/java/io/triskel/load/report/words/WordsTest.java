package io.triskel.load.report.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "0, 0",
                "1190, \"1,190\"",
                "41.3, 41",
                "7.44, 7.4",
                "7, 7",
                "0.31, 0.31",
                "0.0042, 0.0042",
                "0.996, 1",
                "9.96, 10",
                "0.00000001, <0.000001"
            })
    void a_number_has_about_three_digits(double value, String words) {
        assertThat(Words.number(value)).isEqualTo(words);
    }

    @Test
    void zero_is_zero_and_absent_is_a_dash() {
        assertThat(Words.number(OptionalDouble.of(0))).isEqualTo("0");
        assertThat(Words.number(OptionalDouble.empty())).isEqualTo("–");
    }

    @ParameterizedTest
    @CsvSource({"60, 0.06 ms", "412000, 412 ms", "1190000, 1.2 s", "2000000, 2 s", "95000000, 95 s"})
    void a_time_has_the_unit_that_suits_it(double micros, String words) {
        assertThat(Words.micros(micros)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({"1024, 1.02 kB", "512000, 512 kB", "8388608, 8.39 MB", "4000000000, 4 GB"})
    void bytes_are_decimal_as_providers_count(double bytes, String words) {
        assertThat(Words.bytes(bytes)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({
        "share, 0.034, 3.4 %",
        "of rate, 0.05, 5 % of the rate",
        "ms, 1200, 1.2 s",
        "events, 3, 3 events",
        "%, 3.4, 3.4 %"
    })
    void a_value_has_its_unit(String unit, double value, String words) {
        assertThat(Words.with(unit, value)).isEqualTo(words);
    }

    @Test
    void names_of_the_code_become_words() {
        assertThat(Words.spaced("scheduleDelayP99")).isEqualTo("schedule delay p99");
        assertThat(Words.spaced("send-to-handler")).isEqualTo("send to handler");
    }

    @Test
    void a_list_ends_with_and() {
        assertThat(Words.list(List.of("a", "b", "c"))).isEqualTo("a, b and c");
        assertThat(Words.list(List.of("a"))).isEqualTo("a");
        assertThat(Words.list(List.of())).isEmpty();
    }

    @Test
    void a_simulated_cloud_is_called_so() {
        assertThat(TargetName.of("sim-gcp")).isEqualTo("Google, simulated");
        assertThat(TargetName.look("sim-gcp")).isEqualTo("gcp");
        assertThat(TargetName.look("anything")).isEqualTo("memory");
    }
}
