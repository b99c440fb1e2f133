package io.triskel.orders.pipeline;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How the services cooperate on an order. */
public enum Style {
    /** A saga, with commands. */
    ORCHESTRATION,
    /** No orchestrator: the services react to each other's events. */
    CHOREOGRAPHY;

    /** {@return the name in options and reports} */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** {@return the names of all styles, that of orchestration first} */
    public static List<String> names() {
        return Stream.of(values()).map(Style::text).toList();
    }

    /** {@return the style of this name} */
    public static Optional<Style> named(String name) {
        return Stream.of(values()).filter(style -> style.text().equals(name)).findFirst();
    }
}
