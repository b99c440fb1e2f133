package io.triskel.console;

import io.triskel.event.Envelope;
import io.triskel.event.Page;
import io.triskel.memory.InMemoryPlatform;
import io.triskel.memory.InMemoryPump;
import io.triskel.projection.History;
import io.triskel.projection.Rebuild;
import io.triskel.projection.View;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Rebuilds views of a platform in memory, whose stores have all events. */
final class InMemoryRebuilds implements Console.Rebuilds {
    private static final int DROPPED_AT_ONCE = 500;

    private final InMemoryPlatform platform;

    InMemoryRebuilds(InMemoryPlatform platform) {
        this.platform = platform;
    }

    @Override
    public Running begin(View<?> view) {
        view.unfinishedRebuild(generation -> {}).ifPresent(left -> {
            while (left.mayEnd() && left.dropOld(DROPPED_AT_ONCE) > 0) {
                // until none is left
            }
        });
        AtomicLong read = new AtomicLong();
        History history = platform.history();
        Rebuild<?> rebuild = view.rebuild((after, limit) -> counted(history, after, limit, read), generation -> {});
        return new InThisProcess(platform, rebuild, platform.subscribe(rebuild), read);
    }

    private static Page<Envelope<?>> counted(History history, Optional<String> after, int limit, AtomicLong read) {
        Page<Envelope<?>> page = history.read(after, limit);
        read.addAndGet(page.items().size());
        return page;
    }

    private record InThisProcess(InMemoryPlatform platform, Rebuild<?> rebuild, InMemoryPump pump, AtomicLong events)
            implements Running {
        @Override
        public boolean readBus() {
            pump.drain();
            return pump.isDrained();
        }

        @Override
        public long read() {
            return events.get();
        }

        @Override
        public void close() {
            platform.bus().unsubscribe(rebuild.name());
        }
    }
}
