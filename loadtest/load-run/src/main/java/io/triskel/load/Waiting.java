package io.triskel.load;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for conditions; each target has an implementation. */
@FunctionalInterface
public interface Waiting {
    /**
     * Returns as soon as the condition holds.
     *
     * @param what completes the sentence "Waited in vain for ..."
     * @throws IllegalStateException if the limit passes first
     */
    void until(String what, Duration limit, BooleanSupplier condition);
}
