package io.triskel.load.memory;

import io.triskel.load.Environment;
import io.triskel.load.path.BusPath;
import io.triskel.load.path.LoadPath;
import io.triskel.load.process.LoadProcess;
import io.triskel.load.process.LoadTarget;
import io.triskel.load.workload.Workload;
import io.triskel.memory.InMemoryBus;
import io.triskel.publish.EventBus.WireMode;

/** The process of target {@code memory}. */
public final class Load {
    private static final int PARTITIONS = 4;

    private Load() {}

    /** Holds one conversation, see {@link LoadProcess}. */
    public static void main(String[] arguments) {
        LoadProcess.run("memory", Memory::new);
    }

    private static final class Memory implements LoadTarget {
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
            InMemoryBus bus = InMemoryBus.of(BusPath.codec(size), WireMode.STRUCTURED, PARTITIONS);
            return new BusPath(new MemoryPorts(bus), workload.consumers(), run, size);
        }

        @Override
        public void close() {
            // Memory goes with the process.
        }
    }
}
