package io.triskel.target.gcp;

import io.triskel.local.Fault;
import io.triskel.orders.deployed.SeededFaults;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Random faults: the topic is busy, fails and loses answers, so that events come twice;
 * acknowledgements are forgotten, which brings all later events of their keys again; calls of functions and commits of
 * Firestore fail, or are carried out and counted as failed; while orders come in, JVMs are killed.
 */
final class Chaos extends SeededFaults {
    private static final int KILL_EVERY = 40;
    private static final int FIRST_KILL = 15;

    private final List<BooleanSupplier> victims = new ArrayList<>();

    /** Arms the faults. */
    Chaos(long seed, Deployment deployment) {
        super(
                seed,
                deployment.gcp().pubSub().faults(),
                deployment.gcp().firestore().faults(),
                deployment.gcp().functions().faults());
        deployment.functions().forEach(function -> victims.add(function::killOne));
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
    protected void strike(int order) {
        if (order % KILL_EVERY == FIRST_KILL) {
            killAny(victims);
        }
    }
}
