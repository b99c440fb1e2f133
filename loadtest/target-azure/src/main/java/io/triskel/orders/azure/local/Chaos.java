package io.triskel.orders.azure.local;

import io.triskel.local.Fault;
import io.triskel.local.FaultPlan;
import io.triskel.orders.deployed.FaultInjection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Random faults: the hub is busy, fails and loses answers, so that events come twice; invocations
 * fail, or are carried out and counted as failed; while orders come in, JVMs are killed, links are detached, and partitions
 * move between more and fewer instances.
 */
final class Chaos implements FaultInjection {
    private static final String BUSY = "com.microsoft:server-busy";
    private static final int SCALE_EVERY = 50;
    private static final int FIRST_SCALE = 10;
    private static final int KILL_EVERY = 100;
    private static final int FIRST_KILL = 15;
    private static final int DETACH_EVERY = 70;
    private static final int FIRST_DETACH = 20;
    private static final int MOST_INSTANCES = 3;

    private final Random random;
    private final Deployment deployment;
    private int orders;
    private int killed;
    private long scaled;
    private long detached;

    /** Arms the faults. */
    Chaos(long seed, Deployment deployment) {
        random = new Random(seed);
        this.deployment = deployment;
        deployment
                .azure()
                .eventHubs()
                .faults()
                .often(0.04, "Send", new Fault.Refused(BUSY))
                .often(0.02, "Send", new Fault.Failed())
                .often(0.02, "Send", new Fault.LostResponse());
        deployment
                .azure()
                .functions()
                .faults()
                .often(0.02, "Invoke", new Fault.Failed())
                .often(0.02, "Invoke", new Fault.LostResponse());
    }

    @Override
    public void order() {
        orders++;
        if (orders % SCALE_EVERY == FIRST_SCALE) {
            deployment.app().scaleTo(1 + random.nextInt(MOST_INSTANCES));
            scaled++;
        }
        if (orders % KILL_EVERY == FIRST_KILL && deployment.app().killOne()) {
            killed++;
        }
        if (orders % DETACH_EVERY == FIRST_DETACH) {
            deployment.azure().eventHubs().detachAll();
            detached++;
        }
    }

    @Override
    public int killed() {
        return killed;
    }

    @Override
    public Map<String, Long> struck() {
        Map<String, Long> struck = new TreeMap<>(Map.of("App Scaled", scaled, "Links Detached", detached));
        for (FaultPlan plan : List.of(
                deployment.azure().eventHubs().faults(),
                deployment.azure().functions().faults())) {
            // The fault's name alone, without details such as its error code.
            plan.injected().forEach((fault, count) -> struck.merge(fault.replaceAll("\\[.*", ""), count, Long::sum));
        }
        return struck;
    }
}
