package io.triskel.orders.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;

/** Who reads the bus under which name, by a manifest: functions, and rebuilds of views. Each name has one owner. */
final class ConsumerOwners {
    private static final String REBUILDS = "rebuilds";
    private static final String SUBSCRIPTION = "subscription";

    private final Map<String, String> owners = new HashMap<>();

    private ConsumerOwners() {}

    /** @throws IllegalArgumentException if a name has two owners */
    static void requireOne(ObjectNode manifest, Iterable<JsonNode> functions) {
        ConsumerOwners all = new ConsumerOwners();
        for (JsonNode function : functions) {
            String owner = "function " + function.path("name").asText();
            all.take("consumer", function.path("consumer"), owner);
            all.take(SUBSCRIPTION, function.path("trigger").path(SUBSCRIPTION), owner);
        }
        all.rebuilds(manifest.path(REBUILDS));
        manifest.forEach(part -> all.rebuilds(part.path(REBUILDS)));
    }

    private void rebuilds(JsonNode rebuilds) {
        for (JsonNode rebuild : rebuilds) {
            take("consumer", rebuild, "a view's rebuild");
            take(SUBSCRIPTION, rebuild.path(SUBSCRIPTION), "a view's rebuild");
        }
    }

    private void take(String what, JsonNode name, String owner) {
        String other = name.isTextual() ? owners.putIfAbsent(what + " '" + name.textValue() + "'", owner) : null;
        if (other != null) {
            throw new IllegalArgumentException("The manifest gives the " + what + " '" + name.textValue()
                    + "' two owners, " + other + " and " + owner
                    + ": each would get only part of the events, so rename one of them");
        }
    }
}
