package io.triskel.benchmarks.ratio.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
    private static final List<String> NAMES = List.of("publish", "consume", "cold-start");

    @Test
    void without_arguments_everything_is_measured_and_nothing_is_a_failure() {
        Options options = Options.parse(List.of(), NAMES).orElseThrow();

        assertThat(options.asksFor("publish")).isTrue();
        assertThat(options.asksFor("cold-start")).isTrue();
        assertThat(options.strict()).isFalse();
    }

    @Test
    void every_option_is_understood() {
        Optional<Options> options = Options.parse(
                List.of("--rounds", "7", "--warm-ups", "0", "--strict", "--json", "out.json", "publish", "consume"),
                NAMES);

        assertThat(options)
                .contains(new Options(7, 0, true, Optional.of(Path.of("out.json")), Set.of("publish", "consume")));
        assertThat(options.orElseThrow().asksFor("cold-start")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--rounds", "--rounds x", "--json", "--quick", "sing", "--warm-ups -1"})
    void what_is_not_understood_is_not_guessed(String line) {
        assertThat(Options.parse(List.of(line.split(" ")), NAMES)).isEmpty();
    }
}
