package io.triskel.event;

import java.util.UUID;

/** Generates new ids; injected, so that tests are deterministic. */
@FunctionalInterface
public interface IdSource {
    /** {@return an id never returned before, 1 to 128 characters} */
    String next();

    /** {@return random UUIDs, the default outside of tests} */
    static IdSource random() {
        return () -> UUID.randomUUID().toString();
    }
}
