package io.triskel.load.cloud;

import java.util.List;
import java.util.Optional;

/**
 * What the command line starts for a cloud, each as a process with its own class path. Only names, so that the command line does not
 * depend on the classes.
 *
 * @param module the folder of the cloud's target
 * @param demo the main class of {@code ./triskel demo} there
 * @param up of {@code ./triskel up}
 * @param operations of {@code ./triskel ops}
 * @param console of {@code ./triskel ui}
 * @param load of {@code ./triskel load}
 * @param simulation the main class of its simulation in {@code loadtest/load-run}, if it has one
 * @param measurements what {@code ./triskel load CLOUD} can measure in addition to workloads
 * @param services what runs on this machine, for people: {@code Kinesis, DynamoDB and Lambda}
 * @param needsNode whether Node.js must be installed for that
 * @param opening how a call authenticates to the local pipeline, as a sentence
 */
public record Started(
        String module,
        String demo,
        String up,
        String operations,
        String console,
        String load,
        Optional<String> simulation,
        List<Measurement> measurements,
        String services,
        boolean needsNode,
        String opening) {
    public Started {
        measurements = List.copyOf(measurements);
    }

    /** A measurement by its name on the command line, with its module and main class. */
    public record Measurement(String name, String module, String mainClass) {}
}
