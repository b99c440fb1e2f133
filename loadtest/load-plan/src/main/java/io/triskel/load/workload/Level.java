package io.triskel.load.workload;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** How much of an application is under load. */
public enum Level {
    /** Publish to consume. */
    @JsonProperty("bus")
    BUS,
    /** Publish to the handler inside the function package that is deployed. */
    @JsonProperty("function")
    FUNCTION,
    /** Order placed to order finished, through the order functions. */
    @JsonProperty("pipeline")
    PIPELINE;

    /** {@return as files write it} */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
