package io.triskel.load.run;

import io.triskel.load.measure.Held;
import java.util.concurrent.atomic.AtomicLong;

/**
 * When the generator had to hold events back, and for whom. While no more calls or events may be in flight, it is for the target if the
 * answer that ends it took more than twice an idle target's time, else for the generator's own limit. A call that returns late without having
 * used the processor was blocked by the target; one that used it is the client's work, and the generator's own.
 *
 * <p>For the generator's thread; others may read the sums.
 */
final class Holding {
    /** The processor time of shorter calls is not looked at. */
    private static final long LONG_CALL = 1_000_000;

    private static final long NOT = Long.MIN_VALUE;

    private final InFlight inFlight;
    private final Processor processor;
    private final Held held = new Held();
    private long since = NOT;
    private boolean forOrder;
    private final AtomicLong atLimit = new AtomicLong();
    private final AtomicLong atOwnLimit = new AtomicLong();
    private final AtomicLong inLongCalls = new AtomicLong();
    private long usedAt = NOT;
    private long used;

    Holding(InFlight inFlight, Processor processor) {
        this.inFlight = inFlight;
        this.processor = processor;
    }

    /** Notes that events are due and may not be sent, unless that is known. */
    void begin(long now, boolean order) {
        if (since == NOT) {
            since = now;
            forOrder = order;
            inFlight.startWaiting();
        }
    }

    /** Notes that events may be sent again, if they could not. */
    void end(long now) {
        if (since == NOT) {
            return;
        }
        long until = Math.min(now, Math.max(since, inFlight.freedAt(now)));
        long waited = until - since;
        if (forOrder) {
            held.byOrder().add(since, until, waited);
        } else {
            atLimit.addAndGet(waited);
            if (inFlight.isFreedBySlow(now - since)) {
                held.byTarget().add(since, until, waited);
            } else {
                atOwnLimit.addAndGet(waited);
            }
        }
        since = NOT;
    }

    /** Notes that a call is made. The processor time is read once a millisecond: reading it costs more than sending an event. */
    void sending(long from) {
        if (usedAt == NOT || from - usedAt >= LONG_CALL) {
            usedAt = from;
            used = processor.threadNanos();
        }
    }

    /** Notes a call that has returned; what the thread used in the millisecond before it counts as used by it. */
    void sent(long from, long to) {
        if (to - from > LONG_CALL) {
            long blocked = to - from - (processor.threadNanos() - used);
            inLongCalls.addAndGet(to - from);
            if (blocked > 0) {
                held.byTarget().add(from, to, blocked);
            }
        }
    }

    Held held() {
        return held;
    }

    /** {@return for how long events had to wait, or calls took long, in nanoseconds so far} */
    long waited() {
        return atLimit.get() + inLongCalls.get();
    }

    /** {@return for how long no more calls or events might be in flight} */
    long atLimit() {
        return atLimit.get();
    }

    /** {@return the part of {@link #atLimit} in which the target answered as when it is idle} */
    long atOwnLimit() {
        return atOwnLimit.get();
    }
}
