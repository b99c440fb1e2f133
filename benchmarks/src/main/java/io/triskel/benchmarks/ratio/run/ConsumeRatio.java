package io.triskel.benchmarks.ratio.run;

import io.triskel.benchmarks.ratio.Figure;
import io.triskel.benchmarks.ratio.Goal;
import io.triskel.benchmarks.ratio.RatioMeasure;
import io.triskel.benchmarks.ratio.RatioRun;
import io.triskel.benchmarks.ratio.Sample;
import io.triskel.benchmarks.ratio.Side;
import io.triskel.benchmarks.ratio.Stopwatch;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.EventConsumer;
import io.triskel.event.Deadline;
import io.triskel.load.Consumption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;

/** Reading with the target's consumer against reading by hand, with the same client and pages. */
final class ConsumeRatio {
    private static final int KEYS = 4_000;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final ConsumeTarget target;
    private final int events;
    private final Stopwatch stopwatch = Stopwatch.ofThisJvm();

    /** Publishes so many events, which both sides then read again and again. */
    ConsumeRatio(ConsumeTarget target, int events) {
        this.target = target;
        this.events = events;
        Placed.publish(target.ports().bus(), events, KEYS);
    }

    RatioRun comparison() {
        return new RatioRun(
                "consume",
                new Side(target.baseline(), target.baselineDescription(), this::raw),
                new Side(
                        target.candidate(),
                        target.candidateDescription() + String.format("; %,d events a round", events),
                        this::ours),
                List.of(new Goal(RatioMeasure.THROUGHPUT, 0.95), new Goal(RatioMeasure.CPU, 1.10)));
    }

    /** What the inbox adds to each event, against the same consumer without one. */
    Figure inboxCost(int most) throws Exception {
        LongAdder handled = new LongAdder();
        EventConsumer.Builder plain = consumer(handled);
        target.rewind();
        Sample without = stopwatch.measure(() -> read(plain.build(), most));
        EventConsumer.Builder careful =
                consumer(handled).inbox(target.ports().stores().inbox());
        target.rewind();
        Sample with = stopwatch.measure(() -> read(careful.build(), most));
        return new Figure("inbox", with.millisEach() - without.millisEach(), "ms per event", target.inbox());
    }

    private Sample ours() throws Exception {
        LongAdder handled = new LongAdder();
        target.rewind();
        Sample sample = stopwatch.measure(() -> read(consumer(handled).build(), Integer.MAX_VALUE));
        require(handled.sum());
        return sample;
    }

    private long read(EventConsumer consumer, int most) {
        try (Consumption consumption = target.fromStart(
                events, BatchProcessor.of(consumer).codec(Placed.CODEC).build(), Placed.CODEC)) {
            return consumption.run(most, deadline()).settled();
        }
    }

    private static EventConsumer.Builder consumer(LongAdder handled) {
        return EventConsumer.named("counting-" + UUID.randomUUID())
                .on(Placed.TYPE, Placed.class, (event, handling) -> count(event.data(), handled));
    }

    private Sample raw() throws Exception {
        LongAdder handled = new LongAdder();
        target.rewind();
        Sample sample = stopwatch.measure(() -> {
            target.read(events, placed -> count(placed, handled));
            return handled.sum();
        });
        require(handled.sum());
        return sample;
    }

    /** The handler of both: it reads the data, so that decoding is not wasted. */
    private static void count(Placed placed, LongAdder handled) {
        handled.add(placed.lines().size() / 3);
    }

    private void require(long handled) {
        if (handled != events) {
            throw new IllegalStateException("Read " + handled + " of " + events + " events, so this measures nothing");
        }
    }

    private static Deadline deadline() {
        return Deadline.in(PATIENCE, InstantSource.system());
    }
}
