package io.triskel.console;

import io.triskel.memory.InMemoryPlatform;
import io.triskel.memory.InMemoryPump;
import io.triskel.projection.History;
import io.triskel.projection.Rebuild;
import io.triskel.projection.View;

/** Rebuilds views of a platform in memory, whose stores have all events. */
record InMemoryRebuilds(InMemoryPlatform platform) implements Console.Rebuilds {
    @Override
    public History history(View<?> view) {
        return platform.history();
    }

    @Override
    public Bus follow(Rebuild<?> rebuild) {
        InMemoryPump pump = platform.subscribe(rebuild);
        return new Bus() {
            @Override
            public boolean read() {
                pump.drain();
                return pump.isDrained();
            }

            @Override
            public void close() {
                platform.bus().unsubscribe(rebuild.name());
            }
        };
    }
}
