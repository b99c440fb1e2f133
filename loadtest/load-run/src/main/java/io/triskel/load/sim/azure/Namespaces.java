package io.triskel.load.sim.azure;

import io.triskel.load.sim.Consumers;
import io.triskel.load.sim.Delay;
import io.triskel.load.sim.Lanes;
import io.triskel.load.sim.Pipe;
import io.triskel.load.sim.Service;
import io.triskel.load.sim.Spread;
import io.triskel.load.sim.VirtualClock;
import io.triskel.load.sim.Windows;
import io.triskel.load.size.azure.Hub;
import io.triskel.load.traffic.SendOutcome;
import io.triskel.load.workload.Workload;
import io.triskel.publish.RejectionCause;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Event Hubs Standard: the throughput units of a namespace take and give so much a second, whatever the partition. If one namespace has too
 * few units, there are several, and keys spread over all of them.
 */
final class Namespaces implements Service {
    /** "eh-throttle": ingress above the units is refused, egress is late without a word. */
    private static final SendOutcome REFUSED = SendOutcome.refused(RejectionCause.THROTTLED, "ServerBusy");

    /** "eh-tb-p50", with a trigger of Azure Functions: no figure of a consumer without one was found. Its tail is of "eh-tb-p99". */
    private static final Duration DELIVERY = Duration.ofMillis(302);

    private static final double DELIVERY_SIGMA = 0.233;

    private final VirtualClock clock;
    private final int namespaces;
    private final int units;
    private final int partitions;
    private final int[] partitionOf;
    private final Windows in;
    private final Pipe[] out;
    private final Lanes lanes;

    /**
     * Creates it.
     *
     * @param units of all namespaces together
     * @param partitions of each namespace
     */
    Namespaces(Workload workload, VirtualClock clock, int units, int partitions) {
        this.clock = clock;
        this.units = units;
        this.namespaces = (units + Hub.MOST_UNITS - 1) / Hub.MOST_UNITS;
        this.partitions = partitions;
        double share = (double) units / namespaces;
        int size = workload.event().size();
        double taken = Math.min(Hub.IN_EVENTS, Hub.IN_BYTES / size);
        double given = Math.min(Hub.OUT_EVENTS, Hub.OUT_BYTES / size);
        this.in = new Windows(namespaces, share * taken);
        this.out = new Pipe[namespaces];
        Arrays.setAll(out, any -> new Pipe(share * given));
        this.lanes = new Lanes(
                namespaces * partitions, new Delay(DELIVERY, DELIVERY_SIGMA, workload.seed()), workload.consumers());
        this.partitionOf = Spread.of(workload.keys().count(), namespaces * partitions);
    }

    /** {@return partitions of all namespaces together} */
    int lanes() {
        return namespaces * partitions;
    }

    @Override
    public String stack() {
        return "Event Hubs Standard, " + units + (units == 1 ? " throughput unit" : " throughput units") + " in "
                + namespaces + (namespaces == 1 ? " namespace" : " namespaces") + " of " + partitions + " partitions";
    }

    @Override
    public Map<String, Integer> units() {
        return Map.of("throughputUnit", units);
    }

    @Override
    public boolean take(int key, int number, long intended, long now) {
        int partition = partitionOf[key];
        if (!in.take(partition / partitions, now)) {
            return false;
        }
        lanes.add(partition, key, number, intended, now);
        return true;
    }

    @Override
    public SendOutcome refusal() {
        return REFUSED;
    }

    @Override
    public void start(Consumers consumers) {
        lanes.pushTo(consumers, clock, partition -> List.of(out[partition / partitions]));
    }
}
