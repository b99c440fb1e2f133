package io.triskel.spi;

import io.triskel.event.ForAdapters;
import io.triskel.publish.RepeatingPublisher.Waiter;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Makes a thread wait between attempts. Sleep, randomness and time are injected for tests.
 *
 * @param chance returns at least 0 and less than 1
 * @param nanos the time that has passed, from any origin
 */
@ForAdapters
public record Pauses(Waiter waiter, DoubleSupplier chance, LongSupplier nanos) {
    /** {@return pauses that block the thread} */
    public static Pauses blocking(DoubleSupplier chance) {
        return new Pauses(Waiter.blocking(), chance, System::nanoTime);
    }

    /** {@return a random positive part of this time} */
    Duration partOf(Duration most) {
        return Duration.ofNanos((long) (chance.getAsDouble() * most.toNanos()) + 1);
    }

    /** {@return whether the thread waited; if not, it was interrupted, and still is} */
    boolean pause(Duration time) {
        try {
            waiter.pause(time);
            return true;
        } catch (InterruptedException now) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
