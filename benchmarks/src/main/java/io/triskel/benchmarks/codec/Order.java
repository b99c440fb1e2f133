package io.triskel.benchmarks.codec;

import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventKind;
import io.triskel.event.EventType;
import io.triskel.event.Metadata;
import io.triskel.event.Metadata.TraceContext;
import io.triskel.event.OrderingKey;
import io.triskel.event.StreamId;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The typed data that all competitors carry, about 200 bytes or 1 KiB of JSON, and the one envelope around it. */
public record Order(
        String orderId, String customerId, String currency, long totalCents, boolean express, List<Line> lines) {
    /** A line of an order. */
    public record Line(String sku, String name, int quantity, long priceCents) {}

    static final EventType TYPE = EventType.of("orders.order-placed", 1);

    static Order of(int bytes) {
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < (bytes < 1000 ? 1 : 12); i++) {
            lines.add(new Line("sku-10" + (10 + i), "Espresso beans " + i, 1 + i, 1_295L + i));
        }
        return new Order("order-000042", "customer-0815", "EUR", 123_456, true, List.copyOf(lines));
    }

    Envelope<Order> envelope() {
        return new Envelope<>(
                new EventId("https://shop.example/ordering", "4f0c2f0e-7a57-4f3a-9f6e-0d5a3b1c2d4e"),
                TYPE,
                Optional.of(orderId),
                Optional.of(OffsetDateTime.parse("2026-01-31T08:15:30.123456Z")),
                Optional.of(new OrderingKey(orderId)),
                new EventKind.Sourced(new StreamId(orderId), 7),
                Metadata.empty()
                        .withCorrelation("9d7f3c1a-1c7e-4a46-8f6d-2f0f4a8a9b1c")
                        .withCausation("0c9a4e5f-5b0e-4d8b-a7d4-6f1c2b3a4d5e")
                        .withTrace(Optional.of(
                                TraceContext.of("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"))),
                this);
    }
}
