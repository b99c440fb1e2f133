package io.triskel.load.measure;

import io.triskel.load.clock.ClockBounds;
import io.triskel.load.workload.KeySpread;
import io.triskel.load.workload.Worker;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;

/** That several workers load one bus: whose key is whose, and when events of each were sent and came. Safe for threads. */
public final class Sharing {
    private final Worker worker;
    private final IntUnaryOperator owner;
    private final List<Sender> senders;

    /** @throws IllegalArgumentException if they cannot share these keys */
    public Sharing(Worker worker, KeySpread keys) {
        this.worker = worker;
        this.owner = worker.owner(keys);
        this.senders = Stream.generate(Sender::new).limit(worker.count()).toList();
    }

    Worker worker() {
        return worker;
    }

    boolean isOwn(int key) {
        return owner.applyAsInt(key) == worker.index();
    }

    /** Notes when an event was sent and when it came to this worker, by the clocks of both. */
    void came(int key, long sent, long at) {
        senders.get(owner.applyAsInt(key)).note(sent, at);
    }

    /**
     * {@return by worker, when its events were sent and came, as {@link ClockBounds#arrivals}}
     *
     * @param epoch by the clock of the run, in nanoseconds
     */
    Map<Integer, long[]> arrivals(long epoch) {
        Map<Integer, long[]> noted = new TreeMap<>();
        for (int i = 0; i < senders.size(); i++) {
            long[] arrivals = senders.get(i).bounds.arrivals(-epoch);
            if (arrivals.length > 0) {
                noted.put(i, arrivals);
            }
        }
        return noted;
    }

    /** One worker's events. Hardly any is the quickest or the slowest of its second, so most are passed over without a lock. */
    private static final class Sender {
        private static final int SECOND = 30;

        final ClockBounds bounds = new ClockBounds();
        private volatile Span span = new Span(Long.MIN_VALUE, 0, 0);

        /** The offsets of one second, which has 2 to the power of {@link #SECOND} nanoseconds here. */
        private record Span(long second, long lowest, long highest) {}

        void note(long sent, long at) {
            Span now = span;
            long offset = sent - at;
            long second = at >> SECOND;
            if (second != now.second) {
                span = new Span(second, offset, offset);
            } else if (offset > now.highest) {
                span = new Span(second, now.lowest, offset);
            } else if (offset < now.lowest) {
                span = new Span(second, offset, now.highest);
            } else {
                return;
            }
            bounds.before(sent, at);
        }
    }
}
