package io.triskel.orders.deployed;

import io.triskel.console.Console;
import io.triskel.hosting.operation.Past;
import io.triskel.hosting.operation.ViewRebuild;
import io.triskel.orders.view.OrderRow;
import io.triskel.platform.Platform;
import io.triskel.projection.History;
import io.triskel.projection.Rebuild;
import io.triskel.projection.View;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Rebuilds the order view of a deployed pipeline from its archive and then from its bus, as {@code ./triskel ops} does. One rebuild at a
 * time: the archive that was opened last belongs to the bus that is followed next.
 */
final class PastRebuilds implements Console.Rebuilds {
    private final View<OrderRow> view;
    private final Platform platform;
    private final Supplier<Past> past;
    private Optional<ViewRebuild<OrderRow>> begun = Optional.empty();

    /** @param past asked when a rebuild begins; an {@link IllegalArgumentException} says what the environment lacks */
    PastRebuilds(View<OrderRow> view, Platform platform, Supplier<Past> past) {
        this.view = view;
        this.platform = platform;
        this.past = past;
    }

    @Override
    public synchronized History history() {
        try {
            ViewRebuild<OrderRow> rebuild = new ViewRebuild<>(view, platform, past.get(), read -> {});
            begun = Optional.of(rebuild);
            return rebuild.history();
        } catch (IllegalArgumentException lacks) {
            throw new IllegalStateException(lacks.getMessage(), lacks);
        }
    }

    @Override
    public synchronized Bus follow(Rebuild<?> rebuild) {
        ViewRebuild.Bus bus = begun.orElseThrow().follow(rebuild);
        return new Bus() {
            @Override
            public boolean read() {
                return bus.read();
            }

            @Override
            public void close() {
                bus.close();
            }
        };
    }
}
