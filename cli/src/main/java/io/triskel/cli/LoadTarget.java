package io.triskel.cli;

import io.triskel.load.workload.Level;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What can be loaded. Each is a module with a class path of its own, started as a process of its own. */
enum LoadTarget {
    /** The bus in memory, or the order pipeline on it. */
    MEMORY("memory", "loadtest/load-memory"),
    /** Kinesis. */
    AWS("aws", "loadtest/load-aws"),
    /** Event Hubs. */
    AZURE("azure", "loadtest/load-azure"),
    /** Pub/Sub. */
    GCP("gcp", "loadtest/load-gcp"),
    /** No bus: what the tool itself costs and can do. */
    NOOP("noop", "loadtest/load-run"),
    /** Kinesis, simulated from what is documented, in virtual time. */
    SIM_AWS("sim-aws", "loadtest/load-sim"),
    /** Event Hubs, likewise. */
    SIM_AZURE("sim-azure", "loadtest/load-sim"),
    /** Pub/Sub, likewise. */
    SIM_GCP("sim-gcp", "loadtest/load-sim");

    private final String text;
    private final String module;

    LoadTarget(String text, String module) {
        this.text = text;
        this.module = module;
    }

    /** {@return whether it can be loaded at this level} */
    boolean has(Level level) {
        return switch (level) {
            case BUS -> true;
            case FUNCTION -> isCloud() || isSimulated();
            case PIPELINE -> this == MEMORY || isCloud();
        };
    }

    private boolean isSimulated() {
        return this == SIM_AWS || this == SIM_AZURE || this == SIM_GCP;
    }

    private boolean isCloud() {
        return this == AWS || this == AZURE || this == GCP;
    }

    String text() {
        return text;
    }

    static Optional<LoadTarget> named(String name) {
        return Stream.of(values()).filter(target -> target.text.equals(name)).findFirst();
    }

    static String names() {
        return Stream.of(values()).map(LoadTarget::text).collect(Collectors.joining(", "));
    }

    /** {@return the names of those that can be loaded at this level} */
    static String names(Level level) {
        return Stream.of(values())
                .filter(target -> target.has(level))
                .map(LoadTarget::text)
                .collect(Collectors.joining(", "));
    }

    /** {@return the command that starts the target, which tells in its results what it was made of} */
    List<String> command(Installation installation, Level level) {
        if (level == Level.PIPELINE && isCloud()) {
            // Its phase of Maven makes the package of the functions, too.
            installation.ensure("demo-order-pipeline/order-" + text + "-local");
        }
        return installation.command(
                module,
                "io.triskel.load." + text.replace('-', '.') + ".Load",
                "-XX:+UseParallelGC",
                "-Dtriskel.version=" + TriskelVersion.number(),
                "-Dtriskel.commit=" + Commit.of(installation.home()));
    }
}
