package io.triskel.load;

import java.util.Locale;

/** Where a measurement was taken: a figure of a stand-in is no figure of the service. */
public enum Environment {
    /** Within one process, with no cloud and no stand-in for one. */
    MEMORY,
    /** A service computed from its documented limits, in time that does not pass. */
    SIMULATED,
    /** Stand-ins on this machine. */
    EMULATOR,
    /** The service itself. */
    CLOUD;

    /** {@return how it is written in results} */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
