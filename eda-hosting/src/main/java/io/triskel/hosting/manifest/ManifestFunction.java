package io.triskel.hosting.manifest;

import io.triskel.hosting.PortUse;
import io.triskel.hosting.function.FunctionRole;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The fields of a function in every cloud's manifest. */
public interface ManifestFunction {
    /**
     * {@return the names of the functions that call the one behind HTTP, to follow links}
     *
     * @param uses of ports, by function
     */
    static List<String> callers(Map<String, Set<PortUse>> uses) {
        return uses.keySet().stream()
                .filter(function -> uses.getOrDefault(function, Set.of()).contains(PortUse.LOOK_UP))
                .map(Parameters::named)
                .toList();
    }

    /** {@return its name, as it is deployed} */
    String name();

    /** {@return what calls it} */
    FunctionRole role();

    /** {@return the consumer whose events it handles, if its role is events} */
    Optional<String> consumer();

    /** {@return the name by which it reads the bus, if there is one} */
    default Optional<String> subscription() {
        return Optional.empty();
    }

    /** {@return whether it is in use; only then it is deployed} */
    default boolean enabled() {
        return true;
    }

    /**
     * {@return whether anybody may call it; only a function behind HTTP allows that}
     *
     * @throws IllegalArgumentException if its access is neither closed nor public
     */
    boolean letsAnybodyIn();
}
