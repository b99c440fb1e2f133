package io.triskel.load.measure;

import io.triskel.load.path.LoadPath;
import io.triskel.load.traffic.Burst;
import io.triskel.load.traffic.SendOutcome;
import io.triskel.load.traffic.Stamp;
import io.triskel.load.traffic.Timeline;
import io.triskel.load.workload.Phase;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * One part of a run while it is measured, from the first event that is due until all have arrived. Times are nanoseconds since the start of
 * the run, by the clock of this process.
 *
 * <p>The generator's thread, threads that answer, the consumers' threads and a sampling thread call it at the same time.
 */
public final class Measurement extends Measured implements LoadPath.Arrived {
    /** An event that is sent so much after its time is late. */
    private static final long LATE_NANOS = 10_000_000;

    private final long run;
    private final LongSupplier nanos;

    /**
     * Creates a measurement that begins now.
     *
     * @param run tells the events of this run from all others
     * @param ledgers of the whole run
     * @param start when the timeline begins, in nanoseconds since the start of the run
     * @param nanos the clock
     */
    public Measurement(long run, Ledgers ledgers, Timeline timeline, long start, LongSupplier nanos) {
        super(ledgers, timeline, start);
        this.run = run;
        this.nanos = nanos;
    }

    private int phase(long at) {
        return timeline.phaseAt(at - start);
    }

    /** Whether latencies of a phase are kept: events sent while consumers were paused on purpose say nothing about latency. */
    private boolean counts(int phase) {
        Phase each = timeline.phases().get(phase);
        return each.counts() && !(each instanceof Phase.Backlog);
    }

    /** Numbers an event that is due. */
    public int offered(int key, long intended) {
        phases.get(phase(intended)).offered().increment();
        return ledgers.sent().number(key);
    }

    /** Notes an event that has to wait for an earlier one of its key, which was refused or is not answered. */
    public void heldBack(int key, int number, long intended, long now, Held held) {
        ledgers.sent().heldBack(key, number);
        if (counts(phase(intended))) {
            synchronized (prompt) {
                delayedByOthers(now - intended, intended, held);
            }
        }
    }

    /**
     * Notes that a burst is being sent for the first time.
     *
     * @param held when the generator held events back for others
     */
    public void sending(Burst burst, Held held) {
        ledgers.sent().sent(burst);
        int to;
        for (int from = 0; from < burst.size(); from = to) {
            to = endOfPhase(burst, from);
            sent(burst, from, to);
            if (counts(phase(burst.intended(from)))) {
                synchronized (prompt) {
                    for (int i = from; i < to; i++) {
                        delayed(burst.sent(), burst.intended(i), held);
                    }
                }
            }
        }
    }

    private void delayed(long sent, long intended, Held held) {
        long delay = sent - intended;
        if (held.isBefore(intended)) {
            prompt.add(delay);
        } else {
            delayed.add(delay);
            delayedByOthers(delay, intended, held);
        }
    }

    /** Divides a delay of an event that may have waited for others. */
    private void delayedByOthers(long delay, long intended, Held held) {
        long byTarget = held.byTarget().since(intended);
        long byOrder = held.byOrder().since(intended);
        if (byTarget > 0) {
            delayedByTarget.add(byTarget);
        }
        if (byOrder > 0) {
            delayedByOrder.add(byOrder);
        }
        delayedByGenerator.add(Math.max(0, delay - byTarget - byOrder));
    }

    /**
     * Notes that events which were refused before, or waited, are being sent.
     *
     * @param first which of them are sent for the first time
     * @param since when each began to wait for earlier ones of its key
     */
    public void sendingAgain(Burst burst, boolean[] first, long[] since) {
        ledgers.sent().sentAgain(burst, first);
        for (int i = 0; i < burst.size(); i++) {
            if (first[i]) {
                sent(burst, i, i + 1);
                if (counts(phase(burst.intended(i)))) {
                    synchronized (prompt) {
                        delayed.add(burst.sent() - burst.intended(i));
                        delayedByOrder.add(burst.sent() - since[i]);
                    }
                }
            }
        }
    }

    /** The end of the events that follow one without a gap in the same phase: they are counted together. */
    private int endOfPhase(Burst burst, int from) {
        int phase = phase(burst.intended(from));
        int to = from + 1;
        while (to < burst.size() && phase(burst.intended(to)) == phase) {
            to++;
        }
        return to;
    }

    /** Counts events of one phase. */
    private void sent(Burst burst, int from, int to) {
        int phase = phase(burst.intended(from));
        phases.get(phase).sent().add(to - from);
        int lateHere = 0;
        for (int i = from; i < to; i++) {
            lateHere += burst.sent() - burst.intended(i) > LATE_NANOS ? 1 : 0;
        }
        late.add(lateHere);
    }

    /** Notes the outcomes of a burst. */
    public void answered(Burst burst) {
        long time = nanos.getAsLong() - burst.sent();
        ledgers.sent().answered(burst);
        int to;
        for (int from = 0; from < burst.size(); from = to) {
            to = endOfPhase(burst, from);
            answered(burst, from, to, time);
        }
    }

    /** Counts outcomes of events of one phase. */
    private void answered(Burst burst, int from, int to, long time) {
        int accepted = 0;
        for (int i = from; i < to; i++) {
            if (burst.outcome(i).accepted()) {
                accepted++;
            } else {
                refused(burst.outcome(i));
            }
        }
        int phase = phase(burst.intended(from));
        phases.get(phase).accepted().add(accepted);
        if (accepted > 0 && counts(phase)) {
            synchronized (acknowledgement) {
                acknowledgement.add(time, accepted);
            }
        }
    }

    private void refused(SendOutcome outcome) {
        outcome.cause()
                .ifPresent(cause -> refusals.computeIfAbsent(new Refusal(cause, outcome.code()), any -> new LongAdder())
                        .increment());
    }

    /** Notes that the outcome of a burst was unknown when the run ended. */
    public void unanswered(Burst burst) {
        ledgers.sent().unanswered(burst);
    }

    /** {@return whether an event of a key is sent and not answered} */
    public boolean isInFlight(int key) {
        return ledgers.sent().isInFlight(key);
    }

    /** Notes how many events were due and never sent. */
    public void unsent(long events) {
        unsent = events;
    }

    @Override
    public void arrived(int consumer, Stamp stamp, boolean intact) {
        arrived(consumer, stamp, intact, nanos.getAsLong());
    }

    @Override
    public void arrived(int consumer, Stamp stamp, boolean intact, long at) {
        Ledgers.Receiver receiver = ledgers.receiver(consumer);
        synchronized (receiver) {
            if (stamp.run() != run) {
                receiver.foreign();
                return;
            }
            if (!intact) {
                receiver.corrupt();
            }
            boolean first = receiver.see(stamp.key(), stamp.number(), at);
            ledgers.came(stamp.key(), stamp.sent(), at);
            // The clock of a worker on another machine may be behind.
            if (first && (stamp.intended() >= start || ledgers.areShared())) {
                int phase = phase(stamp.intended());
                phases.get(phase).delivered(consumer);
                if (counts(phase)) {
                    receiving.get(consumer).corrected.add(at - stamp.intended());
                    receiving.get(consumer).actual.add(at - stamp.sent());
                }
            }
        }
    }

    @Override
    public void unreadable(int consumer) {
        Ledgers.Receiver receiver = ledgers.receiver(consumer);
        synchronized (receiver) {
            receiver.unreadable();
        }
    }

    @Override
    public void passed(String stage, long intended, long nanos) {
        if (intended >= start && counts(phase(intended))) {
            synchronized (stages) {
                stages.computeIfAbsent(stage, first -> new Latency()).add(nanos);
            }
        }
    }

    @Override
    public void overtaken(int consumer) {
        Ledgers.Receiver receiver = ledgers.receiver(consumer);
        synchronized (receiver) {
            receiver.overtaken();
        }
    }

    /** Ends a second and {@return it}. */
    public Second endSecond() {
        long p50 = 0;
        long p99 = 0;
        for (int i = 0; i < receiving.size(); i++) {
            synchronized (ledgers.receiver(i)) {
                long[] percentiles = receiving.get(i).corrected.endSecond();
                receiving.get(i).actual.endSecond();
                p50 = Math.max(p50, percentiles[0]);
                p99 = Math.max(p99, percentiles[1]);
            }
        }
        EventCounts now =
                new EventCounts(sum(PhaseCounters::offered), sent(), accepted(), delivered(), refused(), throttled());
        return series.add(now, p50, p99);
    }
}
