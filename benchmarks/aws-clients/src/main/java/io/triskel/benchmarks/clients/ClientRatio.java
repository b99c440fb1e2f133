package io.triskel.benchmarks.clients;

import io.triskel.benchmarks.clients.KinesisCaller.Put;
import io.triskel.benchmarks.ratio.Goal;
import io.triskel.benchmarks.ratio.RatioMeasure;
import io.triskel.benchmarks.ratio.RatioRun;
import io.triskel.benchmarks.ratio.Sample;
import io.triskel.benchmarks.ratio.Side;
import io.triskel.benchmarks.ratio.Stopwatch;
import io.triskel.benchmarks.ratio.run.RawEvent;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The same requests by a client and by the one that it is compared with: events of 400 bytes, written and read with Jackson, on streams of
 * four shards.
 */
final class ClientRatio {
    /** Requests in flight, each on a thread of its own. */
    static final int LANES = 8;

    private static final int SHARDS = 4;
    private static final int REQUEST = 500;
    private static final int PAGE = 1_000;

    private static final List<Goal> GOALS =
            List.of(new Goal(RatioMeasure.THROUGHPUT, 1.0), new Goal(RatioMeasure.CPU, 1.0));

    private final KinesisCaller baseline;
    private final KinesisCaller candidate;
    private final ExecutorService threads;
    private final List<RawEvent> events;
    private final Stopwatch stopwatch = Stopwatch.ofThisJvm();

    /**
     * Creates it.
     *
     * @param threads at least as many as {@link #LANES}
     * @param events of a round, a multiple of what is in flight at once
     */
    ClientRatio(KinesisCaller baseline, KinesisCaller candidate, ExecutorService threads, int events) {
        this.baseline = baseline;
        this.candidate = candidate;
        this.threads = threads;
        int stride = LANES * REQUEST;
        this.events = RawEvent.events(Math.max(1, events / stride) * stride, stride, 1);
    }

    /** {@return how fast each puts} */
    RatioRun publish() {
        return comparison(
                "publish",
                String.format("; PutRecords of %,d records of as many keys, %d requests in flight", REQUEST, LANES),
                client -> () -> published(client));
    }

    private RatioRun comparison(String what, String how, Function<KinesisCaller, Side.Work> work) {
        return new RatioRun(
                what + ", " + candidate.name(),
                new Side(baseline.name(), baseline.description() + how, work.apply(baseline)),
                new Side(
                        candidate.name(),
                        candidate.description() + ", the same requests"
                                + String.format("; %,d events a round", events.size()),
                        work.apply(candidate)),
                GOALS);
    }

    private Sample published(KinesisCaller client) throws Exception {
        String stream = fresh(client);
        Sample sample = stopwatch.measure(() -> {
            all(IntStream.range(0, LANES)
                    .mapToObj(lane -> CompletableFuture.runAsync(() -> put(client, stream, lane), threads))
                    .toList());
            return (long) events.size();
        });
        client.deleteStream(stream);
        return sample;
    }

    private void put(KinesisCaller client, String stream, int lane) {
        for (int from = lane * REQUEST; from < events.size(); from += LANES * REQUEST) {
            List<Put> records = events.subList(from, from + REQUEST).stream()
                    .map(event -> new Put(event.partitionkey(), event.encode()))
                    .toList();
            int failed = client.put(stream, records);
            if (failed != 0) {
                throw new IllegalStateException(failed + " events were not accepted, so this measures nothing");
            }
        }
    }

    /** {@return how fast each reads} The stream is written once, and never deleted. */
    RatioRun consume() {
        String stream = fresh(baseline);
        IntStream.range(0, LANES).forEach(lane -> put(baseline, stream, lane));
        return comparison(
                "consume",
                String.format("; GetRecords of %,d records a page, a thread for each shard", PAGE),
                client -> () -> read(client, stream));
    }

    private Sample read(KinesisCaller client, String stream) throws Exception {
        LongAdder handled = new LongAdder();
        Sample sample = stopwatch.measure(() -> {
            all(client.shards(stream).stream()
                    .map(shard -> CompletableFuture.runAsync(() -> readShard(client, stream, shard, handled), threads))
                    .toList());
            return handled.sum();
        });
        if (handled.sum() != events.size()) {
            throw new IllegalStateException(
                    "Read " + handled.sum() + " of " + events.size() + " events, so this measures nothing");
        }
        return sample;
    }

    private static void readShard(KinesisCaller client, String stream, String shard, LongAdder handled) {
        KinesisCaller.Next next = new KinesisCaller.Next(client.start(stream, shard), false);
        while (!next.isAtEnd()) {
            next = client.read(
                    next.iterator(),
                    PAGE,
                    // The data is looked at, so that none is decoded in vain.
                    bytes -> handled.add(RawEvent.decode(bytes).data().lines().size() / 3));
        }
    }

    private static String fresh(KinesisCaller client) {
        String stream = "clients-" + UUID.randomUUID();
        client.createStream(stream, SHARDS);
        return stream;
    }

    private static void all(List<CompletableFuture<Void>> parts) {
        CompletableFuture.allOf(parts.toArray(CompletableFuture<?>[]::new)).join();
    }
}
