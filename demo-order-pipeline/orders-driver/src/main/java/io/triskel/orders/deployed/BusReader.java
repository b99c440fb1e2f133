package io.triskel.orders.deployed;

import java.util.function.Consumer;

/** Reads a whole bus as any consumer would: events of one ordering key come in the order in which they were published. */
@FunctionalInterface
public interface BusReader {
    /**
     * Hands over the events since the last call, duplicates included.
     *
     * @param each takes an event as a structured CloudEvent, one line of JSON
     */
    void read(Consumer<byte[]> each);
}
