package io.triskel.load.result;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.OptionalDouble;

/**
 * A phase as it was run; times are milliseconds since the start.
 *
 * @param rate the highest of the phase, in events per second
 */
public record PhaseCounts(
        @JsonProperty(required = true) String kind,
        long fromMs,
        long toMs,
        OptionalDouble rate,
        long offered,
        long sent,
        long accepted,
        long delivered) {
    @JsonIgnore
    public boolean isWarmUp() {
        return kind.equals("warm-up");
    }

    /** {@return whether the load rises abruptly when this phase begins} */
    public boolean rises() {
        return kind.equals("step") || kind.equals("spike");
    }

    public boolean pausesConsumers() {
        return kind.equals("backlog");
    }
}
