package io.triskel.load.sim.aws;

import io.triskel.load.sim.Consumers;
import io.triskel.load.sim.Delay;
import io.triskel.load.sim.Lanes;
import io.triskel.load.sim.Pipe;
import io.triskel.load.sim.Service;
import io.triskel.load.sim.Spread;
import io.triskel.load.sim.TakenEvents;
import io.triskel.load.sim.VirtualClock;
import io.triskel.load.sim.Windows;
import io.triskel.load.size.Sizing;
import io.triskel.load.size.aws.Kinesis;
import io.triskel.load.size.plan.Need;
import io.triskel.load.traffic.SendOutcome;
import io.triskel.load.workload.Workload;
import io.triskel.publish.RejectionCause;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/**
 * A Kinesis data stream. Shards take and give a fixed amount a second; consumers poll them, or shards push to consumers. On demand, the
 * number of shards grows with what they take. Consumers read from the start as many shards as the workload's peak needs, since the growth
 * of reading is not documented.
 */
final class Stream implements Service {
    /** "kds-throttle", "kds-putrecords-partial": a record is refused by itself, the others of its request are not. */
    private static final SendOutcome REFUSED =
            SendOutcome.refused(RejectionCause.THROTTLED, "ProvisionedThroughputExceededException");

    /** "kds-lat-efo": 70 ms on average from put to a consumer that does not poll. The tail is that of "kds-bs-efo-p50" and "-p99". */
    private static final Duration PROPAGATION = Duration.ofMillis(66);

    private static final double PROPAGATION_SIGMA = 0.34;

    /** "kds-getrecords-records" and "kds-getrecords-bytes". */
    private static final int MOST_RECORDS = 10_000;

    private static final int MOST_BYTES = 10 << 20;

    /** A call that was refused is repeated after this to twice this: our assumption, with jitter, so that no reader starves. */
    private static final long AGAIN = 50_000_000;

    private final VirtualClock clock;
    private final int shards;
    private final OptionalDouble polls;
    private final int[] shardOf;
    private final double inRate;
    private final Optional<Growth> growth;
    private int[] meterOf;
    private Windows in;
    private int meters;
    private final Lanes lanes;
    private final SplittableRandom random;
    private final int mostOfACall;
    private final double outRate;

    /**
     * Creates it.
     *
     * @param polls of each consumer and shard a second; empty for enhanced fan-out
     */
    Stream(Workload workload, VirtualClock clock, int shards, OptionalDouble polls) {
        this(workload, clock, shards, polls, false);
    }

    /** {@return a stream on demand, new} */
    static Stream onDemand(Workload workload, VirtualClock clock, OptionalDouble polls) {
        return new Stream(workload, clock, Kinesis.shardsOnDemand(Need.of(workload, Sizing.LOAD)), polls, true);
    }

    private Stream(Workload workload, VirtualClock clock, int shards, OptionalDouble polls, boolean grows) {
        this.clock = clock;
        this.shards = shards;
        this.polls = polls;
        this.shardOf = Spread.of(workload.keys().count(), shards);
        int size = workload.event().size();
        this.inRate = Math.min(Kinesis.SHARD_RECORDS, Kinesis.SHARD_IN / size);
        this.growth = grows ? Optional.of(new Growth(inRate)) : Optional.empty();
        this.meters = growth.map(one -> one.shards(0)).orElse(shards);
        this.meterOf = grows ? Spread.of(workload.keys().count(), meters) : shardOf;
        this.in = new Windows(meters, inRate);
        this.lanes =
                new Lanes(shards, new Delay(PROPAGATION, PROPAGATION_SIGMA, workload.seed()), workload.consumers());
        this.random = new SplittableRandom(workload.seed() + 2);
        this.mostOfACall = Math.max(1, Math.min(MOST_RECORDS, MOST_BYTES / size));
        this.outRate = Kinesis.SHARD_OUT / size;
    }

    @Override
    public String stack() {
        String bought = shards + (shards == 1 ? " shard, " : " shards, ");
        return (growth.isPresent()
                        ? "Kinesis on demand, new, " + meters + " shards' worth by now, "
                        : "Kinesis provisioned, " + bought)
                + (polls.isPresent()
                        ? "polled every " + Math.round(pollNanos() / 1e6) + " ms by each consumer"
                        : "enhanced fan-out");
    }

    @Override
    public Map<String, Integer> units() {
        return growth.isPresent() ? Map.of() : Map.of("shard", shards);
    }

    @Override
    public boolean take(int key, int number, long intended, long now) {
        growth.ifPresent(one -> grow(one.shards(now)));
        if (!in.take(meterOf[key], now)) {
            return false;
        }
        growth.ifPresent(one -> one.taken(now));
        lanes.add(shardOf[key], key, number, intended, now);
        return true;
    }

    private void grow(int to) {
        if (to > meters) {
            meters = to;
            meterOf = Spread.of(meterOf.length, meters);
            in = new Windows(meters, inRate);
        }
    }

    /** {@return shards that are read} */
    int lanes() {
        return shards;
    }

    @Override
    public SendOutcome refusal() {
        return REFUSED;
    }

    @Override
    public void start(Consumers consumers) {
        if (polls.isPresent()) {
            lanes.forEach(lane -> poll(new Out(lane, consumers)));
        } else {
            // "kds-efo-bytes": each consumer has a shard's bytes for itself.
            lanes.pushTo(consumers, clock, shard -> List.of(new Pipe(outRate)));
        }
    }

    private void poll(Out out) {
        for (int consumer = 0; consumer < out.consumers.count(); consumer++) {
            clock.at(clock.nanos() + random.nextLong(pollNanos()), new Poll(out, consumer));
        }
    }

    private long pollNanos() {
        return (long) (1e9 / polls.orElseThrow());
    }

    /** What all polling readers of a shard share. */
    private static final class Out {
        private final TakenEvents lane;
        private final Consumers consumers;
        private final Windows calls = new Windows(1, Kinesis.SHARD_CALLS);
        private long busyUntil;

        private Out(TakenEvents lane, Consumers consumers) {
            this.lane = lane;
            this.consumers = consumers;
        }
    }

    /** A consumer that reads a shard. */
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
            if (out.consumers.paused()) {
                clock.at(now + pollNanos(), this);
            } else if (now < out.busyUntil || !out.calls.take(0, now)) {
                clock.at(now + AGAIN + random.nextLong(AGAIN), this);
            } else {
                clock.at(now + pollNanos(), this);
                int events = out.lane.visible(consumer, now, mostOfACall);
                // "kds-getrecords-bytes": after 10 MiB calls are refused for 5 s, the time in which they are allowed.
                out.busyUntil = now + (long) (1e9 * events / outRate);
                out.consumers.deliver(out.lane, consumer, events);
            }
        }
    }
}
