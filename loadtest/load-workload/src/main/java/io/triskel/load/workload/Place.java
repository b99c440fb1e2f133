package io.triskel.load.workload;

import java.nio.file.Path;
import java.util.function.Supplier;

/** A line of a file, from 1, and the errors that name it. */
record Place(Path file, int line) {
    WorkloadException problem(String message) {
        return new WorkloadException(file + ":" + line + ": " + message);
    }

    /** {@return what a value's own rules accept; what they refuse is told with this place} */
    <T> T check(Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw new WorkloadException(file + ":" + line + ": " + e.getMessage() + ".", e);
        }
    }
}
