package io.triskel.hosting.manifest;

import io.triskel.hosting.function.FunctionRole;
import java.util.List;
import java.util.Optional;

/** What a manifest of a cloud that does not exist has of its own. */
record MoonParts(Stream stream, List<String> rebuilds, List<Function> functions)
        implements ManifestParts<MoonParts.Function> {
    static final MoonParts NOTHING = new MoonParts(new Stream("orders", "orders", Count.of(1)), List.of(), List.of());

    @Override
    public List<String> rebuildingConsumers() {
        return rebuilds;
    }

    record Stream(String name, String alias, Count memory) {}

    record Function(
            String name,
            FunctionRole role,
            boolean enabled,
            Optional<String> consumer,
            Access access,
            Environment environment)
            implements ManifestFunction {
        @Override
        public boolean letsAnybodyIn() {
            return access.isPublic();
        }

        Function disabled() {
            return new Function(name, role, false, consumer, access, environment);
        }
    }

    static Function function(FunctionRole role, String name, Environment environment) {
        return new Function(
                name,
                role,
                true,
                role == FunctionRole.EVENTS ? Optional.of(name.replace("second-", "")) : Optional.empty(),
                Access.CHOSEN,
                environment);
    }
}
