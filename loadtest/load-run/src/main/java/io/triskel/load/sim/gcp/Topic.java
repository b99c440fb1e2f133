package io.triskel.load.sim.gcp;

import io.triskel.load.sim.Consumers;
import io.triskel.load.sim.Delay;
import io.triskel.load.sim.Lanes;
import io.triskel.load.sim.Pipe;
import io.triskel.load.sim.Service;
import io.triskel.load.sim.Spread;
import io.triskel.load.sim.VirtualClock;
import io.triskel.load.sim.Windows;
import io.triskel.load.size.gcp.PubSub;
import io.triskel.load.traffic.SendOutcome;
import io.triskel.load.workload.Workload;
import io.triskel.publish.RejectionCause;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A topic of Pub/Sub with ordering keys, whose subscriptions are pulled by streams. */
final class Topic implements Service {
    /** "ps-throttle". */
    private static final SendOutcome REFUSED = SendOutcome.refused(RejectionCause.THROTTLED, "RESOURCE_EXHAUSTED");

    /** "ps-lat-order": of the order of 100 ms; no percentile was found, the tail is our assumption. */
    private static final Duration DELIVERY = Duration.ofMillis(100);

    private static final double DELIVERY_SIGMA = 0.3;

    /** "ps-stream": bytes a second of a StreamingPull. */
    static final double STREAM = 10e6;

    /** With more keys than this, the quota lets only the first key, the hottest, come near a key's limit. */
    private static final int METERED_KEYS = 1_000_000;

    private final VirtualClock clock;
    private final String delivery;
    private final int[] streamOf;
    private final Windows quotaIn;
    private final Pipe quotaOut;
    private final double streamRate;
    private final Windows keys;
    private final Lanes lanes;

    /**
     * Creates it.
     *
     * @param streams of each consumer; a key's events come by one of them
     */
    Topic(Workload workload, VirtualClock clock, int streams) {
        this(
                workload,
                clock,
                streams,
                STREAM,
                PubSub.PULL,
                streams + (streams == 1 ? " stream" : " streams") + " of each consumer");
    }

    /** {@return a topic whose subscription is pushed: "ps-q-push-large", and no limit of a stream} */
    static Topic pushed(Workload workload, VirtualClock clock) {
        return new Topic(workload, clock, 1, PubSub.PUSH, PubSub.PUSH, "pushed");
    }

    private Topic(Workload workload, VirtualClock clock, int streams, double stream, double quota, String delivery) {
        this.clock = clock;
        this.delivery = delivery;
        int size = workload.event().size();
        double message = PubSub.quota(size + PubSub.ENVELOPE);
        this.quotaIn = new Windows(1, PubSub.PUBLISH / message);
        this.quotaOut = new Pipe(quota / message);
        this.streamRate = stream / size;
        this.keys = new Windows(Math.min(METERED_KEYS, workload.keys().count()), PubSub.KEY / size);
        this.lanes = new Lanes(streams, new Delay(DELIVERY, DELIVERY_SIGMA, workload.seed()), workload.consumers());
        this.streamOf = Spread.of(workload.keys().count(), streams);
    }

    @Override
    public String stack() {
        return "Pub/Sub with ordering keys, large region, " + delivery;
    }

    @Override
    public Map<String, Integer> units() {
        return Map.of();
    }

    @Override
    public boolean take(int key, int number, long intended, long now) {
        if ((key < METERED_KEYS && !keys.take(key, now)) || !quotaIn.take(0, now)) {
            return false;
        }
        lanes.add(streamOf[key], key, number, intended, now);
        return true;
    }

    @Override
    public SendOutcome refusal() {
        return REFUSED;
    }

    @Override
    public void start(Consumers consumers) {
        lanes.pushTo(consumers, clock, stream -> List.of(new Pipe(streamRate), quotaOut));
    }
}
