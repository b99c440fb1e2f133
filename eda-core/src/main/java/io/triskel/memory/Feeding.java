package io.triskel.memory;

import io.triskel.publish.RepeatingPublisher.Waiter;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * Knows which threads a pump feeds handlers on. A handler there does not pause before it publishes again, because a full
 * bus cannot drain while its draining thread waits.
 */
final class Feeding {
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    <T> T whileFeeding(Supplier<T> work) {
        boolean entered = threads.add(Thread.currentThread());
        try {
            return work.get();
        } finally {
            if (entered) {
                threads.remove(Thread.currentThread());
            }
        }
    }

    Waiter around(Waiter real) {
        return new Waiter() {
            @Override
            public void await(Future<?> woken, Duration most) throws InterruptedException {
                real.await(woken, most);
            }

            @Override
            public void pause(Duration time) throws InterruptedException {
                if (!threads.contains(Thread.currentThread())) {
                    real.pause(time);
                }
            }
        };
    }
}
