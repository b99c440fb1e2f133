package io.triskel.hosting.manifest;

import io.triskel.hosting.function.FunctionRole;
import java.util.List;
import java.util.Optional;

/**
 * A cloud's own part of a manifest: a record whose components are the fields, in their order.
 *
 * @param <F> its functions
 */
public interface ManifestParts<F extends ManifestFunction> {
    /** {@return all functions of the package} */
    List<F> functions();

    /** {@return the functions of this role that are in use} */
    default List<F> functions(FunctionRole role) {
        return functions().stream()
                .filter(function -> function.enabled() && function.role() == role)
                .toList();
    }

    /** {@return how many hours the bus keeps events, if it drops them} */
    default Optional<Count> busRetention() {
        return Optional.empty();
    }

    /** {@return the environments of all functions} */
    default List<Environment> environments() {
        return List.of();
    }

    /** {@return the consumers that rebuild a view, where they read the bus by their own names} */
    default List<String> rebuildingConsumers() {
        return List.of();
    }

    /** {@return the subscriptions by which a view is rebuilt, where they have names of their own} */
    default List<String> rebuildingSubscriptions() {
        return List.of();
    }
}
