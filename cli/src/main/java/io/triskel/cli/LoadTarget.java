package io.triskel.cli;

import io.triskel.load.cloud.CloudDescriptor;
import io.triskel.load.cloud.Clouds;
import io.triskel.load.workload.Level;
import java.util.List;
import java.util.Optional;

/**
 * A target of load tests. Each is a module with its own class path, started as a separate process.
 *
 * @param cloud that it is or simulates, if any
 */
record LoadTarget(String text, String module, String mainClass, Optional<CloudDescriptor> cloud) {
    private static final String TOOL = "loadtest/load-run";

    /** The bus in memory, or the order pipeline on it. */
    static final LoadTarget MEMORY =
            new LoadTarget("memory", "loadtest/load-orders", "io.triskel.load.memory.MemoryLoad", Optional.empty());

    /** No bus: the tool's own cost and limits. */
    static final LoadTarget NOOP = new LoadTarget("noop", TOOL, "io.triskel.load.noop.NoopLoad", Optional.empty());

    static LoadTarget of(CloudDescriptor cloud) {
        return new LoadTarget(
                cloud.id(), cloud.started().module(), cloud.started().load(), Optional.of(cloud));
    }

    /** {@return the cloud's simulation in virtual time, if there is one} */
    static Optional<LoadTarget> simulated(CloudDescriptor cloud) {
        return cloud.started()
                .simulation()
                .map(main -> new LoadTarget(Clouds.simulated(cloud.id()), TOOL, main, Optional.of(cloud)));
    }

    /** {@return whether it can be loaded at this level} */
    boolean has(Level level) {
        return switch (level) {
            case BUS -> true;
            case FUNCTION -> cloud.isPresent();
            case PIPELINE -> equals(MEMORY) || (cloud.isPresent() && !isSimulated());
        };
    }

    /** {@return whether it is computed in virtual time} */
    boolean isSimulated() {
        return Clouds.isSimulated(text);
    }

    /** {@return the variables that name a level's input and output streams on the cloud itself} */
    List<String> variablesOfBus(Level level) {
        return cloud.filter(own -> !isSimulated())
                .map(own -> own.variablesOfBus(level))
                .orElse(List.of());
    }

    /**
     * {@return the command that starts the target, which tells in its results what it was made of}
     *
     * @param commit what Triskel's folder is at
     */
    List<String> command(Installation installation, String commit) {
        return installation.command(
                module,
                mainClass,
                "-XX:+UseParallelGC",
                "-Dtriskel.version=" + TriskelVersion.number(),
                "-Dtriskel.commit=" + commit);
    }
}
