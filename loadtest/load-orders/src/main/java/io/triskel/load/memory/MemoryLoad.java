package io.triskel.load.memory;

import io.triskel.load.Environment;
import io.triskel.load.orders.OrdersTarget;
import io.triskel.load.path.BusPath;
import io.triskel.load.path.LoadPath;
import io.triskel.load.process.LoadProcess;
import io.triskel.load.process.LoadTarget;
import io.triskel.load.run.RunClock;
import io.triskel.load.workload.Level;
import io.triskel.load.workload.Workload;
import io.triskel.memory.InMemoryBus;
import io.triskel.notify.Credential;
import io.triskel.orders.deployed.OrderClient;
import io.triskel.publish.EventBus.WireMode;
import java.util.List;
import java.util.Map;

/** The process of target {@code memory}. */
public final class MemoryLoad {
    private static final int PARTITIONS = 4;

    private MemoryLoad() {}

    /** Holds one conversation, see {@link LoadProcess}. */
    public static void main(String[] arguments) {
        // Without this the JDK's server waits 40 ms for each answer's acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        LoadProcess.run("memory", Map.of(Level.BUS, Memory::new, Level.PIPELINE, MemoryLoad::pipeline));
    }

    static LoadTarget pipeline() {
        OrdersInMemory orders = OrdersInMemory.start();
        return pipeline(orders, "load", List.of(orders));
    }

    /** One of several that load a pipeline. */
    static LoadTarget pipeline(OrdersInMemory orders, String observer, List<AutoCloseable> opened) {
        return new OrdersTarget(
                Environment.MEMORY,
                "The order pipeline in this process, over HTTP; a thread for each consumer",
                Map.of(),
                new OrderClient(orders.uri(), Credential.none()),
                (processor, codec) -> new MemoryPorts(orders.bus()).fromStart(observer, processor, codec),
                opened);
    }

    private static final class Memory implements LoadTarget {
        private final RunClock clock = RunClock.ofThisMachine();

        @Override
        public RunClock clock() {
            return clock;
        }

        @Override
        public Environment environment() {
            return Environment.MEMORY;
        }

        @Override
        public String stack() {
            return "InMemoryBus, " + PARTITIONS + " partitions";
        }

        @Override
        public LoadPath path(Workload workload, long run) {
            int size = workload.event().size();
            InMemoryBus bus = InMemoryBus.of(BusPath.codec(size), WireMode.STRUCTURED, PARTITIONS)
                    .withClock(clock.wall());
            return new BusPath(new MemoryPorts(bus), workload.consumers(), run, size, clock::nanos, clock.epoch());
        }

        @Override
        public void close() {
            // Memory goes with the process.
        }
    }
}
