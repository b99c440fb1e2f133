package io.triskel.testkit;

import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Asks until the answer is right, since an index of a store may lag behind its rows. */
final class Eventually {
    private Eventually() {}

    /** {@return the first right answer; the test fails if none has come in time} */
    static <T> T ask(Duration patience, Supplier<T> question, Predicate<T> right) {
        long end = System.nanoTime() + patience.toNanos();
        T last = question.get();
        while (!right.test(last)) {
            if (System.nanoTime() > end) {
                fail("Waited %s for an answer that did not come; the last one was %s", patience, last);
            }
            LockSupport.parkNanos(1_000_000);
            last = question.get();
        }
        return last;
    }
}
