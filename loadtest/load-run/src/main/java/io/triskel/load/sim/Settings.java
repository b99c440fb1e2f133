package io.triskel.load.sim;

import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Settings of a simulated bus that replace what sizing proposes.
 *
 * @param environment variables of the process
 */
public record Settings(Map<String, String> environment) {
    /** Milliseconds until a new instance of a function takes events. */
    public static final String COLD_START = "TRISKEL_SIM_COLD_START_MS";

    private static final int MOST = 100_000;

    public Settings {
        environment = Map.copyOf(environment);
    }

    /**
     * {@return a number that is set}
     *
     * @throws IllegalArgumentException if it is not one
     */
    public OptionalInt number(String name) {
        String value = environment.get(name);
        if (value == null || value.isBlank()) {
            return OptionalInt.empty();
        }
        if (!value.matches("[1-9][0-9]{0,5}") || Integer.parseInt(value) > MOST) {
            throw new IllegalArgumentException(
                    name + " must be a whole number from 1 to " + MOST + ", not '" + value + "'");
        }
        return OptionalInt.of(Integer.parseInt(value));
    }

    /** {@return how long an instance takes to start, in nanoseconds, if that is set} */
    public OptionalLong coldStart() {
        OptionalInt millis = number(COLD_START);
        return millis.isPresent() ? OptionalLong.of(millis.getAsInt() * 1_000_000L) : OptionalLong.empty();
    }

    /**
     * {@return whether something is switched on}
     *
     * @throws IllegalArgumentException if it is neither true nor false
     */
    public boolean isTrue(String name) {
        String value = environment.getOrDefault(name, "");
        if (!value.isBlank() && !value.equals("true") && !value.equals("false")) {
            throw new IllegalArgumentException(name + " must be true or false, not '" + value + "'");
        }
        return value.equals("true");
    }
}
