package io.triskel.orders.contracts;

import java.util.ArrayList;
import java.util.List;

/** About thirty orders that end in every possible way, for comparing targets. */
public final class FewOrders {
    /** Figures of a summary that depend neither on the target nor on the faults of a run. */
    public static final List<String> SAME_EVERYWHERE = List.of(
            "complete",
            "ordersByState",
            "eventsByType",
            "sagasByEnding",
            "parked",
            "invalidLines",
            "repeatedOrders",
            "cancellationsRefused",
            "notifications",
            "viewRebuiltEqual",
            "lost",
            "doubled",
            "orderViolations",
            "revenueCents");

    /**
     * Those of choreography, where payment says that it wants an amount only if the go-ahead comes first, so that the number of events
     * depends on who is faster.
     */
    public static final List<String> SAME_IN_CHOREOGRAPHY = SAME_EVERYWHERE.stream()
            .filter(figure -> !figure.equals("eventsByType"))
            .toList();

    private FewOrders() {}

    /** {@return the lines of the input} */
    public static List<String> lines() {
        List<String> lines = new ArrayList<>(List.of(
                "{\"kind\":\"product\",\"product\":\"P-1\",\"version\":1,\"name\":\"Tea\",\"prices\":[100]}",
                "{\"kind\":\"product\",\"product\":\"P-2\",\"version\":1,\"name\":\"Jam\",\"prices\":[300]}",
                "{\"kind\":\"stock\",\"product\":\"P-1\",\"delivery\":\"D-1\",\"quantity\":1000}",
                "{\"kind\":\"stock\",\"product\":\"P-2\",\"delivery\":\"D-2\",\"quantity\":1000}",
                "not a line"));
        for (int i = 1; i <= 22; i++) {
            lines.add(order("shipped-" + i, i % 2 == 0 ? "P-1" : "P-2", 1 + i % 3, 10_000, true));
        }
        lines.add(order("shipped-1", "P-2", 2, 10_000, true));
        lines.add(order("declined-1", "P-1", 5, 100, true));
        lines.add(order("declined-2", "P-2", 5, 100, true));
        lines.add(order("no-stock", "P-1", 2000, 1_000_000, true));
        lines.add(order("unknown-product", "P-9", 1, 1000, true));
        lines.add(order("silent", "P-1", 1, 1000, false));
        lines.add(order("withdrawn", "P-2", 1, 1000, false));
        lines.add("{\"kind\":\"cancel\",\"order\":\"withdrawn\"}");
        lines.add("{\"kind\":\"cancel\",\"order\":\"shipped-2\"}");
        lines.add("{\"kind\":\"cancel\",\"order\":\"never-placed\"}");
        return lines;
    }

    /** {@return the lines of fewer orders, with two customers who pay with three cards each, and one who pays with two} */
    static List<String> withSeveralCards() {
        List<String> lines = new ArrayList<>(lines().subList(0, 4));
        for (int i = 0; i < 16; i++) {
            int customer = i % 4;
            int cards = List.of(3, 3, 2, 1).get(customer);
            lines.add(order("shipped-" + i, "P-1", 1 + i % 3, 10_000, true)
                    .replace("C-shipped-" + i, "C-" + customer)
                    .replace("card-1", "card-" + i / 4 % cards));
        }
        lines.add(order("declined-1", "P-1", 5, 100, true));
        lines.add(order("no-stock", "P-1", 2000, 1_000_000, true));
        lines.add(order("silent", "P-1", 1, 1000, false));
        return lines;
    }

    private static String order(String id, String product, int quantity, int limit, boolean answers) {
        return ("{\"kind\":\"order\",\"order\":\"%s\",\"customer\":{\"id\":\"C-%s\",\"name\":\"Ada\","
                        + "\"email\":\"ada@example.com\"},\"lines\":[{\"product\":\"%s\",\"price\":1,\"quantity\":%d}],"
                        + "\"payment\":{\"card\":\"card-1\",\"limit\":%d,\"answers\":%s}}")
                .formatted(id, id, product, quantity, limit, answers);
    }
}
