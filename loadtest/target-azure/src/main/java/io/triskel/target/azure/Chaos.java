package io.triskel.target.azure;

import io.triskel.local.Fault;
import io.triskel.orders.deployed.SeededFaults;
import java.util.Map;

/**
 * Random faults: the hub is busy, fails and loses answers, so that events come twice; invocations fail, or are carried out
 * and counted as failed; checkpoints fail; while orders come in, JVMs are killed, links are detached, and partitions move
 * between more and fewer instances.
 */
final class Chaos extends SeededFaults {
    private static final String BUSY = "com.microsoft:server-busy";
    private static final int SCALE_EVERY = 50;
    private static final int FIRST_SCALE = 10;
    private static final int KILL_EVERY = 100;
    private static final int FIRST_KILL = 15;
    private static final int DETACH_EVERY = 70;
    private static final int FIRST_DETACH = 20;
    private static final int MOST_INSTANCES = 3;

    private final Deployment deployment;
    private long scaled;
    private long detached;

    /** Arms the faults. */
    Chaos(long seed, Deployment deployment) {
        super(
                seed,
                deployment.azure().eventHubs().faults(),
                deployment.azure().functions().faults());
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
                .often(0.02, "Invoke", new Fault.LostResponse())
                .often(0.1, "Checkpoint", new Fault.Failed());
    }

    @Override
    protected void strike(int order) {
        if (order % SCALE_EVERY == FIRST_SCALE) {
            deployment.app().scaleTo(1 + random(MOST_INSTANCES));
            scaled++;
        }
        if (order % KILL_EVERY == FIRST_KILL) {
            kill(deployment.app()::killOne);
        }
        if (order % DETACH_EVERY == FIRST_DETACH) {
            deployment.azure().eventHubs().detachAll();
            detached++;
        }
    }

    @Override
    public Map<String, Long> struck() {
        Map<String, Long> struck = super.struck();
        struck.put("App Scaled", scaled);
        struck.put("Links Detached", detached);
        return struck;
    }
}
