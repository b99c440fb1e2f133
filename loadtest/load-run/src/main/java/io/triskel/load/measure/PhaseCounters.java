package io.triskel.load.measure;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;

/**
 * How many events a phase has, by the time at which they were meant to be sent.
 *
 * @param offered were due
 * @param sent were tried to send, each counted once
 * @param accepted are on the bus
 * @param arrivals have come, per consumer
 */
public record PhaseCounters(LongAdder offered, LongAdder sent, LongAdder accepted, AtomicLongArray arrivals) {
    PhaseCounters(int consumers) {
        this(new LongAdder(), new LongAdder(), new LongAdder(), new AtomicLongArray(consumers));
    }

    void delivered(int consumer) {
        arrivals.incrementAndGet(consumer);
    }

    /** {@return how many have come to the consumer that has fewest} */
    public long delivered() {
        return LongStream.range(0, arrivals.length())
                .map(consumer -> arrivals.get((int) consumer))
                .min()
                .orElse(0);
    }
}
