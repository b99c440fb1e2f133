package io.triskel.hosting;

import io.triskel.codec.TypeRegistry;
import io.triskel.platform.Platform;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds the application of a package, and checks its names. */
public final class Applications {
    private static final String SERVICE = "META-INF/services/" + Application.class.getName();

    private static final String NAME = "[a-z][a-z0-9-]{0,19}";

    /** With a prefix of 40 characters and a hyphen, a Lambda function's name has 64 at most. */
    private static final int LONGEST_CONSUMER = 23;

    private static final String CONSUMER = "[a-z][a-z0-9]*(-[a-z0-9]+)*";

    /** Names of functions, of readers of the bus and of accounts that deployments have: an application keeps its names on every cloud. */
    private static final Set<String> RESERVED = Set.of(
            Application.HTTP,
            Application.CLOCK,
            "ask",
            "archive",
            "view-rebuild",
            "web",
            "replay",
            "tick",
            "upkeep",
            "restore",
            "push",
            "schedule",
            "build");

    private Applications() {}

    /**
     * {@return the application on the class path}
     *
     * @throws IllegalStateException if there is none, or more than one
     */
    public static Application only() {
        return only(ServiceLoader.load(Application.class, Application.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .toList());
    }

    static Application only(List<Application> found) {
        if (found.isEmpty()) {
            throw new IllegalStateException("No application is on the class path: name the class that implements "
                    + Application.class.getName() + " in the file " + SERVICE);
        }
        if (found.size() > 1) {
            throw new IllegalStateException("Several applications are on the class path: "
                    + found.stream().map(each -> each.getClass().getName()).collect(Collectors.joining(", "))
                    + "; a package has one, so leave one in " + SERVICE + ", and give each other one its own package");
        }
        return found.get(0);
    }

    /**
     * Checks what names of functions, consumers and resources are made of.
     *
     * @throws IllegalArgumentException if a cloud would refuse a name
     */
    public static void requireNames(Application application) {
        if (!application.name().matches(NAME)) {
            throw new IllegalArgumentException("The application's name '" + application.name()
                    + "' must be a letter and at most 19 lower-case letters, digits and hyphens");
        }
        for (String consumer : application.consumers()) {
            if (consumer.length() > LONGEST_CONSUMER || !consumer.matches(CONSUMER)) {
                throw new IllegalArgumentException("The consumer's name '" + consumer
                        + "' names a function, so it must have 1 to " + LONGEST_CONSUMER
                        + " lower-case letters and digits, in words joined by '-': rename it");
            }
            if (RESERVED.contains(consumer)) {
                throw new IllegalArgumentException("Every deployment has a part named '" + consumer
                        + "', so a consumer cannot have that name: rename it");
            }
        }
    }

    /** {@return the application on ports in memory, as it is known before there are others: its consumers, their types, its views} */
    public static HostedApplication inMemory(Application application) {
        return StartedInMemory.of(application).started();
    }

    /** {@return a platform's settings for an application: its source, and its types with the host's own} */
    public static Platform.Settings settings(Application application) {
        TypeRegistry types = application.types();
        return Platform.Settings.of(
                application.source(),
                types.types().contains(Heartbeat.TYPE)
                        ? types
                        : types.toBuilder().add(Heartbeat.TYPE, Heartbeat.class).build());
    }
}
