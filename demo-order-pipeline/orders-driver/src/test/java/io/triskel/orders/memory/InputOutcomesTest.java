package io.triskel.orders.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.orders.memory.Runs.Outcome;
import io.triskel.orders.pipeline.Style;
import io.triskel.orders.run.DemoResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What comes of which line; the table of docs/demo.md. */
class InputOutcomesTest {
    private static final List<String> SHOP = List.of(
            "{\"kind\":\"product\",\"product\":\"P-1\",\"version\":1,\"name\":\"Tea\",\"prices\":[100]}",
            "{\"kind\":\"stock\",\"product\":\"P-1\",\"delivery\":\"D-1\",\"quantity\":10}");

    private static String order(String id, String product, int quantity, int limit, boolean answers) {
        return ("{\"kind\":\"order\",\"order\":\"%s\",\"customer\":{\"id\":\"C-1\",\"name\":\"Ada\","
                        + "\"email\":\"ada@example.com\"},\"lines\":[{\"product\":\"%s\",\"price\":1,\"quantity\":%d}],"
                        + "\"payment\":{\"card\":\"card-1\",\"limit\":%d,\"answers\":%s}}")
                .formatted(id, product, quantity, limit, answers);
    }

    private static String cancel(String order) {
        return "{\"kind\":\"cancel\",\"order\":\"" + order + "\"}";
    }

    private static Outcome run(Style style, String... lines) {
        List<String> all = new ArrayList<>(SHOP);
        all.addAll(List.of(lines));
        return Runs.of(style, Chaos.none(), all);
    }

    private static String stateOf(Outcome outcome, String order) {
        return outcome.rows().stream()
                .filter(row -> row.order().equals(order))
                .map(row -> row.status().text()
                        + row.reason().map(reason -> ": " + reason).orElse(""))
                .findFirst()
                .orElse("none");
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    void each_order_ends_as_the_table_says(Style style) {
        Outcome outcome = run(
                style,
                order("good", "P-1", 2, 1000, true),
                order("negative", "P-1", -1, 1000, true),
                order("unknown", "P-2", 1, 1000, true),
                order("greedy", "P-1", 11, 10_000, true),
                order("poor", "P-1", 2, 199, true),
                order("silent", "P-1", 1, 1000, false),
                order("regretted", "P-1", 1, 1000, false),
                cancel("regretted"));

        assertThat(stateOf(outcome, "good")).isEqualTo("shipped");
        assertThat(stateOf(outcome, "negative"))
                .isEqualTo("rejected: invalid: a quantity is 1 to 1000, the one of P-1 is -1");
        assertThat(stateOf(outcome, "unknown")).isEqualTo("rejected: invalid: there is no product P-2");
        assertThat(stateOf(outcome, "greedy")).isEqualTo("rejected: out of stock: P-1");
        assertThat(stateOf(outcome, "poor")).isEqualTo("rejected: above the limit of the card");
        assertThat(stateOf(outcome, "silent")).isEqualTo("rejected: charge was not answered in time");
        assertThat(stateOf(outcome, "regretted")).isEqualTo("cancelled");
        assertThat(outcome.result().revenueByProduct()).isEqualTo(Map.of("P-1", Map.of("revenue", 200L, "units", 2L)));
        assertThat(outcome.result().complete()).isTrue();
    }

    @Test
    void an_order_line_that_comes_again_changes_nothing() {
        Outcome outcome =
                run(Style.ORCHESTRATION, order("O-1", "P-1", 1, 1000, true), order("O-1", "P-1", 1, 1000, true));

        assertThat(outcome.result().repeatedOrders()).isEqualTo(1);
        assertThat(outcome.result().ordersByState()).isEqualTo(Map.of("shipped", 1L));
        assertThat(outcome.invalid()).isEmpty();
    }

    @Test
    void another_order_under_an_id_that_is_taken_is_a_broken_line() {
        Outcome outcome =
                run(Style.ORCHESTRATION, order("O-1", "P-1", 1, 1000, true), order("O-1", "P-1", 2, 1000, true));

        assertThat(outcome.invalid()).containsExactly("4: Order O-1 exists already, with other content");
        assertThat(outcome.result().revenueByProduct().get("P-1")).containsEntry("units", 1L);
    }

    @Test
    void cancellations_of_ended_or_unknown_orders_are_refused() {
        Outcome outcome = run(Style.ORCHESTRATION, order("O-1", "P-1", 1, 1000, true), cancel("O-1"), cancel("O-2"));

        assertThat(outcome.result().cancellationsRefused()).isEqualTo(2);
        assertThat(stateOf(outcome, "O-1")).isEqualTo("shipped");
    }

    @Test
    void late_and_repeated_product_lines_change_nothing_and_a_withdrawn_product_stays_withdrawn() {
        Outcome outcome = run(
                Style.ORCHESTRATION,
                "{\"kind\":\"product\",\"product\":\"P-1\",\"version\":3,\"name\":\"Tea\",\"prices\":[100,150]}",
                SHOP.get(0),
                "{\"kind\":\"product\",\"product\":\"P-2\",\"version\":1,\"name\":\"Jam\",\"prices\":[300]}",
                "{\"kind\":\"product\",\"product\":\"P-2\",\"version\":2,\"deleted\":true}",
                "{\"kind\":\"product\",\"product\":\"P-2\",\"version\":1,\"name\":\"Jam\",\"prices\":[300]}",
                order("second-price", "P-1", 1, 1000, true).replace("\"price\":1", "\"price\":2"),
                order("withdrawn", "P-2", 1, 1000, true));

        assertThat(outcome.result().revenueByProduct().get("P-1")).containsEntry("revenue", 150L);
        assertThat(stateOf(outcome, "withdrawn")).isEqualTo("rejected: invalid: product P-2 is withdrawn");
    }

    @Test
    void a_delivery_that_comes_again_comes_in_once() {
        Outcome outcome = run(Style.ORCHESTRATION, SHOP.get(1), order("O-1", "P-1", 11, 10_000, true));

        assertThat(stateOf(outcome, "O-1")).isEqualTo("rejected: out of stock: P-1");
    }

    @Test
    void more_stock_than_can_be_counted_is_a_broken_line() {
        String[] deliveries = IntStream.rangeClosed(1, 1000)
                .mapToObj(i ->
                        "{\"kind\":\"stock\",\"product\":\"P-1\",\"delivery\":\"E-" + i + "\",\"quantity\":1000000}")
                .toArray(String[]::new);

        Outcome outcome = run(Style.ORCHESTRATION, deliveries);

        assertThat(outcome.invalid())
                .containsExactly("1002: Of one product at most 1000000000 come in, of P-1 it would be 1000000010");
    }

    @Test
    void no_lines_at_all_are_a_complete_run() {
        DemoResult result =
                Runs.of(Style.ORCHESTRATION, Chaos.none(), List.of()).result();

        assertThat(result.complete()).isTrue();
        assertThat(result.ordersByState()).isEmpty();
    }
}
