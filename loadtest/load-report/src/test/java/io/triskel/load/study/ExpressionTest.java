package io.triskel.load.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.load.size.plan.Range;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionTest {
    private static final Map<String, Range> FIGURES = Map.of(
            "exit.days", Range.exactly(4),
            "exit.a-rate", new Range(500, 550, 600),
            "exit.loss", new Range(-2, 0, 2));

    private static Range value(String text) {
        return Expression.value(text, id -> FIGURES.getOrDefault(id, Range.ZERO));
    }

    @ParameterizedTest
    @CsvSource({
        "1 + 2 * 3, 7, 7",
        "(1 + 2) * 3, 9, 9",
        "8 / 4 / 2, 1, 1",
        "5 - 2 - 1, 2, 2",
        "exit.days * exit.a-rate, 2000, 2400",
        "exit.a-rate - exit.days, 496, 596",
        "exit.a-rate - exit.a-rate, -100, 100",
        "exit.days * exit.loss, -8, 8",
        "100 / exit.days, 25, 25",
        "2.5 * 2, 5, 5",
    })
    void bounds_carry_through(String text, double low, double high) {
        Range value = value(text);

        assertThat(value.low()).isEqualTo(low);
        assertThat(value.high()).isEqualTo(high);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 +|ends where a number or an id is expected",
                "(1 + 2|not closed",
                "1 2|has '2'",
                "1 ^ 2|has '^ 2'",
                "* 2|has '*'",
                "1 / exit.loss|divides by 0",
                "1 / 0|divides by 0",
                "'1)'|has ')'",
            })
    void a_mistake_is_named(String text, String message) {
        assertThatThrownBy(() -> value(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void a_hyphen_within_an_id_is_no_operator() {
        assertThat(value("exit.a-rate").low()).isEqualTo(500);
    }
}
