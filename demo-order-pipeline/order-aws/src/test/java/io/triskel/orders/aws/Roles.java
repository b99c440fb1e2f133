package io.triskel.orders.aws;

import com.fasterxml.jackson.databind.JsonNode;
import io.triskel.local.aws.iam.Permission;
import java.util.ArrayList;
import java.util.List;

/** The permissions of a manifest as the local AWS takes them. */
final class Roles {
    private Roles() {}

    static List<Permission> permissions(JsonNode function) {
        List<Permission> allowed = new ArrayList<>();
        for (JsonNode permission : function.path("permissions")) {
            String resource = permission.path("resource").asText();
            permission.path("actions").forEach(action -> allowed.add(new Permission(action.asText(), resource)));
        }
        return allowed;
    }
}
