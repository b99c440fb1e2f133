package io.triskel.orders.pipeline;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What somebody may do because of its {@link PortUse}s, resource by resource, as manifests have it: each resource stands once, and all is
 * sorted. No function loads it.
 */
public final class ResourcePermissions {
    private final String member;
    private final Map<String, Set<String>> names = new TreeMap<>();

    /**
     * Begins with none.
     *
     * @param member the name of what is given on a resource: {@code actions} or {@code roles}
     */
    public ResourcePermissions(String member) {
        this.member = member;
    }

    /** Gives these actions or roles on a resource, beside those that are given already. */
    public void allow(String resource, String... given) {
        names.computeIfAbsent(resource, none -> new TreeSet<>()).addAll(List.of(given));
    }

    /** {@return all of it, each resource with its actions or roles} */
    public ArrayNode json() {
        ArrayNode permissions = JsonNodeFactory.instance.arrayNode();
        names.forEach((resource, its) -> {
            ObjectNode permission = permissions.addObject().put("resource", resource);
            its.forEach(permission.putArray(member)::add);
        });
        return permissions;
    }
}
