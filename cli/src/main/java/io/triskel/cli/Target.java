package io.triskel.cli;

import io.triskel.load.cloud.CloudDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A target on which the order pipeline can run. Each is a module with its own class path, started as a separate process, so that
 * this command depends on none and no class path ever holds two clouds.
 *
 * @param cloud whose deployed package it runs on this machine; empty if it is no cloud
 */
record Target(String text, String module, String mainClass, Optional<CloudDescriptor> cloud) {
    /** What a JVM's heap may have on a machine of 12 GB. */
    private static final long ROOMY = 3L << 30;

    /** Everything in one process, with nothing but a JDK. */
    static final Target MEMORY = new Target(
            "memory", "demo-order-pipeline/orders-driver", "io.triskel.orders.memory.MemoryTarget", Optional.empty());

    static Target of(CloudDescriptor cloud) {
        return new Target(cloud.id(), cloud.started().module(), cloud.started().demo(), Optional.of(cloud));
    }

    /** {@return the command that starts the target} */
    List<String> command(Installation installation) {
        return installation.command(module, mainClass, options());
    }

    /**
     * {@return the command that starts its cloud alone}
     *
     * @param application deployed there instead of the order pipeline
     */
    List<String> cloudCommand(Installation installation, Optional<ApplicationPackage> application) {
        List<String> command =
                installation.command(module, cloud.orElseThrow().started().up(), options());
        return Stream.concat(
                        command.stream(), application.map(ApplicationPackage::arguments).orElse(List.of()).stream())
                .toList();
    }

    /**
     * {@return the command that starts an operator's process} Its class path has the readers of archives, which the functions' package omits.
     *
     * @param application in place of the order pipeline
     */
    List<String> operationsCommand(Installation installation, Optional<ApplicationPackage> application) {
        return command(installation, application, cloud.orElseThrow().started().operations());
    }

    /**
     * {@return the command that starts a console}
     *
     * @param application in place of the order pipeline
     */
    List<String> consoleCommand(Installation installation, Optional<ApplicationPackage> application) {
        return command(installation, application, cloud.orElseThrow().started().console());
    }

    private List<String> command(Installation installation, Optional<ApplicationPackage> application, String main) {
        List<String> classPath = installation.classPath(module);
        return Installation.command(
                application.map(own -> own.before(classPath)).orElse(classPath), main, options());
    }

    /**
     * The optimising compiler would take a third of the time of a run in memory of 24,000 orders, and two fifths of what a cloud's processes need:
     * see decision 0128.
     */
    private String[] options() {
        List<String> collection = cloud.isEmpty()
                ? inMemory(Runtime.getRuntime().maxMemory(), System.getProperty("os.name"))
                : List.of("-XX:+UseSerialGC");
        return Stream.concat(collection.stream(), Stream.of("-XX:TieredStopAtLevel=1"))
                .toArray(String[]::new);
    }

    /**
     * {@return the options of a whole pipeline in one process} It is worth parallel collection, and a young generation of 1 GB from the start, touched and
     * of fixed parts: to grow that step by step, in small pages, costs a fifth of a run's processor time. Only Linux has the option of large pages.
     *
     * @param most the bytes that a heap may have on this machine
     */
    static List<String> inMemory(long most, String system) {
        List<String> options = new ArrayList<>(List.of("-XX:+UseParallelGC"));
        if (most >= ROOMY) {
            options.addAll(List.of("-Xms1500m", "-Xmn1g", "-XX:-UseAdaptiveSizePolicy", "-XX:+AlwaysPreTouch"));
        }
        if (system.equals("Linux")) {
            options.add("-XX:+UseTransparentHugePages");
        }
        return options;
    }
}
