package io.triskel.local.azure.roles;

import io.triskel.local.access.Grant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A built-in role on a scope.
 *
 * @param role its name, such as {@code Azure Event Hubs Data Sender}
 * @param scope the end of the scope's id, such as {@code eventhubs/orders}; it does not cover scopes above or below
 */
public record RoleAssignment(String role, String scope) implements Grant<DataAction> {
    private static final String ENTITIES = "Microsoft.Storage/storageAccounts/tableServices/tables/entities/";
    private static final String BLOBS = "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/";

    /** The data actions of each role ("Azure built-in roles", Analytics and Storage); of {@code blobs/*} those that have a name here. */
    private static final Map<String, Set<String>> ROLES = Map.of(
            "Azure Event Hubs Data Sender",
            Set.of("Microsoft.EventHub/*/send/action"),
            "Azure Event Hubs Data Receiver",
            Set.of("Microsoft.EventHub/*/receive/action"),
            "Storage Table Data Reader",
            Set.of(ENTITIES + "read"),
            "Storage Table Data Contributor",
            Set.of(
                    ENTITIES + "read",
                    ENTITIES + "write",
                    ENTITIES + "delete",
                    ENTITIES + "add/action",
                    ENTITIES + "update/action"),
            "Storage Blob Data Owner",
            Set.of(BLOBS + "read", BLOBS + "write", BLOBS + "delete"),
            "Monitoring Metrics Publisher",
            Set.of("Microsoft.Insights/Metrics/Write", "Microsoft.Insights/Telemetry/Write"));

    public RoleAssignment {
        if (!ROLES.containsKey(role) || scope.isBlank()) {
            throw new IllegalArgumentException("An assignment is one of the roles "
                    + ROLES.keySet().stream().sorted().toList()
                    + " on a scope, such as eventhubs/orders; this is '" + role + "' on '" + scope + "'");
        }
    }

    /** {@return an assignment for each of these roles on a resource} */
    public static List<RoleAssignment> each(List<String> roles, String resource) {
        return roles.stream().map(role -> new RoleAssignment(role, resource)).toList();
    }

    @Override
    public boolean allows(DataAction needed) {
        return scope.equals(needed.resource())
                && Optional.ofNullable(ROLES.get(role)).orElse(Set.of()).contains(needed.name());
    }

    /** {@return a text such as {@code Azure Event Hubs Data Sender on eventhubs/orders}} */
    @Override
    public String toString() {
        return role + " on " + scope;
    }
}
