package io.triskel.load.orders;

import io.triskel.codec.EventCodec;
import io.triskel.consume.BatchProcessor;
import io.triskel.load.Consumption;
import io.triskel.load.Environment;
import io.triskel.load.path.LoadPath;
import io.triskel.load.process.OpenedTarget;
import io.triskel.load.workload.Workload;
import io.triskel.orders.deployed.OrderClient;
import io.triskel.orders.deployed.PostedCatalogue;
import java.util.List;
import java.util.Map;

/** An order pipeline, deployed or local, as a target at level pipeline. */
public final class OrdersTarget extends OpenedTarget {
    private final OrderClient client;
    private final Bus bus;

    /**
     * Loads a pipeline that exists already.
     *
     * @param stack what is measured, for people
     * @param units of capacity that the bus has, as far as they are known
     * @param client of the pipeline over HTTP
     * @param opened closed with the target, in this order
     */
    public OrdersTarget(
            Environment environment,
            String stack,
            Map<String, Integer> units,
            OrderClient client,
            Bus bus,
            List<AutoCloseable> opened) {
        super(environment, stack, units, opened);
        this.client = client;
        this.bus = bus;
    }

    /** The pipeline's bus, for one additional consumer. */
    @FunctionalInterface
    public interface Bus {
        /** {@return a consumer of all events, beginning with one that is older than the call} */
        Consumption read(BatchProcessor processor, EventCodec codec);
    }

    @Override
    public LoadPath path(Workload workload, long run) {
        refuseBacklog(workload);
        LoadOrders orders = new LoadOrders(run, workload.seed());
        PostedCatalogue.put(client, orders.catalogue());
        return new OrderPath(client, orders, bus, clock(), run);
    }
}
