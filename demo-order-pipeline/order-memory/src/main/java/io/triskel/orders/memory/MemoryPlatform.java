package io.triskel.orders.memory;

import io.triskel.memory.InMemoryBus;
import io.triskel.outbox.Dispatcher;
import io.triskel.platform.Platform;
import io.triskel.platform.Stores;

/** A platform that asks for the keys of personal data each time, so that an operator sees at once who was forgotten. */
final class MemoryPlatform extends Platform {
    MemoryPlatform(Settings settings, Stores stores, InMemoryBus bus) {
        super(settings, stores, () -> bus, stores::personalKeys);
    }

    /** Chaos refuses an event whatever the time, and this platform's clock stands still meanwhile. */
    @Override
    protected Dispatcher.Builder dispatching() {
        return super.dispatching().pause(time -> {});
    }
}
