package io.triskel.hosting.manifest;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;

/**
 * A function's permissions by its {@link io.triskel.hosting.PortUse}s, resource by resource, as manifests have them: each resource once, and all
 * sorted. No function loads it.
 */
public final class ResourcePermissions {
    private final Map<String, Set<String>> names = new TreeMap<>();

    /** Begins with none. */
    public ResourcePermissions() {}

    /** Grants these actions or roles on a resource, in addition to earlier ones. */
    public void allow(String resource, String... given) {
        names.computeIfAbsent(resource, none -> new TreeSet<>()).addAll(List.of(given));
    }

    /**
     * {@return all of it, resource by resource}
     *
     * @param permission made of a resource with its actions or roles
     */
    public <T> List<T> each(BiFunction<String, List<String>, T> permission) {
        return names.entrySet().stream()
                .map(given -> permission.apply(given.getKey(), List.copyOf(given.getValue())))
                .toList();
    }
}
