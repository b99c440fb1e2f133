package io.triskel.local.azure.functions;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimerExpressionTest {
    private static final Instant WEDNESDAY = Instant.parse("2026-11-25T12:58:59.5Z");

    @Test
    void the_next_time_has_every_field_of_the_expression() {
        assertThat(next("0 * * * * *")).isEqualTo("2026-11-25T12:59:00Z");
        assertThat(next("0 */5 * * * *")).isEqualTo("2026-11-25T13:00:00Z");
        assertThat(next("15,45 0 9-17 * * 1-5")).isEqualTo("2026-11-25T13:00:15Z");
        assertThat(next("0 0 0 * * 0")).isEqualTo("2026-11-29T00:00:00Z");
        assertThat(next("0 30 4 1 1 *")).isEqualTo("2027-01-01T04:30:00Z");
        assertThat(next("0 0 0 29 2 *")).isEqualTo("2028-02-29T00:00:00Z");
        assertThat(next("30/10 * * * * *")).isEqualTo("2026-11-25T12:59:30Z");
    }

    @Test
    void a_time_span_is_a_pause() {
        assertThat(next("00:00:10")).isEqualTo("2026-11-25T12:59:09.500Z");
    }

    @Test
    void a_date_that_never_is_never_fires() {
        List<String> problems = new ArrayList<>();

        assertThat(TimerExpression.of("0 0 0 31 2 *", problems).after(WEDNESDAY))
                .isEmpty();
        assertThat(problems).isEmpty();
    }

    @Test
    void what_is_no_expression_is_a_problem() {
        List<String> problems = new ArrayList<>();

        for (String wrong : List.of("* * * * *", "60 * * * * *", "a * * * * *", "5-1 * * * * *", "*/0 * * * * *")) {
            TimerExpression.of(wrong, problems);
        }

        assertThat(problems).hasSize(5);
    }

    private static String next(String expression) {
        return TimerExpression.of(expression, new ArrayList<>())
                .after(WEDNESDAY)
                .orElseThrow()
                .toString();
    }
}
