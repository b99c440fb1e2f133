package io.triskel.orders.deployed;

import java.util.function.Consumer;

/** Reads all of a bus as any consumer would, so that what shares an ordering key comes in the order in which it was published. */
@FunctionalInterface
public interface BusReader {
    /**
     * Hands over what has come since the last call, repeated events included.
     *
     * @param each takes an event as a structured CloudEvent, one line of JSON
     */
    void read(Consumer<byte[]> each);
}
