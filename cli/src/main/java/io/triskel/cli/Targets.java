package io.triskel.cli;

import io.triskel.load.cloud.CloudDescriptor;
import io.triskel.load.cloud.Clouds;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Where the order pipeline can run: in memory, and on each cloud's local services. */
record Targets(Clouds clouds) {
    List<Target> all() {
        return Stream.concat(Stream.of(Target.MEMORY), clouds.all().stream().map(Target::of))
                .toList();
    }

    private Optional<Target> named(String name) {
        return all().stream().filter(target -> target.text().equals(name)).findFirst();
    }

    /**
     * {@return the targets of a list with commas, each once; {@code all} means every one}
     *
     * @throws IllegalArgumentException if one is unknown
     */
    List<Target> listed(String names) {
        if (names.equals("all")) {
            return all();
        }
        return Stream.of(names.split(",", -1))
                .map(name -> named(name.strip())
                        .orElseThrow(() -> new IllegalArgumentException("unknown target '" + name + "'; known: "
                                + String.join(
                                        ", ", all().stream().map(Target::text).toList())
                                + ", or all")))
                .distinct()
                .toList();
    }

    /**
     * Checks that an engine on this machine can direct the pipeline.
     *
     * @throws IllegalArgumentException if none can on these targets
     */
    void refuseWithoutEngine(List<Target> asked) {
        List<String> able = withLocalEngine().stream().map(CloudDescriptor::id).toList();
        if (asked.size() != 1 || !able.contains(asked.get(0).text())) {
            throw new IllegalArgumentException("style engine needs --target " + CloudTexts.or(able)
                    + ": no other target has an engine on this machine");
        }
    }

    /**
     * Checks that there is a cloud, whose functions can be in several languages.
     *
     * @throws IllegalArgumentException if languages are named and the pipeline runs in memory only
     */
    void refuseLanguagesInMemory(List<Target> asked, String languages) {
        if (!languages.isEmpty() && asked.equals(List.of(Target.MEMORY))) {
            throw new IllegalArgumentException(
                    "--language needs a cloud, such as --target aws: in memory every consumer is in one process");
        }
    }

    /** {@return the target of this cloud} */
    Optional<Target> cloud(String id) {
        return clouds.find(id).map(Target::of);
    }

    /**
     * {@return the target of the cloud that the user named}
     *
     * @throws ParameterException of this command if there is none
     */
    Target requireCloud(String id, CommandLine command) {
        return cloud(id)
                .orElseThrow(
                        () -> new ParameterException(command, "unknown cloud '" + id + "'; known: " + cloudNames()));
    }

    /** {@return the names of the targets whose local cloud can be started by itself} */
    String cloudNames() {
        return String.join(", ", clouds.ids());
    }

    /** {@return the clouds whose own engine runs on this machine} */
    List<CloudDescriptor> withLocalEngine() {
        return clouds.all().stream()
                .filter(cloud ->
                        cloud.engine().flatMap(engine -> engine.local()).isPresent())
                .toList();
    }
}
