package io.triskel.evolution;

import io.triskel.codec.JsonObject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * How a class differs from the one that wrote what is stored.
 *
 * @param what the change
 * @param yesterday the class that wrote it
 * @param today the class that reads it
 * @param stored what was written
 * @param read what the upcaster makes of it
 */
record Change<Y, T>(
        String what, Class<Y> yesterday, Class<T> today, Y stored, T read, UnaryOperator<JsonObject> upcaster) {

    record Order(String id, BigDecimal total) {}

    record WithCurrency(String id, BigDecimal total, String currency) {}

    record WithNote(String id, BigDecimal total, Optional<String> note) {}

    record Renamed(String id, BigDecimal price) {}

    record RenamedOptional(String id, Optional<BigDecimal> price) {}

    record WithoutTotal(String id) {}

    record OfInt(String id, int total) {}

    record OfDouble(String id, double total) {}

    enum Colours {
        RED,
        GREEN
    }

    enum Red {
        RED
    }

    record Coloured(Colours colour) {}

    record RedOnly(Red colour) {}

    record Flat(String id, String street, String city) {}

    record Nested(String id, Address address) {}

    record Address(String street, String city) {}

    record NestedOptional(String id, Optional<Address> address) {}

    static final Order ORDER = new Order("o-1", new BigDecimal("1.50"));

    /** Neither a reader that ignores unknown members nor one that needs them can read these without an upcaster. */
    static final List<Change<?, ?>> BREAKING = List.of(
            new Change<>(
                    "a component added",
                    Order.class,
                    WithCurrency.class,
                    ORDER,
                    new WithCurrency("o-1", new BigDecimal("1.50"), "EUR"),
                    old -> old.set("currency", "EUR")),
            new Change<>(
                    "a component renamed",
                    Order.class,
                    Renamed.class,
                    ORDER,
                    new Renamed("o-1", new BigDecimal("1.50")),
                    old -> old.rename("total", "price")),
            new Change<>(
                    "a component narrowed to int",
                    Order.class,
                    OfInt.class,
                    ORDER,
                    new OfInt("o-1", 2),
                    old -> old.set(
                            "total",
                            old.number("total")
                                    .setScale(0, RoundingMode.HALF_EVEN)
                                    .longValueExact())),
            new Change<>(
                    "a constant gone",
                    Coloured.class,
                    RedOnly.class,
                    new Coloured(Colours.GREEN),
                    new RedOnly(Red.RED),
                    old -> old.set("colour", "RED")),
            new Change<>(
                    "a record split",
                    Flat.class,
                    Nested.class,
                    new Flat("o-1", "Rue des Lilas", "Lille"),
                    new Nested("o-1", new Address("Rue des Lilas", "Lille")),
                    old -> old.nest("address", "street", "city")));

    /** An event's reader ignores what is lost here, and a reader that writes again must not. */
    static final List<Change<?, ?>> LOSING = List.of(
            new Change<>(
                    "a component removed",
                    Order.class,
                    WithoutTotal.class,
                    ORDER,
                    new WithoutTotal("o-1"),
                    old -> old.remove("total")),
            new Change<>(
                    "a component renamed, and optional",
                    Order.class,
                    RenamedOptional.class,
                    ORDER,
                    new RenamedOptional("o-1", Optional.of(new BigDecimal("1.50"))),
                    old -> old.rename("total", "price")),
            new Change<>(
                    "a record split, and optional",
                    Flat.class,
                    NestedOptional.class,
                    new Flat("o-1", "Rue des Lilas", "Lille"),
                    new NestedOptional("o-1", Optional.of(new Address("Rue des Lilas", "Lille"))),
                    old -> old.nest("address", "street", "city")));

    /** An event's reader rounds this. */
    static final Change<?, ?> ROUNDING = new Change<>(
            "a component narrowed to double",
            Order.class,
            OfDouble.class,
            new Order("o-1", new BigDecimal("12345678901234567.89")),
            new OfDouble("o-1", 1.2e16),
            old -> old.set("total", new BigDecimal("1.2e16")));

    /** Nothing is lost or changed, so no upcaster is needed. */
    static final List<Change<?, ?>> HARMLESS = List.of(
            new Change<>(
                    "a component added, and optional",
                    Order.class,
                    WithNote.class,
                    ORDER,
                    new WithNote("o-1", new BigDecimal("1.50"), Optional.empty()),
                    old -> old),
            new Change<>(
                    "a component narrowed, and the number fits",
                    Order.class,
                    OfDouble.class,
                    ORDER,
                    new OfDouble("o-1", 1.5),
                    old -> old),
            new Change<>("nothing", Order.class, Order.class, ORDER, ORDER, old -> old));

    @Override
    public String toString() {
        return what;
    }
}
