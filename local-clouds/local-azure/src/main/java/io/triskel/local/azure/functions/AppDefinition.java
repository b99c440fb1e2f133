package io.triskel.local.azure.functions;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Describes a function app to deploy.
 *
 * @param zip the package: host.json, a folder with function.json per function, the jar, its libraries in lib; or a folder with these
 * @param settings the app settings: the functions' environment, and the values of {@code %NAME%} and connections in function.json
 * @param functionKey the app's own key, the host key, which opens all functions with authLevel FUNCTION; {@link #functionKey(String)} opens
 *     one
 * @param instances the number of instances over which partitions are spread; each is a JVM, started when there is work
 */
public record AppDefinition(String name, Path zip, Map<String, String> settings, String functionKey, int instances) {
    public AppDefinition {
        settings = Map.copyOf(settings);
        settings.keySet().forEach(AppDefinition::checkSetting);
        if (!name.matches("[a-zA-Z0-9][a-zA-Z0-9-]{0,58}[a-zA-Z0-9]")) {
            throw new IllegalArgumentException("name must have 2 to 60 letters, digits or -, not " + name);
        }
        if (functionKey.isEmpty()) {
            throw new IllegalArgumentException("functionKey must not be empty");
        }
        if (instances < 1) {
            throw new IllegalArgumentException("instances must be at least 1, not " + instances);
        }
    }

    /** One instance, no settings, a new key. */
    public static AppDefinition of(String name, Path zip) {
        return new AppDefinition(
                name, zip, Map.of(), UUID.randomUUID().toString().replace("-", ""), 1);
    }

    /** The key that opens this function alone, as the service's {@code default} key of a function does. */
    public String functionKey(String function) {
        return UUID.nameUUIDFromBytes((functionKey + "/" + function).getBytes(StandardCharsets.UTF_8))
                .toString()
                .replace("-", "");
    }

    /** A copy with another key, as a deployment may set it. */
    public AppDefinition withFunctionKey(String key) {
        return new AppDefinition(name, zip, settings, key, instances);
    }

    /** A copy with further settings. */
    public AppDefinition withSettings(Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(settings);
        all.putAll(more);
        return new AppDefinition(name, zip, all, functionKey, instances);
    }

    public AppDefinition withInstances(int count) {
        return new AppDefinition(name, zip, settings, functionKey, count);
    }

    /**
     * A copy in which the service's own setting disables the function's trigger; {@link FunctionApp#fire} still runs the
     * function.
     */
    public AppDefinition withDisabled(String function) {
        return withSettings(Map.of(disabling(function), "true"));
    }

    boolean isDisabled(String function) {
        String value = settings.getOrDefault(disabling(function), "");
        return value.equals("1") || value.equalsIgnoreCase("true");
    }

    /** Names with other characters are rejected on Linux ("Configure an App Service app"; Azure-Functions#1851). */
    private static void checkSetting(String setting) {
        if (!setting.matches("[a-zA-Z0-9._]+")) {
            throw new IllegalArgumentException("AppSetting with name '" + setting
                    + "' is not allowed: names have letters, digits, . and _ only; a function with a hyphen"
                    + " cannot be disabled");
        }
    }

    private static String disabling(String function) {
        return "AzureWebJobs." + function + ".Disabled";
    }
}
