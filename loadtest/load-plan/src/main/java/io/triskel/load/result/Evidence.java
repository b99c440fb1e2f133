package io.triskel.load.result;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** What a figure was measured on, the weakest first. Only {@link #CLOUD} may rank or lead. */
public enum Evidence {
    @JsonProperty("memory")
    MEMORY,
    @JsonProperty("simulated")
    SIMULATED,
    @JsonProperty("emulator")
    EMULATOR,
    @JsonProperty("cloud")
    CLOUD;

    /** {@return as files and pages write it} */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
