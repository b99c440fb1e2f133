package io.triskel.cli;

import io.triskel.load.cloud.Clouds;
import io.triskel.load.workload.Level;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The targets of load tests: memory, each cloud, the tool alone, and the simulated clouds. */
record LoadTargets(Clouds clouds) {
    List<LoadTarget> all() {
        return Stream.of(
                        Stream.of(LoadTarget.MEMORY),
                        clouds.all().stream().map(LoadTarget::of),
                        Stream.of(LoadTarget.NOOP),
                        clouds.all().stream().flatMap(cloud -> LoadTarget.simulated(cloud).stream()))
                .flatMap(targets -> targets)
                .toList();
    }

    Optional<LoadTarget> named(String name) {
        return all().stream().filter(target -> target.text().equals(name)).findFirst();
    }

    String names() {
        return names(target -> true);
    }

    /** {@return the names of those that can be loaded at this level} */
    String names(Level level) {
        return names(target -> target.has(level));
    }

    private String names(Predicate<LoadTarget> wanted) {
        return all().stream().filter(wanted).map(LoadTarget::text).collect(Collectors.joining(", "));
    }
}
