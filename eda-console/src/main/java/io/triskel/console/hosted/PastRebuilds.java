package io.triskel.console.hosted;

import io.triskel.console.Console;
import io.triskel.event.Envelope;
import io.triskel.event.Page;
import io.triskel.hosting.operation.Past;
import io.triskel.hosting.operation.ViewRebuild;
import io.triskel.platform.Platform;
import io.triskel.projection.History;
import io.triskel.projection.Rebuild;
import io.triskel.projection.View;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Rebuilds views of an application that runs elsewhere from its archive and then from its bus, as {@code ./triskel ops} does. One rebuild at a
 * time: a deployment keeps the bus's events for one reader.
 */
public final class PastRebuilds implements Console.Rebuilds {
    private final Platform platform;
    private final Supplier<Past> past;
    private Optional<Begun> begun = Optional.empty();

    private record Begun(String view, ViewRebuild<?> rebuild) {}

    /** @param past asked when a rebuild begins; an {@link IllegalArgumentException} says what the environment lacks */
    public PastRebuilds(Platform platform, Supplier<Past> past) {
        this.platform = platform;
        this.past = past;
    }

    @Override
    public synchronized History history(View<?> view) {
        begun.ifPresent(other -> {
            throw new IllegalStateException("view " + other.view() + " is being rebuilt: finish or stop that first");
        });
        try {
            ViewRebuild<?> rebuild = ViewRebuild.of(view, platform, past.get());
            History history = rebuild.history();
            begun = Optional.of(new Begun(view.name(), rebuild));
            return new History() {
                @Override
                public Page<Envelope<?>> read(Optional<String> after, int limit) {
                    return history.read(after, limit);
                }

                @Override
                public void close() {
                    history.close();
                    end();
                }
            };
        } catch (IllegalArgumentException lacks) {
            throw new IllegalStateException(lacks.getMessage(), lacks);
        }
    }

    private synchronized void end() {
        begun = Optional.empty();
    }

    @Override
    public synchronized Bus follow(Rebuild<?> rebuild) {
        ViewRebuild.Bus bus = begun.orElseThrow().rebuild().follow(rebuild);
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
