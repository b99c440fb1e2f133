package io.triskel.hosting.manifest;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.triskel.hosting.function.EnvironmentReader;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Environment variables of functions, in the manifest's order.
 *
 * @param variables by name
 */
public record Environment(@JsonValue Map<String, String> variables) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Environment {
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    }

    /** {@return an environment without variables} */
    public static Environment empty() {
        return new Environment(Map.of());
    }

    /** {@return the environment with the address at which orders are looked up} */
    public Environment lookingUp() {
        return with(EnvironmentReader.LOOKUP_BASE, Parameters.placeholder(Parameters.LOOKUP_BASE));
    }

    /**
     * {@return the environment with what the inbox's memory depends on}
     *
     * @param busHours how many hours the bus keeps events, or the placeholder of the parameter that says so
     */
    public Environment remembering(String busHours) {
        return with(EnvironmentReader.BUS_RETENTION, busHours)
                .with(EnvironmentReader.REPLAY_HORIZON, Parameters.placeholder(Parameters.REPLAY_HORIZON));
    }

    /** {@return the environment with one variable more} */
    public Environment with(String name, String value) {
        Map<String, String> all = new LinkedHashMap<>(variables);
        all.put(name, value);
        return new Environment(all);
    }
}
