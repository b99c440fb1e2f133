package io.triskel.load.workload;

import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/**
 * One of the processes that send a workload together. All compute the same arrivals and keys from the same seed, and each sends the events
 * of its own keys. So one process alone sends each key, and together they send exactly what a single process would.
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
                    "Worker " + index + " does not exist: " + count + " workers are numbered from 0");
        }
    }

    /**
     * {@return which keys are this worker's} The first worker has the hottest key and as many others as make up an even share; the other
     * workers take turns for the rest.
     *
     * @throws IllegalArgumentException if a worker would have no key, or no event; the message says why
     */
    public IntPredicate owns(KeySpread keys) {
        IntUnaryOperator owner = owner(keys);
        return key -> owner.applyAsInt(key) == index;
    }

    /**
     * {@return the index of the worker that sends a key}
     *
     * @throws IllegalArgumentException as {@link #owns}
     */
    public IntUnaryOperator owner(KeySpread keys) {
        requireShareable(keys);
        if (count == 1) {
            return any -> 0;
        }
        int besideTheHottest = besideTheHottest(keys);
        return key -> key <= besideTheHottest ? 0 : 1 + (key - besideTheHottest - 1) % (count - 1);
    }

    /** {@return whether there are others} */
    public boolean isOneOfSeveral() {
        return count > 1;
    }

    /** {@return whether this worker's consumers read a part of the bus, by its number; together the workers read each once} */
    public boolean reads(int part) {
        return part % count == index;
    }

    /**
     * Checks that each of so many workers has a key, and events.
     *
     * @throws IllegalArgumentException if not; the message says why
     */
    public void requireShareable(KeySpread keys) {
        if (keys.count() < count) {
            throw new IllegalArgumentException("Each worker needs at least one key: there are " + count
                    + " workers and " + keys.count() + " keys. Raise keys.count, or use fewer workers");
        }
        if (count > 1 && keys.hottest() >= 1) {
            throw new IllegalArgumentException(
                    "The hottest key has all events, and only one worker sends a key: there are " + count
                            + " workers. Lower keys.hottest, or use one worker");
        }
    }

    /** {@return the share of all events that has this worker's keys} */
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
