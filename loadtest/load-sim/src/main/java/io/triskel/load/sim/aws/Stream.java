package io.triskel.load.sim.aws;

import io.triskel.load.sim.Consumers;
import io.triskel.load.sim.Delay;
import io.triskel.load.sim.Lane;
import io.triskel.load.sim.Meter;
import io.triskel.load.sim.Service;
import io.triskel.load.sim.Spread;
import io.triskel.load.sim.VirtualClock;
import io.triskel.load.size.aws.Kinesis;
import io.triskel.load.traffic.Outcome;
import io.triskel.load.workload.Workload;
import io.triskel.publish.Cause;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;

/** A Kinesis data stream, provisioned: shards take and give so much a second, and consumers poll them. */
final class Stream implements Service {
    /** "kds-throttle", "kds-putrecords-partial": a record is refused by itself, the others of its request are not. */
    private static final Outcome REFUSED = Outcome.refused(Cause.THROTTLED, "ProvisionedThroughputExceededException");

    /** "kds-lat-efo": 70 ms on average from put to a consumer that does not poll; the tail of "kds-bs-efo-p50" and "-p99", rounded down. */
    private static final Duration PROPAGATION = Duration.ofMillis(67);

    private static final double PROPAGATION_SIGMA = 0.3;

    /** Our assumption, no figure was found. */
    private static final Duration ANSWER = Duration.ofMillis(10);

    private static final double ANSWER_SIGMA = 0.5;

    /** "kds-getrecords-records" and "kds-getrecords-bytes". */
    private static final int MOST_RECORDS = 10_000;

    private static final int MOST_BYTES = 10 << 20;

    private final VirtualClock clock;
    private final int shards;
    private final long pollNanos;
    private final int[] shardOf;
    private final Meter[] in;
    private final Lane[] lanes;
    private final Delay answer;
    private final SplittableRandom phases;
    private final int mostOfACall;
    private final double nanosOfAnEvent;

    /**
     * Creates it.
     *
     * @param polls of each consumer and shard a second
     */
    Stream(Workload workload, VirtualClock clock, int shards, double polls) {
        this.clock = clock;
        this.shards = shards;
        this.pollNanos = (long) (1e9 / polls);
        this.shardOf = Spread.of(workload.keys().count(), shards);
        int size = workload.event().size();
        double rate = Math.min(Kinesis.SHARD_RECORDS, Kinesis.SHARD_IN / size);
        this.in = new Meter[shards];
        Arrays.setAll(in, any -> new Meter(rate));
        Delay propagation = new Delay(PROPAGATION, PROPAGATION_SIGMA, workload.seed());
        this.lanes = new Lane[shards];
        Arrays.setAll(lanes, any -> new Lane(propagation, workload.consumers()));
        this.answer = new Delay(ANSWER, ANSWER_SIGMA, workload.seed() + 1);
        this.phases = new SplittableRandom(workload.seed() + 2);
        this.mostOfACall = Math.max(1, Math.min(MOST_RECORDS, MOST_BYTES / size));
        this.nanosOfAnEvent = 1e9 * size / Kinesis.SHARD_OUT;
    }

    @Override
    public String stack() {
        return "Kinesis provisioned, " + shards + (shards == 1 ? " shard" : " shards") + ", polled every "
                + Math.round(pollNanos / 1e6) + " ms by each consumer";
    }

    @Override
    public Map<String, Integer> units() {
        return Map.of("shard", shards);
    }

    @Override
    public boolean take(int key, int number, long intended, long now) {
        int shard = shardOf[key];
        if (!in[shard].take(now)) {
            return false;
        }
        lanes[shard].add(key, number, intended, now);
        return true;
    }

    @Override
    public Outcome refusal() {
        return REFUSED;
    }

    @Override
    public Delay answer() {
        return answer;
    }

    @Override
    public void start(Consumers consumers) {
        for (Lane lane : lanes) {
            Out out = new Out(lane, consumers);
            for (int consumer = 0; consumer < consumers.count(); consumer++) {
                clock.at(clock.nanos() + phases.nextLong(pollNanos), new Poll(out, consumer));
            }
        }
    }

    /** What all readers of a shard share. */
    private static final class Out {
        private final Lane lane;
        private final Consumers consumers;
        private final Meter calls = new Meter(Kinesis.SHARD_CALLS);
        private long busyUntil;

        private Out(Lane lane, Consumers consumers) {
            this.lane = lane;
            this.consumers = consumers;
        }
    }

    /** A consumer that reads a shard; a call that is refused is repeated with the next poll. */
    private final class Poll implements Runnable {
        private final Out out;
        private final int consumer;

        private Poll(Out out, int consumer) {
            this.out = out;
            this.consumer = consumer;
        }

        @Override
        public void run() {
            long now = clock.nanos();
            clock.at(now + pollNanos, this);
            if (out.consumers.paused() || !out.calls.take(now) || now < out.busyUntil) {
                return;
            }
            int events = out.lane.visible(consumer, now, mostOfACall);
            // After 10 MiB, calls are refused for 5 s: an answer uses up the time in which its bytes are allowed.
            out.busyUntil = now + (long) (events * nanosOfAnEvent);
            out.consumers.deliver(out.lane, consumer, events);
        }
    }
}
