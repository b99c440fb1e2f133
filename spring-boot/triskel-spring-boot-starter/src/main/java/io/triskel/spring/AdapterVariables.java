package io.triskel.spring;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/**
 * An adapter's variables as Spring's environment has them: {@code triskel.adapter.*} first, then any property of the variable's own
 * name. Knows which ones the adapter asked for, so that a property that nobody reads is found.
 */
final class AdapterVariables extends AbstractMap<String, String> {
    private final String prefix;
    private final Map<String, String> properties = new TreeMap<>();
    private final Environment environment;
    private final Set<String> asked = new TreeSet<>();

    AdapterVariables(String adapter, Map<String, String> properties, Environment environment) {
        this.prefix = "TRISKEL_" + adapter.toUpperCase(Locale.ROOT) + "_";
        properties.forEach((name, value) -> this.properties.put(variable(name), value));
        this.environment = environment;
    }

    private String variable(String property) {
        return prefix + property.replace('-', '_').toUpperCase(Locale.ROOT);
    }

    @Override
    public @Nullable String get(@Nullable Object name) {
        String variable = String.valueOf(name);
        asked.add(variable);
        String set = properties.get(variable);
        return set != null ? set : environment.getProperty(variable);
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return get(name) != null;
    }

    /** Spring's environment cannot be listed as a whole. */
    @Override
    public Set<Entry<String, String>> entrySet() {
        return Collections.unmodifiableMap(properties).entrySet();
    }

    /** {@return the properties that the adapter did not ask for} */
    Set<String> unknown() {
        Set<String> unknown = new TreeSet<>();
        properties.keySet().stream().filter(name -> !asked.contains(name)).forEach(name -> unknown.add(property(name)));
        return unknown;
    }

    /** {@return the properties that the adapter asked for} */
    Set<String> known() {
        Set<String> known = new TreeSet<>();
        asked.stream().filter(name -> name.startsWith(prefix)).forEach(name -> known.add(property(name)));
        return known;
    }

    private String property(String variable) {
        return "triskel.adapter."
                + variable.substring(prefix.length()).replace('_', '-').toLowerCase(Locale.ROOT);
    }
}
