package io.triskel.codec;

import io.triskel.event.EventType;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The typed data of the codec's tests: one of each kind of component. */
record OrderPlaced(
        String orderId,
        String customer,
        BigDecimal total,
        int items,
        long points,
        boolean express,
        double weight,
        Channel channel,
        Instant at,
        Optional<String> note,
        List<Line> lines) {
    static final EventType TYPE = EventType.of("orders.order-placed", 1);

    enum Channel {
        WEB,
        SHOP
    }

    record Line(String sku, int quantity, BigDecimal price) {}

    /** A question, and no data. */
    public boolean isLarge() {
        return items > 10;
    }

    static OrderPlaced example() {
        return new OrderPlaced(
                "o-1",
                "Zoë",
                new BigDecimal("19.90"),
                2,
                1L << 40,
                true,
                0.25,
                Channel.WEB,
                Instant.parse("2026-01-31T08:15:30.123456789Z"),
                Optional.empty(),
                List.of(new Line("sku-1", 1, new BigDecimal("9.95")), new Line("sku-2", 1, new BigDecimal("9.95"))));
    }
}
