package io.triskel.hosting.manifest;

import java.util.HashMap;
import java.util.Map;

/** The readers of the bus by name, according to a manifest: functions, and rebuilds of views. Each name has one owner. */
final class ConsumerOwners {
    private static final String CONSUMER = "consumer";
    private static final String SUBSCRIPTION = "subscription";
    private static final String REBUILD = "a view's rebuild";

    private final Map<String, String> owners = new HashMap<>();

    private ConsumerOwners() {}

    /** @throws IllegalArgumentException if a name has two owners */
    static void requireOne(ManifestParts<?> parts) {
        ConsumerOwners all = new ConsumerOwners();
        for (ManifestFunction function : parts.functions()) {
            if (function.enabled()) {
                String owner = "function " + function.name();
                function.consumer().ifPresent(name -> all.take(CONSUMER, name, owner));
                function.subscription().ifPresent(name -> all.take(SUBSCRIPTION, name, owner));
            }
        }
        parts.rebuildingConsumers().forEach(name -> all.take(CONSUMER, name, REBUILD));
        parts.rebuildingSubscriptions().forEach(name -> all.take(SUBSCRIPTION, name, REBUILD));
    }

    private void take(String what, String name, String owner) {
        String other = owners.putIfAbsent(what + " '" + name + "'", owner);
        if (other != null) {
            throw new IllegalArgumentException("The manifest gives the " + what + " '" + name + "' two owners, " + other
                    + " and " + owner + ": each would get only some of the events, so rename one of them");
        }
    }
}
