package io.triskel.orders.deployed;

import io.triskel.hosting.operation.Past;
import io.triskel.hosting.operation.StoreRestore.Published;
import io.triskel.notify.Credential;
import io.triskel.orders.pipeline.Ports;

/**
 * A deployed pipeline's ports, opened in this process with the functions' own wiring.
 *
 * @param past the events since the beginning
 * @param published all events of the bus, for a restore
 * @param credential opens the function behind HTTP
 * @param ends closes the clients of all of these
 */
public record OpenedPorts(Ports ports, Past past, Published published, Credential credential, Runnable ends)
        implements AutoCloseable {
    @Override
    public void close() {
        ends.run();
    }
}
