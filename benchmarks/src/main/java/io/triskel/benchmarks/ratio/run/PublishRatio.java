package io.triskel.benchmarks.ratio.run;

import io.triskel.benchmarks.ratio.Goal;
import io.triskel.benchmarks.ratio.RatioMeasure;
import io.triskel.benchmarks.ratio.RatioRun;
import io.triskel.benchmarks.ratio.Sample;
import io.triskel.benchmarks.ratio.Side;
import io.triskel.benchmarks.ratio.Stopwatch;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.publish.OrderedPublisher;
import io.triskel.publish.PublishReport;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;

/** Publishing with the publisher against the same requests made by hand, with the same client. */
final class PublishRatio {
    private static final int CALLS = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final PublishTarget target;
    private final Executor executor;
    private final int keys;
    private final int stride;
    private final int events;
    private final Stopwatch stopwatch = Stopwatch.ofThisJvm();

    /**
     * Creates it.
     *
     * @param executor has a thread for each of the baseline's requests in flight
     * @param events a round, a multiple of what is in flight at once
     */
    PublishRatio(PublishTarget target, Executor executor, int events) {
        this.target = target;
        this.executor = executor;
        this.stride = target.inFlight() * target.request();
        this.keys = stride / target.perKey();
        this.events = events / stride * stride;
    }

    RatioRun comparison() {
        return new RatioRun(
                "publish",
                new Side(target.baseline(), target.baselineDescription(), this::raw),
                new Side(
                        target.candidate(),
                        String.format(
                                "publish() with %,d events of %,d keys per call, three calls under way at a time; %,d events a"
                                        + " round, 400 bytes each",
                                stride, keys, events),
                        this::ours),
                List.of(new Goal(RatioMeasure.THROUGHPUT, 0.95), new Goal(RatioMeasure.CPU, 1.10)));
    }

    private Sample ours() throws Exception {
        List<Envelope<?>> all = Placed.events(events, keys, target.perKey());
        try (PublishTarget.FreshBus fresh = target.freshBus()) {
            OrderedPublisher publisher = OrderedPublisher.builder(fresh.bus(), Placed.CODEC)
                    .maxInFlight(target.inFlight())
                    .build();
            return stopwatch.measure(() -> {
                Deadline deadline = Deadline.in(PATIENCE, InstantSource.system());
                Deque<CompletionStage<PublishReport>> underWay = new ArrayDeque<>();
                for (int from = 0; from < events; from += stride) {
                    underWay.add(publisher.publish(all.subList(from, from + stride), deadline));
                    if (underWay.size() == CALLS) {
                        requireComplete(underWay.remove());
                    }
                }
                underWay.forEach(PublishRatio::requireComplete);
                return (long) events;
            });
        }
    }

    private Sample raw() throws Exception {
        List<RawEvent> all = RawEvent.events(events, keys, target.perKey());
        try (PublishTarget.FreshBus fresh = target.freshBus()) {
            return stopwatch.measure(() -> {
                CompletableFuture.allOf(IntStream.range(0, target.inFlight())
                                .mapToObj(lane -> CompletableFuture.runAsync(
                                        () -> fresh.publish(all, lane * target.request(), stride), executor))
                                .toArray(CompletableFuture<?>[]::new))
                        .join();
                return (long) events;
            });
        }
    }

    private static void requireComplete(CompletionStage<PublishReport> report) {
        if (!report.toCompletableFuture().join().complete()) {
            throw new IllegalStateException("Not all events were accepted, so this round measures nothing");
        }
    }
}
