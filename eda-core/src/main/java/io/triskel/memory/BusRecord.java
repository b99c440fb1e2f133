package io.triskel.memory;

import io.triskel.codec.WireEvent;
import java.util.Optional;

/** What the in-memory bus keeps of an event: bytes and attributes, no object. */
record BusRecord(int partition, long offset, Optional<String> key, WireEvent wire) {
    String position() {
        return partition + "-" + offset;
    }
}
