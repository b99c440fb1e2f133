package io.triskel.cli;

import io.triskel.load.workload.Level;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What can be loaded. Each is a module with a class path of its own, started as a process of its own. */
enum LoadTarget {
    /** The bus in memory, or the order pipeline on it. */
    MEMORY("memory", "loadtest/load-orders", "io.triskel.load.memory.MemoryLoad"),
    /** Kinesis. */
    AWS("aws", "loadtest/target-aws", "io.triskel.target.aws.AwsLoad"),
    /** Event Hubs. */
    AZURE("azure", "loadtest/target-azure", "io.triskel.target.azure.AzureLoad"),
    /** Pub/Sub. */
    GCP("gcp", "loadtest/target-gcp", "io.triskel.target.gcp.GcpLoad"),
    /** No bus: what the tool itself costs and can do. */
    NOOP("noop", "loadtest/load-run", "io.triskel.load.noop.NoopLoad"),
    /** Kinesis, simulated from what is documented, in virtual time. */
    SIM_AWS("sim-aws", "loadtest/load-run", "io.triskel.load.sim.aws.SimulatedAwsLoad"),
    /** Event Hubs, likewise. */
    SIM_AZURE("sim-azure", "loadtest/load-run", "io.triskel.load.sim.azure.SimulatedAzureLoad"),
    /** Pub/Sub, likewise. */
    SIM_GCP("sim-gcp", "loadtest/load-run", "io.triskel.load.sim.gcp.SimulatedGcpLoad");

    private final String text;
    private final String module;
    private final String mainClass;

    LoadTarget(String text, String module, String mainClass) {
        this.text = text;
        this.module = module;
        this.mainClass = mainClass;
    }

    /** {@return whether it can be loaded at this level} */
    boolean has(Level level) {
        return switch (level) {
            case BUS -> true;
            case FUNCTION -> isCloud() || isSimulated();
            case PIPELINE -> this == MEMORY || isCloud();
        };
    }

    /** {@return the cloud that it is or stands for} */
    Optional<String> cloud() {
        return isCloud() || isSimulated() ? Optional.of(text.replace("sim-", "")) : Optional.empty();
    }

    /** {@return whether it is computed in virtual time} */
    boolean isSimulated() {
        return this == SIM_AWS || this == SIM_AZURE || this == SIM_GCP;
    }

    private boolean isCloud() {
        return this == AWS || this == AZURE || this == GCP;
    }

    /** {@return the variables that name what a consumer of the cloud's own bus reads, and what is published to with it, at a level} */
    List<String> variablesOfBus(Level level) {
        if (level == Level.PIPELINE) {
            // On the others each reader sees all of the pipeline's bus anyway.
            return this == GCP ? List.of("ORDERS_LOAD_SUBSCRIPTION") : List.of();
        }
        List<String> reports = level == Level.FUNCTION ? List.of("TRISKEL_LOAD_REPORTS") : List.of();
        return switch (this) {
            case AWS -> both(List.of("TRISKEL_AWS_STREAM"), reports);
            case AZURE -> both(List.of("TRISKEL_AZURE_HUB"), reports);
            case GCP ->
                both(
                        List.of("TRISKEL_GCP_TOPIC", "TRISKEL_GCP_SUBSCRIPTION"),
                        reports.isEmpty()
                                ? reports
                                : List.of("TRISKEL_LOAD_REPORTS", "TRISKEL_LOAD_REPORTS_SUBSCRIPTION"));
            default -> List.of();
        };
    }

    private static List<String> both(List<String> some, List<String> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
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

    /** {@return the module of a cloud's target} */
    static String module(String cloud) {
        return named(cloud).orElseThrow().module;
    }

    /** {@return the names of those that can be loaded at this level} */
    static String names(Level level) {
        return Stream.of(values())
                .filter(target -> target.has(level))
                .map(LoadTarget::text)
                .collect(Collectors.joining(", "));
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
