package io.triskel.load;

import java.util.Locale;

/** Where a measurement was taken: a figure of an emulator is not a figure of the service. */
public enum Environment {
    /** Within one process, without a cloud or an emulator of one. */
    MEMORY,
    /** A service computed from its documented limits, in time that does not pass. */
    SIMULATED,
    /** Emulators on this machine. */
    EMULATOR,
    /** The service itself. */
    CLOUD;

    /** {@return its name in results} */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
