package io.triskel.load.process;

import io.triskel.load.Site;
import java.util.List;
import java.util.Map;

/**
 * Emulators on this machine with a bus that several workers load, each from its own process.
 *
 * @param variables of the workers' environment: where the bus is, and that it is deployed already
 * @param started ends with the workers
 */
public record HostedBus(Map<String, String> variables, AutoCloseable started) implements AutoCloseable {
    public HostedBus {
        variables = Map.copyOf(variables);
    }

    @Override
    public void close() {
        Site.end(List.of(started));
    }
}
