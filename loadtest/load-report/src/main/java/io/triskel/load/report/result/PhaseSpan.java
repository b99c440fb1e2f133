package io.triskel.load.report.result;

import java.util.OptionalDouble;

/**
 * A phase as it was run; times are milliseconds since the start.
 *
 * @param rate events per second, absent where it changes within the phase
 */
public record PhaseSpan(
        String kind, long fromMs, long toMs, OptionalDouble rate, long offered, long accepted, long delivered) {
    public boolean isWarmUp() {
        return kind.equals("warm-up");
    }

    /** {@return whether the load rises at once when this phase begins} */
    public boolean rises() {
        return kind.equals("step") || kind.equals("spike");
    }

    public boolean pausesConsumers() {
        return kind.equals("backlog");
    }
}
