package io.triskel.cli;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the order pipeline can run. Each is a module with a class path of its own, started as a process of its own, so that
 * this command depends on none and no class path ever holds two clouds.
 */
enum Target {
    /** Everything in one process, with nothing but a JDK. */
    MEMORY("memory", "demo-order-pipeline/orders-driver", "io.triskel.orders.memory.MemoryTarget", Optional.empty()),
    /** The package that is deployed to AWS, on stand-ins for its services. */
    AWS("aws", "loadtest/target-aws", "io.triskel.target.aws.AwsTarget", Optional.of("io.triskel.target.aws.AwsUp")),
    /** The package that is deployed to Azure, on stand-ins for its services. */
    AZURE(
            "azure",
            "loadtest/target-azure",
            "io.triskel.target.azure.AzureTarget",
            Optional.of("io.triskel.target.azure.AzureUp")),
    /** The package that is deployed to Google Cloud, on stand-ins for its services. */
    GCP("gcp", "loadtest/target-gcp", "io.triskel.target.gcp.GcpTarget", Optional.of("io.triskel.target.gcp.GcpUp"));

    private final String text;
    private final String module;
    private final String mainClass;
    private final Optional<String> cloudClass;

    Target(String text, String module, String mainClass, Optional<String> cloudClass) {
        this.text = text;
        this.module = module;
        this.mainClass = mainClass;
        this.cloudClass = cloudClass;
    }

    String text() {
        return text;
    }

    static Optional<Target> named(String name) {
        return Stream.of(values()).filter(target -> target.text.equals(name)).findFirst();
    }

    static String names() {
        return String.join(", ", Stream.of(values()).map(Target::text).toList());
    }

    /** {@return the names of the targets whose local cloud can be started by itself} */
    static String cloudNames() {
        return Stream.of(values())
                .filter(target -> target.cloudClass.isPresent())
                .map(Target::text)
                .collect(Collectors.joining(", "));
    }

    boolean hasCloud() {
        return cloudClass.isPresent();
    }

    /** {@return the command that starts the target} */
    List<String> command(Installation installation) {
        return installation.command(module, mainClass, options());
    }

    /** {@return the command that starts its cloud alone} */
    List<String> cloudCommand(Installation installation) {
        return installation.command(module, cloudClass.orElseThrow(), options());
    }

    /**
     * {@return the command that starts an operator's process for the pipeline on this cloud} Its class path has what reads archives, which
     * the package of the functions leaves out.
     */
    List<String> operationsCommand(Installation installation) {
        return installation.command(module, "io.triskel.orders." + text + ".OrderOperations", options());
    }

    /**
     * The whole pipeline in one process is busy enough for all cores to collect its garbage, and for the best code. A cloud's processes are
     * many; on two cores they lack what the slow compiler would spend on this one, which was two fifths of its time.
     */
    private String[] options() {
        return this == MEMORY
                ? new String[] {"-XX:+UseParallelGC"}
                : new String[] {"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"};
    }
}
