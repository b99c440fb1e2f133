package io.triskel.load.report.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.load.cloud.Clouds;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
    private static final Words ENGLISH = Words.in(Language.ENGLISH, Clouds.installed());
    private static final Words FRENCH = Words.in(Language.FRENCH, Clouds.installed());

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
        assertThat(ENGLISH.number(value)).isEqualTo(words);
    }

    @Test
    void zero_is_zero_and_absent_is_a_dash() {
        assertThat(ENGLISH.number(OptionalDouble.of(0))).isEqualTo("0");
        assertThat(ENGLISH.number(OptionalDouble.empty())).isEqualTo("–");
    }

    @ParameterizedTest
    @CsvSource({"60, 0.06 ms", "412000, 412 ms", "1190000, 1.2 s", "2000000, 2 s", "95000000, 95 s"})
    void a_time_has_the_unit_that_suits_it(double micros, String words) {
        assertThat(ENGLISH.micros(micros)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({"1024, 1.02 kB", "512000, 512 kB", "8388608, 8.39 MB", "4000000000, 4 GB"})
    void bytes_are_decimal_as_providers_count(double bytes, String words) {
        assertThat(ENGLISH.bytes(bytes)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({
        "share, 0.034, 3.4%",
        "of rate, 0.05, 5% of the rate",
        "ms, 1200, 1.2 s",
        "events, 3, 3 events",
        "%, 3.4, 3.4%"
    })
    void a_value_has_its_unit(String unit, double value, String words) {
        assertThat(ENGLISH.with(unit, value)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-02-03, 3\u00a0février 2026",
        "2026-12-01, 1ᵉʳ\u00a0décembre 2026",
        "2026-01, janvier 2026",
        "2019, 2019",
        "'undated copy, read 2026-11-30', 'copie sans date, lue le 30\u00a0novembre 2026'"
    })
    void a_date_is_written_as_its_language_does(String date, String french) {
        assertThat(FRENCH.dated(date)).isEqualTo(french);
        assertThat(ENGLISH.dated(date)).isEqualTo(date);
    }

    @Test
    void a_title_keeps_its_language_and_says_which_if_it_is_not_the_pages() {
        assertThat(FRENCH.title("Order messages"))
                .isEqualTo(new Title("«\u00a0Order messages\u00a0»", Optional.of("en")));
        assertThat(FRENCH.title("Guide de la sécurité"))
                .isEqualTo(new Title("«\u00a0Guide de la sécurité\u00a0»", Optional.empty()));
        assertThat(ENGLISH.title("Order messages")).isEqualTo(new Title("Order messages", Optional.empty()));
    }

    @Test
    void names_of_the_code_become_words() {
        assertThat(Words.spaced("scheduleDelayP99")).isEqualTo("schedule delay p99");
        assertThat(Words.spaced("send-to-handler")).isEqualTo("send to handler");
    }

    @Test
    void a_list_ends_with_and() {
        assertThat(ENGLISH.list(List.of("a", "b", "c"))).isEqualTo("a, b and c");
        assertThat(ENGLISH.list(List.of("a"))).isEqualTo("a");
        assertThat(ENGLISH.list(List.of())).isEmpty();
    }

    @Test
    void a_simulated_cloud_is_called_so() {
        assertThat(ENGLISH.target("sim-gcp")).isEqualTo("Google, simulated");
        assertThat(ENGLISH.targets().style("sim-gcp")).isEqualTo("gcp");
        assertThat(ENGLISH.targets().style("anything")).isEqualTo("memory");
    }

    @Test
    void french_has_a_narrow_space_between_thousands_and_no_break_before_a_unit() {
        assertThat(FRENCH.count(1_234_567)).isEqualTo("1\u202f234\u202f567");
        assertThat(FRENCH.micros(1_260_000)).isEqualTo("1,3\u00a0s");
        assertThat(FRENCH.percent(0.5)).isEqualTo("50\u00a0%");
        assertThat(FRENCH.money(12_000)).isEqualTo("12\u202f000\u00a0USD");
        assertThat(FRENCH.bytes(1024)).isEqualTo("1,02\u00a0ko");
    }

    @Test
    void a_sentence_that_the_dictionary_does_not_have_is_an_error_and_a_word_of_a_file_is_not() {
        assertThat(FRENCH.term("my-own-phase")).isEqualTo("my-own-phase");
        assertThatThrownBy(() -> FRENCH.say("Never said"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("No fr for: Never said");
    }

    @Test
    void parts_stand_where_the_sentence_wants_them_and_are_not_looked_into() {
        assertThat(ENGLISH.say("{1} before {0}", "{1}", "b")).isEqualTo("b before {1}");
    }
}
