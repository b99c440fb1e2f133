package io.triskel.load.traffic;

import io.triskel.load.workload.KeySpread;
import io.triskel.load.workload.Worker;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;

/** Which key the next event has: at random by the shares of the workload, the same for the same seed. For one thread. */
public final class KeyChoice {
    private static final int NOT_CHOSEN = -1;

    private final SplittableRandom random;
    private final KeySpread keys;
    private final boolean skewed;
    private final IntPredicate own;
    private int next = NOT_CHOSEN;

    /** Key 0 is the hottest. */
    public KeyChoice(KeySpread keys, long seed) {
        this(keys, seed, Worker.ALONE);
    }

    /**
     * As above, for one of several workers, which all choose the same keys.
     *
     * @throws IllegalArgumentException if there are fewer keys than workers
     */
    public KeyChoice(KeySpread keys, long seed, Worker worker) {
        this.keys = keys;
        this.skewed = keys.count() > 1 && keys.hottest() * keys.count() > 1 + 1e-9;
        this.random = new SplittableRandom(seed);
        this.own = worker.owns(keys);
    }

    /** {@return whether the next key is this worker's, without taking it} */
    boolean isNextOwn() {
        return own.test(peek());
    }

    /** {@return a key's number, from 0} */
    public int next() {
        int taken = peek();
        next = NOT_CHOSEN;
        return taken;
    }

    private int peek() {
        if (next == NOT_CHOSEN) {
            next = choose();
        }
        return next;
    }

    private int choose() {
        if (!skewed) {
            return random.nextInt(keys.count());
        }
        return random.nextDouble() < keys.hottest() ? 0 : 1 + random.nextInt(keys.count() - 1);
    }
}
