package io.triskel.hosting.manifest;

import io.triskel.hosting.function.EnvironmentReader;
import java.util.Optional;

/** How long inboxes remember by a manifest: never less than the bus keeps events, and the replay horizon. */
final class InboxMemory {
    private InboxMemory() {}

    /** @throws IllegalArgumentException if a function's inbox forgets events that may come again */
    static void requireLongEnough(ManifestParts<?> parts) {
        parts.busRetention().map(kept -> kept.json().asText()).ifPresent(kept -> {
            for (Environment environment : parts.environments()) {
                String told = said(environment, EnvironmentReader.BUS_RETENTION);
                if (!told.equals(kept) && !isLess(kept, told)) {
                    throw new IllegalArgumentException(
                            "The manifest tells functions that the bus keeps events for " + told
                                    + " hours (" + EnvironmentReader.BUS_RETENTION + "), but it keeps them for " + kept
                                    + ": inboxes would forget events that come again, so set both to the same value");
                }
                String horizon = said(environment, EnvironmentReader.REPLAY_HORIZON);
                if (!isPlaceholder(horizon) && !isLess("-1", horizon)) {
                    throw new IllegalArgumentException("The manifest's " + EnvironmentReader.REPLAY_HORIZON + " is '"
                            + horizon + "', expected a number of hours, 0 or more");
                }
            }
        });
    }

    private static String said(Environment environment, String name) {
        return Optional.ofNullable(environment.variables().get(name))
                .orElseThrow(() -> new IllegalArgumentException("The manifest does not set " + name
                        + " for each function: print it with the package of the same release as the scripts"));
    }

    private static boolean isPlaceholder(String value) {
        return value.startsWith("${");
    }

    private static boolean isLess(String one, String other) {
        return one.matches("-?[0-9]{1,5}")
                && other.matches("[0-9]{1,5}")
                && Integer.parseInt(one) < Integer.parseInt(other);
    }
}
