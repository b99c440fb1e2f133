package io.triskel.load.workload;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** How much of what functions log is kept in the cloud's log service. */
public enum Logs {
    @JsonProperty("none")
    NONE,
    /** The lines of one invocation in ten. */
    @JsonProperty("sampled")
    SAMPLED,
    @JsonProperty("all")
    ALL;

    /** {@return as files and options write it} */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
