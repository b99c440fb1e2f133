package io.triskel.load.workload;

import io.triskel.load.yaml.FileField;
import io.triskel.load.yaml.Unit;
import io.triskel.load.yaml.WrongFieldException;

/**
 * The size of an event.
 *
 * @param size bytes of an event on the bus, its data padded to it; from 200, which an envelope needs, to 1,048,576, the
 *     largest that Event Hubs takes
 */
public record EventShape(
        @FileField(
                value =
                        "the size of an event on the bus, padding included; 200 B to 1 MiB; at level `pipeline` only for `size`",
                unit = Unit.SIZE)
        int size) {
    /** Bytes of the smallest event: an envelope needs about that. */
    public static final int SMALLEST = 200;

    /** Bytes of the largest event, which is what Event Hubs takes. */
    public static final int LARGEST = 1 << 20;

    public EventShape {
        if (size < SMALLEST || size > LARGEST) {
            throw WrongFieldException.range("size", "200 B to 1 MiB (1,048,576 B)", size + " B");
        }
    }
}
