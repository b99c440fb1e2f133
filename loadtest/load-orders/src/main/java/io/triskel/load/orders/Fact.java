package io.triskel.load.orders;

import io.triskel.event.EventType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** An event of an order that its pipeline publishes at most once. */
enum Fact {
    PLACED("order-placed"),
    RESERVED("stock-reserved"),
    CHARGED("payment-charged"),
    CONFIRMED("order-confirmed"),
    SHIPPED("order-shipped"),
    REJECTED("order-rejected"),
    CANCELLED("order-cancelled");

    /** The life of an order that is shipped. */
    static final List<Fact> SHIPMENT = List.of(PLACED, RESERVED, CHARGED, CONFIRMED, SHIPPED);

    /** The facts that finish an order: each is its last. */
    static final List<Fact> ENDINGS = List.of(SHIPPED, REJECTED, CANCELLED);

    private final String name;

    Fact(String name) {
        this.name = name;
    }

    EventType type() {
        return EventType.of("orders." + name, 1);
    }

    boolean isEnding() {
        return ENDINGS.contains(this);
    }

    /** {@return the fact just before it in {@link #SHIPMENT}; empty if there is none} */
    Optional<Fact> before() {
        int place = SHIPMENT.indexOf(this);
        return place > 0 ? Optional.of(SHIPMENT.get(place - 1)) : Optional.empty();
    }

    /** {@return the fact just after it in {@link #SHIPMENT}; empty if there is none} */
    Optional<Fact> after() {
        int place = SHIPMENT.indexOf(this);
        return place >= 0 && place < SHIPMENT.size() - 1 ? Optional.of(SHIPMENT.get(place + 1)) : Optional.empty();
    }

    /** {@return the stage that ends with it, from the fact before it or from sending} */
    String stage() {
        return before().map(Fact::word).orElse("send") + "-to-" + word();
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
