package io.triskel.load.soak;

import java.util.Map;
import java.util.Objects;

/**
 * What a deployed function of a soak is told by its environment.
 *
 * @param stores the prefix of the stores' names
 * @param failing makes its handlers fail
 */
public record Assignment(String stores, Failing failing) {
    private static final String STORES = "SOAK_STORES";
    private static final String FAIL_EVERY = "SOAK_FAIL_EVERY";

    /** {@return the variables that tell it} */
    public static Map<String, String> variables(String stores, SoakSettings settings) {
        return Map.of(STORES, stores, FAIL_EVERY, String.valueOf(settings.failEvery()));
    }

    /** {@return what the variables tell} */
    public static Assignment of(Map<String, String> environment) {
        return new Assignment(
                Objects.requireNonNull(environment.get(STORES), STORES),
                new Failing(Integer.parseInt(Objects.requireNonNull(environment.get(FAIL_EVERY), FAIL_EVERY))));
    }
}
