package io.triskel.orders.manifest;

import io.triskel.orders.function.FunctionRole;
import io.triskel.orders.pipeline.PortUses;
import io.triskel.orders.pipeline.Style;
import java.util.List;
import java.util.Optional;

/** What every cloud's manifest says of a function. */
public interface ManifestFunction {
    /** {@return the names of the functions that call the one behind HTTP, to look orders up} */
    static List<String> callers(Style style) {
        return PortUses.lookingUp(style).stream().map(Parameters::named).toList();
    }

    /** {@return its name, as it is deployed} */
    String name();

    /** {@return what calls it} */
    FunctionRole role();

    /** {@return whose events it handles, if its role is that of events} */
    Optional<String> consumer();

    /** {@return what it reads the bus by, where that has a name of its own} */
    default Optional<String> subscription() {
        return Optional.empty();
    }

    /** {@return whether it is in use; only then it is deployed} */
    default boolean enabled() {
        return true;
    }

    /**
     * {@return whether anybody may call it, which only a function behind HTTP allows}
     *
     * @throws IllegalArgumentException if its access is neither closed nor public
     */
    boolean letsAnybodyIn();
}
