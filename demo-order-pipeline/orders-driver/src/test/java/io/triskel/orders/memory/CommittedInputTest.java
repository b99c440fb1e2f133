package io.triskel.orders.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.orders.memory.Runs.Outcome;
import io.triskel.orders.pipeline.Style;
import io.triskel.orders.run.DemoResult;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The committed orders from end to end: what comes of them is the same in both styles, whatever goes wrong on the way. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommittedInputTest {
    private final List<String> lines = Runs.committed();
    private Outcome calm = Runs.of(Style.ORCHESTRATION, Chaos.none(), List.of());
    private Outcome choreography = calm;

    @BeforeAll
    void run_without_chaos() {
        calm = Runs.of(Style.ORCHESTRATION, Chaos.none(), lines);
        choreography = Runs.of(Style.CHOREOGRAPHY, Chaos.none(), lines);
    }

    @Test
    void every_order_ends_as_its_line_says() {
        DemoResult result = calm.result();

        assertThat(result.complete()).isTrue();
        assertThat(result.ordersByState()).isEqualTo(Map.of("shipped", 935L, "rejected", 219L, "cancelled", 46L));
        assertThat(result.figures().sagasByEnding()).isEqualTo(Map.of("completed", 935L, "compensated", 204L));
        assertThat(result.figures().parked()).isZero();
        assertThat(result.repeatedOrders()).isEqualTo(13);
        assertThat(result.cancellationsRefused()).isEqualTo(6);
        assertThat(calm.invalid())
                .containsExactly(
                        "583: not JSON: Unexpected end-of-input in field name",
                        "1000: not JSON: Unexpected end-of-input in field name",
                        "1423: not JSON: Unexpected end-of-input in field name");
    }

    @Test
    void each_event_of_a_shipped_order_happened_once() {
        Map<String, Long> events = calm.result().figures().eventsByType();

        assertThat(events)
                .containsEntry("orders.order-shipped.v1", 935L)
                .containsEntry("orders.payment-charged.v1", 935L)
                .containsEntry("orders.order-news.v1", 1200L)
                .doesNotContainKey("orders.payment-refunded.v1");
    }

    @Test
    void customers_of_valid_orders_are_told_and_revenue_is_that_of_shipped_orders() {
        DemoResult result = calm.result();
        long shipped = calm.rows().stream()
                .filter(row -> row.status().text().equals("shipped"))
                .mapToLong(row -> row.cents())
                .sum();

        assertThat(result.figures().notifications())
                .isEqualTo(calm.rows().stream()
                        .filter(row -> row.contact().isPresent())
                        .count());
        assertThat(result.revenueByProduct().values().stream()
                        .mapToLong(total -> total.getOrDefault("revenue", 0L))
                        .sum())
                .isEqualTo(shipped);
    }

    @Test
    void choreography_comes_to_the_same() {
        assertThat(choreography.result().figures().sagasByEnding())
                .isEqualTo(Map.of("answered", 994L, "given-up", 43L, "voided", 46L));
        assertThat(choreography.rows())
                .extracting(row -> row.order() + row.status() + row.reason())
                .isEqualTo(calm.rows().stream()
                        .map(row -> row.order() + row.status() + row.reason())
                        .toList());
        assertThat(choreography.result().revenueByProduct())
                .isEqualTo(calm.result().revenueByProduct());
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    void consumers_that_work_side_by_side_come_to_the_same(Style style) {
        Outcome alone = style == Style.ORCHESTRATION ? calm : choreography;

        Outcome together = Runs.sideBySide(style, 4, lines);

        assertThat(together.result().complete()).isTrue();
        assertThat(together.finalState()).isEqualTo(alone.finalState());
        if (style == Style.ORCHESTRATION) {
            assertThat(together.result().figures().eventsByType())
                    .isEqualTo(alone.result().figures().eventsByType());
        }
    }

    static Stream<Arguments> chaos() {
        Stream<Arguments> one = Stream.of(Arguments.of(Style.ORCHESTRATION, 1));
        return Boolean.getBoolean("triskel.thorough")
                ? Stream.concat(
                        one, Stream.of(Arguments.of(Style.ORCHESTRATION, 2), Arguments.of(Style.CHOREOGRAPHY, 3)))
                : one;
    }

    @ParameterizedTest
    @MethodSource("chaos")
    void chaos_changes_nothing(Style style, long seed) {
        Outcome chaotic = Runs.of(style, Chaos.seeded(seed), lines);
        DemoResult result = chaotic.result();

        assertThat(chaotic.rows())
                .extracting(row -> row.order() + row.status() + row.reason() + row.lines())
                .isEqualTo(calm.rows().stream()
                        .map(row -> row.order() + row.status() + row.reason() + row.lines())
                        .toList());
        assertThat(result.revenueByProduct()).isEqualTo(calm.result().revenueByProduct());
        assertThat(result.figures().notifications())
                .isEqualTo(calm.result().figures().notifications());
        if (style == Style.ORCHESTRATION) {
            assertThat(chaotic.finalState()).isEqualTo(calm.finalState());
            assertThat(result.figures().eventsByType())
                    .isEqualTo(calm.result().figures().eventsByType());
        }
        assertThat(result.figures().duplicatesSuppressed().orElseThrow())
                .as("chaos did something")
                .isPositive();
        assertThat(result.figures().parkedEver()).as("chaos parked something").isPositive();
    }
}
