package io.triskel.spi;

import io.triskel.event.ForAdapters;
import io.triskel.publish.RepeatingPublisher.Waiter;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * How a thread waits between tries. Sleep, chance and time are given, so that a test needs none of them.
 *
 * @param chance 0 or more, less than 1
 * @param nanos the time that has passed, from any origin
 */
@ForAdapters
public record Pauses(Waiter waiter, DoubleSupplier chance, LongSupplier nanos) {
    /** {@return pauses that block the thread} */
    public static Pauses blocking(DoubleSupplier chance) {
        return new Pauses(Waiter.blocking(), chance, System::nanoTime);
    }

    /** {@return a random part of this time, but not none of it} */
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
