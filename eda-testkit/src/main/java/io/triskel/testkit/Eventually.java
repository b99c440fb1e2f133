package io.triskel.testkit;

import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Retries a query until its result is right, because an index of a store may lag behind its rows. */
final class Eventually {
    private Eventually() {}

    /** {@return the first right result; the test fails if there is none in time} */
    static <T> T ask(Duration patience, Supplier<T> question, Predicate<T> right) {
        long end = System.nanoTime() + patience.toNanos();
        T last = question.get();
        while (!right.test(last)) {
            if (System.nanoTime() > end) {
                fail("Waited %s for the expected result; the last one was %s", patience, last);
            }
            LockSupport.parkNanos(1_000_000);
            last = question.get();
        }
        return last;
    }
}
