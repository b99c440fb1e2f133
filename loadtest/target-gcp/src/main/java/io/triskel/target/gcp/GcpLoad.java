package io.triskel.target.gcp;

import io.triskel.load.process.BoundTarget;
import io.triskel.load.process.LoadProcess;
import io.triskel.load.process.LoadTarget;
import io.triskel.load.workload.Level;
import java.util.Map;

/** The process of target {@code gcp}. */
public final class GcpLoad {
    /** The binding has one subscription. */
    private static final int CONSUMERS = 1;

    private GcpLoad() {}

    /** Holds one conversation, see {@link LoadProcess}. */
    public static void main(String[] arguments) {
        LoadProcess.run(
                "gcp",
                Map.of(
                        Level.BUS,
                        GcpLoad::open,
                        Level.FUNCTION,
                        () -> FunctionOnGcp.open(System.getenv()),
                        Level.PIPELINE,
                        () -> OrdersOnGcp.open(System.getenv())),
                () -> LocalSite.hosted(System.getenv()));
    }

    private static LoadTarget open() {
        GcpBinding gcp = GcpBinding.apart(System.getenv());
        // The subscription itself gives each worker a part of the keys.
        return new BoundTarget(gcp, "Pub/Sub, streaming pull", (consumers, worker) -> gcp.fresh(), CONSUMERS, Map.of());
    }
}
