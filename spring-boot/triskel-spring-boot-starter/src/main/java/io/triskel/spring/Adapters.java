package io.triskel.spring;

import io.triskel.memory.InMemoryPlatform;
import io.triskel.platform.Platform;
import io.triskel.spi.Hosting;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.springframework.core.env.Environment;

/** Opens the platform of the adapter on the class path. */
final class Adapters {
    private static final String AUTO = "auto";
    private static final String MEMORY = "memory";

    private final List<Hosting.Provider> found;

    Adapters(List<Hosting.Provider> found) {
        this.found = found;
    }

    /** {@return the adapters that this class loader sees} */
    static Adapters of(ClassLoader loader) {
        return new Adapters(ServiceLoader.load(Hosting.Provider.class, loader).stream()
                .map(ServiceLoader.Provider::get)
                .toList());
    }

    Hosting open(String platform, Map<String, String> properties, Environment environment, Platform.Settings settings) {
        if (found.size() > 1) {
            throw new StartException(
                    "The class path holds more than one adapter: " + names(),
                    "Keep the adapter of the cloud that this process runs on, and remove the others from its class"
                            + " path. Build one artifact per cloud.");
        }
        if (platform.equals(MEMORY) || (platform.equals(AUTO) && found.isEmpty())) {
            return new MemoryHosting(InMemoryPlatform.of(settings));
        }
        Hosting.Provider adapter = found.stream()
                .filter(one -> platform.equals(AUTO) || one.name().equals(platform))
                .findFirst()
                .orElseThrow(() -> new StartException(
                        "triskel.platform is '" + platform + "', and the class path holds "
                                + (found.isEmpty() ? "no adapter" : "adapter " + names() + " only"),
                        "Add the dependency io.triskel:adapter-" + platform + ", or set triskel.platform to memory."));
        return open(adapter, new AdapterVariables(adapter.name(), properties, environment), settings);
    }

    private static Hosting open(Hosting.Provider adapter, AdapterVariables variables, Platform.Settings settings) {
        Hosting opened;
        try {
            opened = adapter.open(variables, settings);
        } catch (IllegalArgumentException incomplete) {
            throw new StartException(
                    "The adapter '" + adapter.name() + "' cannot start: " + incomplete.getMessage() + unread(variables),
                    "Set each as an environment variable, as a property of the same name, or as one of "
                            + variables.known() + ". Or set triskel.platform to memory.");
        }
        if (!variables.unknown().isEmpty()) {
            opened.platform().close();
            throw new StartException(
                    "The adapter '" + adapter.name() + "' has no setting " + variables.unknown(),
                    "Use one of " + variables.known() + ", or remove it.");
        }
        return opened;
    }

    private static String unread(AdapterVariables variables) {
        return variables.unknown().isEmpty() ? "" : "\n- not read: " + variables.unknown();
    }

    private String names() {
        return String.join(
                ", ", found.stream().map(Hosting.Provider::name).sorted().toList());
    }
}
