package io.triskel.load;

import java.util.Map;
import java.util.TreeMap;

/**
 * The service itself, or its maker's emulator, with a bus and stores that were deployed for tests: nothing is created or
 * removed.
 *
 * @param environment which of the two
 * @param variables the site's addresses
 * @param names of the deployed bus and stores
 */
public record DeployedSite<N>(Environment environment, Map<String, String> variables, N names) implements Site<N> {
    /** The variable that asks for a deployed site; its value is the target's name. */
    public static final String VARIABLE = "TRISKEL_CONTRACTS";

    public DeployedSite {
        variables = Map.copyOf(variables);
    }

    /** {@return whether the environment asks for a deployed site of this target} */
    public static boolean isAskedFor(String target, Map<String, String> environment) {
        return target.equals(environment.get(VARIABLE));
    }

    /**
     * Checks that the environment names what is deployed.
     *
     * @param meanings of the variables that it takes, by name
     * @throws IllegalArgumentException if any is missing: the message names all of them
     */
    public static void require(String target, Map<String, String> environment, Map<String, String> meanings) {
        StringBuilder message =
                new StringBuilder(VARIABLE + "=" + target + " uses a bus and stores that are deployed for tests only.");
        boolean complete = true;
        for (Map.Entry<String, String> variable : new TreeMap<>(meanings).entrySet()) {
            String value = environment.getOrDefault(variable.getKey(), "");
            complete &= !value.isBlank();
            message.append(" %s must name %s, but is '%s'.".formatted(variable.getKey(), variable.getValue(), value));
        }
        if (!complete) {
            throw new IllegalArgumentException(message.toString());
        }
    }

    @Override
    public N fresh() {
        return names;
    }

    @Override
    public N freshBus() {
        return names;
    }

    @Override
    public void delete(N deployed) {
        // Deployed resources stay.
    }

    @Override
    public void close() {
        // Deployed resources stay.
    }
}
