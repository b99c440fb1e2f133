package io.triskel.load.measure;

import io.triskel.load.workload.KeySpread;
import io.triskel.load.workload.Worker;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** That several workers load one bus: whose key is whose, and how quick the quickest event of each was. Safe for threads. */
public final class Sharing {
    private static final long NONE = Long.MAX_VALUE;

    private final Worker worker;
    private final IntUnaryOperator owner;
    private final long[] quickest;

    /** @throws IllegalArgumentException if they cannot share these keys */
    public Sharing(Worker worker, KeySpread keys) {
        this.worker = worker;
        this.owner = worker.owner(keys);
        this.quickest = new long[worker.count()];
        Arrays.fill(quickest, NONE);
    }

    Worker worker() {
        return worker;
    }

    boolean isOwn(int key) {
        return owner.applyAsInt(key) == worker.index();
    }

    /** Notes how long an event took from its sender to this worker, by the clocks of both. */
    void took(int key, long nanos) {
        int sender = owner.applyAsInt(key);
        // Read without the lock first, since hardly any event is the quickest.
        if (nanos < quickest[sender]) {
            synchronized (quickest) {
                quickest[sender] = Math.min(quickest[sender], nanos);
            }
        }
    }

    Map<Integer, Long> quickest() {
        Map<Integer, Long> noted = new TreeMap<>();
        synchronized (quickest) {
            IntStream.range(0, quickest.length)
                    .filter(each -> quickest[each] != NONE)
                    .forEach(each -> noted.put(each, quickest[each]));
        }
        return noted;
    }
}
