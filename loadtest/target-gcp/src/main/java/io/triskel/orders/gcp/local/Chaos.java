package io.triskel.orders.gcp.local;

import io.triskel.local.Fault;
import io.triskel.local.FaultPlan;
import io.triskel.local.gcp.functions.CloudFunction;
import io.triskel.orders.deployed.FaultInjection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Random faults: the topic is busy, fails and loses answers, so that events come twice;
 * acknowledgements are forgotten, which brings all later events of their keys again; calls of functions and commits of
 * Firestore fail, or are carried out and counted as failed; while orders come in, JVMs are killed.
 */
final class Chaos implements FaultInjection {
    private static final int KILL_EVERY = 40;
    private static final int FIRST_KILL = 15;

    private final Random random;
    private final Deployment deployment;
    private final List<CloudFunction> victims;
    private int orders;
    private int killed;

    /** Arms the faults. */
    Chaos(long seed, Deployment deployment) {
        random = new Random(seed);
        this.deployment = deployment;
        victims = new ArrayList<>(deployment.functions().values());
        deployment
                .gcp()
                .pubSub()
                .faults()
                .often(0.03, "Publish", new Fault.Refused("RESOURCE_EXHAUSTED"))
                .often(0.02, "Publish", new Fault.Refused("UNAVAILABLE"))
                .often(0.02, "Publish", new Fault.Failed())
                .often(0.02, "Publish", new Fault.LostResponse())
                .often(0.02, "Redeliver", new Fault.Failed());
        deployment
                .gcp()
                .firestore()
                .faults()
                .often(0.01, "Commit", new Fault.Refused("UNAVAILABLE"))
                .often(0.01, "Commit", new Fault.Refused("ABORTED"))
                .often(0.01, "Commit", new Fault.LostResponse())
                .often(0.01, "RunQuery", new Fault.Refused("UNAVAILABLE"));
        deployment
                .gcp()
                .functions()
                .faults()
                .often(0.01, "Invoke", new Fault.Refused("429"))
                .often(0.02, "Invoke", new Fault.Failed())
                .often(0.02, "Invoke", new Fault.LostResponse());
    }

    @Override
    public void order() {
        orders++;
        if (orders % KILL_EVERY == FIRST_KILL) {
            kill();
        }
    }

    /** Kills a JVM of a random function that has one, a busy JVM if possible. */
    private void kill() {
        int first = random.nextInt(victims.size());
        for (int i = 0; i < victims.size(); i++) {
            if (victims.get((first + i) % victims.size()).killOne()) {
                killed++;
                return;
            }
        }
    }

    @Override
    public int killed() {
        return killed;
    }

    @Override
    public Map<String, Long> struck() {
        Map<String, Long> struck = new TreeMap<>();
        for (FaultPlan plan : List.of(
                deployment.gcp().pubSub().faults(),
                deployment.gcp().firestore().faults(),
                deployment.gcp().functions().faults())) {
            // The fault's name alone, without details such as its error code.
            plan.injected().forEach((fault, count) -> struck.merge(fault.replaceAll("\\[.*", ""), count, Long::sum));
        }
        return struck;
    }
}
