package io.triskel.load.yaml;

import java.nio.file.Path;
import java.util.function.Supplier;

/** A line of a file, from 1, and the errors that name it. */
public record Place(Path file, int line) {
    public InputException problem(String message) {
        return new InputException(file + ":" + line + ": " + message);
    }

    /** {@return the value that its own rules accept; an error that they throw gets this place} */
    public <T> T check(Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw refused(e);
        }
    }

    InputException refused(IllegalArgumentException rule) {
        return new InputException(file + ":" + line + ": " + rule.getMessage() + ".", rule);
    }
}
