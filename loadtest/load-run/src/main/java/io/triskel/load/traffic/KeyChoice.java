package io.triskel.load.traffic;

import io.triskel.load.workload.Keys;
import java.util.SplittableRandom;

/** Which key the next event has: at random by the shares of the workload, the same for the same seed. For one thread. */
public final class KeyChoice {
    private final SplittableRandom random;
    private final Keys keys;
    private final boolean skewed;

    /** Key 0 is the hottest. */
    public KeyChoice(Keys keys, long seed) {
        this.keys = keys;
        this.skewed = keys.count() > 1 && keys.hottest() * keys.count() > 1 + 1e-9;
        this.random = new SplittableRandom(seed);
    }

    /** {@return a key's number, from 0} */
    public int next() {
        if (!skewed) {
            return random.nextInt(keys.count());
        }
        return random.nextDouble() < keys.hottest() ? 0 : 1 + random.nextInt(keys.count() - 1);
    }
}
