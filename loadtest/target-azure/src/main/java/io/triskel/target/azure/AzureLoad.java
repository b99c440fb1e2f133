package io.triskel.target.azure;

import io.triskel.load.process.BoundTarget;
import io.triskel.load.process.LoadProcess;
import io.triskel.load.process.LoadTarget;
import io.triskel.load.workload.Level;
import java.util.Map;

/** The process of target {@code azure}. */
public final class AzureLoad {
    /** A partition takes five readers of one consumer group. */
    private static final int CONSUMERS = 5;

    private AzureLoad() {}

    /** Holds one conversation, see {@link LoadProcess}. */
    public static void main(String[] arguments) {
        LoadProcess.run(
                "azure",
                Map.of(
                        Level.BUS,
                        AzureLoad::open,
                        Level.FUNCTION,
                        () -> FunctionOnAzure.open(System.getenv()),
                        Level.PIPELINE,
                        () -> OrdersOnAzure.open(System.getenv())),
                LocalSite::hosted);
    }

    private static LoadTarget open() {
        AzureBinding azure = AzureBinding.apart(System.getenv());
        return new BoundTarget(
                azure,
                "Event Hubs over AMQP",
                (consumers, worker) -> azure.freshBus().reading(worker),
                CONSUMERS,
                Map.of());
    }
}
