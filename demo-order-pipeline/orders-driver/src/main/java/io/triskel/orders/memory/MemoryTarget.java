package io.triskel.orders.memory;

import io.triskel.orders.pipeline.Style;
import io.triskel.orders.run.DrivenPipeline;
import io.triskel.orders.run.RunLog;
import io.triskel.orders.run.TargetMain;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/** The memory target as a process: requests on standard input, answers on standard output. */
public final class MemoryTarget {
    static final String NAME = "memory";

    private MemoryTarget() {}

    /** Ends with 0 when the run was completed, with 1 when it was not. */
    public static void main(String[] arguments) throws IOException {
        // Without this the JDK's server waits 40 ms for each answer's acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        // On two processors the common pool has one thread, and the HTTP client then starts a thread for each request.
        System.setProperty("java.util.concurrent.ForkJoinPool.common.parallelism", "2");
        TargetMain.run(NAME, MemoryTarget::start);
    }

    /** The pipeline in this process, with a server for links to orders. */
    static DrivenPipeline start(Style style, OptionalLong chaos, RunLog log) {
        Chaos trouble = chaos.isPresent() ? Chaos.seeded(chaos.getAsLong()) : Chaos.none();
        int parallel = trouble.on() ? 1 : Runtime.getRuntime().availableProcessors();
        Optional<OrderServer> server = Optional.of(OrderServer.start());
        return new DrivenMemory(new MemoryPipeline(style, trouble, parallel, log::event, server), server);
    }
}
