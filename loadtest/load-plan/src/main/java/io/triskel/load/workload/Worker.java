package io.triskel.load.workload;

import java.util.function.IntPredicate;

/**
 * One of the processes that send a workload together. All make the same plan of arrivals and keys from the same seed, and each sends what
 * has its own keys: so a key is sent by one process alone, and all of them together send just what one process would.
 *
 * @param index from 0
 * @param count of all workers
 */
public record Worker(int index, int count) {
    /** The only one. */
    public static final Worker ALONE = new Worker(0, 1);

    public Worker {
        if (count < 1 || index < 0 || index >= count) {
            throw new IllegalArgumentException(
                    "Of " + count + " workers there is no worker " + index + ": they are numbered from 0");
        }
    }

    /**
     * {@return which keys are this worker's} The hottest key is the first worker's, with as many others as make up an even part; the other
     * workers share the rest by turns.
     *
     * @throws IllegalArgumentException if a worker would have no key, or no event: why, for people
     */
    public IntPredicate owns(KeySpread keys) {
        requireShareable(keys);
        if (count == 1) {
            return any -> true;
        }
        int besideTheHottest = besideTheHottest(keys);
        return key -> index == (key <= besideTheHottest ? 0 : 1 + (key - besideTheHottest - 1) % (count - 1));
    }

    /**
     * Checks that each of so many workers has a key, and events.
     *
     * @throws IllegalArgumentException if not: why, for people
     */
    public void requireShareable(KeySpread keys) {
        if (keys.count() < count) {
            throw new IllegalArgumentException("Workers share the keys, and each needs one: there are " + count
                    + " workers and " + keys.count() + " keys. Raise keys.count, or take fewer workers");
        }
        if (count > 1 && keys.hottest() >= 1) {
            throw new IllegalArgumentException("The hottest key has all events, and a key is one worker's: there are "
                    + count + " workers. Lower keys.hottest, or take one worker");
        }
    }

    /** {@return which share of all events has this worker's keys} */
    public double share(KeySpread keys) {
        if (count == 1) {
            return 1;
        }
        int besideTheHottest = besideTheHottest(keys);
        if (index == 0) {
            return keys.hottest() + besideTheHottest * shareOfAnother(keys);
        }
        int shared = keys.count() - 1 - besideTheHottest;
        int turns = shared / (count - 1) + (index - 1 < shared % (count - 1) ? 1 : 0);
        return turns * shareOfAnother(keys);
    }

    private int besideTheHottest(KeySpread keys) {
        double room = 1.0 / count - keys.hottest();
        long even = room <= 0 ? 0 : Math.round(room / shareOfAnother(keys));
        return (int) Math.min(even, keys.count() - count);
    }

    private static double shareOfAnother(KeySpread keys) {
        return keys.count() == 1 ? 0 : (1 - keys.hottest()) / (keys.count() - 1);
    }
}
