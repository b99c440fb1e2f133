package io.triskel.spring;

import io.triskel.spi.Hosting.Run;
import java.time.Duration;
import java.util.Optional;

/**
 * How a consumer is doing.
 *
 * @param reached whether a run has ever ended without a problem
 * @param problem why the last run failed or ended early, if it did
 * @param lag how far it is behind the bus, if the bus tells
 */
record ConsumerState(boolean reached, Optional<String> problem, Optional<Duration> lag) {
    static final ConsumerState STARTING = new ConsumerState(false, Optional.empty(), Optional.empty());

    ConsumerState after(Run run) {
        Optional<String> first = run.problems().stream().findFirst();
        return new ConsumerState(reached || first.isEmpty(), first, run.lag());
    }

    ConsumerState failed(Throwable failure) {
        String message = Optional.ofNullable(failure.getMessage()).orElse("");
        String firstLine = message.lines().findFirst().orElse("");
        return new ConsumerState(reached, Optional.of(failure.getClass().getSimpleName() + ": " + firstLine), lag);
    }
}
