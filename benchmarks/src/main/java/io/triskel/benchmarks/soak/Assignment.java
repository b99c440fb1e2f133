package io.triskel.benchmarks.soak;

import java.util.Map;
import java.util.Objects;

/**
 * The settings of a deployed function of a soak, in its environment.
 *
 * @param stores the prefix of the stores' names
 * @param failing makes its handlers fail
 */
public record Assignment(String stores, Failing failing) {
    private static final String STORES = "SOAK_STORES";
    private static final String FAIL_EVERY = "SOAK_FAIL_EVERY";

    /** {@return the settings as variables} */
    public static Map<String, String> variables(String stores, SoakSettings settings) {
        return Map.of(STORES, stores, FAIL_EVERY, String.valueOf(settings.failEvery()));
    }

    /** {@return the settings in the variables} */
    public static Assignment of(Map<String, String> environment) {
        return new Assignment(
                Objects.requireNonNull(environment.get(STORES), STORES),
                new Failing(Integer.parseInt(Objects.requireNonNull(environment.get(FAIL_EVERY), FAIL_EVERY))));
    }
}
