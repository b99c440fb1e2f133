package io.triskel.load.measure;

import io.triskel.load.traffic.Timeline;
import io.triskel.publish.RejectionCause;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/** The figures of one part of a run, so far. Safe for threads: a {@link Measurement} adds to them while others ask. */
public abstract sealed class Measured permits Measurement {
    final Ledgers ledgers;
    final Timeline timeline;
    final long start;
    final List<PhaseCounters> phases;
    final List<Receiving> receiving;
    /** Delays of events that waited for nobody but the generator; its lock is that of all delays. */
    final Latency prompt = new Latency();
    /** The other delays, and whom they are owed to. */
    final Latency delayed = new Latency();

    final Latency delayedByGenerator = new Latency();
    final Latency delayedByTarget = new Latency();
    final Latency delayedByOrder = new Latency();
    final Latency acknowledgement = new Latency();
    /** Of the path's own stages; its lock is the object itself. */
    final Map<String, Latency> stages = new HashMap<>();

    final Map<Refusal, LongAdder> refusals = new ConcurrentSkipListMap<>();
    final LongAdder late = new LongAdder();
    final Series series = new Series();
    long unsent;

    Measured(Ledgers ledgers, Timeline timeline, long start) {
        this.ledgers = ledgers;
        this.timeline = timeline;
        this.start = start;
        this.phases = timeline.phases().stream()
                .map(any -> new PhaseCounters(ledgers.consumers()))
                .toList();
        this.receiving = IntStream.range(0, ledgers.consumers())
                .mapToObj(any -> new Receiving())
                .toList();
    }

    /** One consumer's latencies; guarded by its receiver's lock. */
    static final class Receiving {
        final Latency corrected = new Latency();
        final Latency actual = new Latency();
    }

    /** Why events were rejected, as a map's key. */
    public record Refusal(RejectionCause cause, String code) implements Comparable<Refusal> {
        @Override
        public int compareTo(Refusal other) {
            int byCause = cause.compareTo(other.cause);
            return byCause != 0 ? byCause : code.compareTo(other.code);
        }
    }

    /** {@return the seconds that have ended} */
    public List<Second> seconds() {
        return series.seconds();
    }

    public List<PhaseCounters> phases() {
        return phases;
    }

    public Timeline timeline() {
        return timeline;
    }

    public long start() {
        return start;
    }

    /** {@return different events that were sent} */
    public long sent() {
        return sum(PhaseCounters::sent);
    }

    public long accepted() {
        return sum(PhaseCounters::accepted);
    }

    /** {@return distinct events that arrived at the consumer with the fewest} */
    public long delivered() {
        return phases.stream().mapToLong(PhaseCounters::delivered).sum();
    }

    long sum(Function<PhaseCounters, LongAdder> count) {
        return phases.stream().mapToLong(phase -> count.apply(phase).sum()).sum();
    }

    /** {@return how often a sending was refused} */
    public long refused() {
        return refusals.values().stream().mapToLong(LongAdder::sum).sum();
    }

    public long throttled() {
        return refusals.entrySet().stream()
                .filter(each -> each.getKey().cause() == RejectionCause.THROTTLED)
                .mapToLong(each -> each.getValue().sum())
                .sum();
    }

    public long late() {
        return late.sum();
    }

    public long unsent() {
        return unsent;
    }

    /** {@return refusals by cause and provider's code} */
    public Map<Refusal, Long> refusals() {
        Map<Refusal, Long> counted = new TreeMap<>();
        refusals.forEach((refusal, count) -> counted.put(refusal, count.sum()));
        return counted;
    }

    /** {@return from the intended time to the handler's end, over all consumers} */
    public Distribution corrected() {
        return times(each -> each.corrected);
    }

    /** {@return from sending to the handler, over all consumers} */
    public Distribution actual() {
        return times(each -> each.actual);
    }

    private Distribution times(Function<Receiving, Latency> which) {
        List<Distribution> parts = new ArrayList<>();
        for (int i = 0; i < receiving.size(); i++) {
            synchronized (ledgers.receiver(i)) {
                Latency latency = which.apply(receiving.get(i));
                parts.add(new Distribution(latency.whole(), latency.negative()));
            }
        }
        return Distribution.sum(parts);
    }

    /** {@return the times of one of the path's own stages} */
    public Distribution stage(String name) {
        synchronized (stages) {
            Latency told = stages.getOrDefault(name, new Latency());
            return new Distribution(told.whole(), told.negative());
        }
    }

    /** {@return from the intended time to sending} */
    public Distribution scheduleDelay() {
        synchronized (prompt) {
            return Distribution.sum(List.of(complete(prompt), complete(delayed)));
        }
    }

    /** {@return the part of each delay that the generator is to blame for: neither the target nor the application's order} */
    public Distribution ownDelay() {
        synchronized (prompt) {
            return Distribution.sum(List.of(complete(prompt), complete(delayedByGenerator)));
        }
    }

    /** {@return the part of each delay in which the target, or its client, took or answered nothing} */
    public Distribution targetDelay() {
        return withZeroes(delayedByTarget);
    }

    /** {@return the part of each delay in which an earlier event of the key was refused, or was not answered yet} */
    public Distribution orderDelay() {
        return withZeroes(delayedByOrder);
    }

    /** Most events wait for nobody: they are not recorded one by one. */
    private Distribution withZeroes(Latency delays) {
        synchronized (prompt) {
            Histogram all = delays.whole();
            all.recordValueWithCount(0, complete(prompt).count());
            return new Distribution(all, delays.negative());
        }
    }

    private static Distribution complete(Latency latency) {
        return new Distribution(latency.whole(), latency.negative());
    }

    /** {@return from sending to the bus's answer} */
    public Distribution acknowledgement() {
        synchronized (acknowledgement) {
            return new Distribution(acknowledgement.whole(), acknowledgement.negative());
        }
    }
}
