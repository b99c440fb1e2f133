package io.triskel.orders.memory;

import io.triskel.platform.Platform;
import io.triskel.platform.Stores;
import io.triskel.publish.EventBus;
import io.triskel.publish.RepeatingPublisher.Waiter;
import java.time.Duration;
import java.util.concurrent.Future;

/** A platform that asks for the keys of personal data each time, so that an operator immediately sees who was forgotten. */
final class MemoryPlatform extends Platform {
    MemoryPlatform(Settings settings, Stores stores, EventBus bus) {
        super(settings.waiter(new WithoutPauses()), stores, () -> bus, stores::personalKeys);
    }

    /** Chaos refuses an event whatever the time, and this platform's clock stands still meanwhile. */
    private static final class WithoutPauses implements Waiter {
        @Override
        public void await(Future<?> woken, Duration most) throws InterruptedException {
            Waiter.blocking().await(woken, most);
        }

        @Override
        public void pause(Duration time) {}
    }
}
