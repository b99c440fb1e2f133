package io.triskel.hosting;

import io.triskel.codec.TypeRegistry;
import io.triskel.saga.Steps;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a package of functions hosts: its name, its types, and its parts {@linkplain #on on a host}. Functions, manifests and
 * operators find it by {@link java.util.ServiceLoader}: name the class in {@code META-INF/services/io.triskel.hosting.Application}.
 *
 * <p>Adding a part is one line in {@link #on} and a new deployment: manifests start the application once in memory and take from
 * there what they need. An application that declares {@link #consumers} and {@link #uses} itself is not started for that.
 */
public interface Application {
    /** The name in {@link #uses} of the function behind HTTP. */
    String HTTP = "http";

    /** The name in {@link #uses} of the clock's function. */
    String CLOCK = "clock";

    /** {@return its name, which begins the names of what is deployed: 1 to 20 lower-case letters, digits and hyphens} */
    String name();

    /** {@return what the names of its packages begin with: by default {@link #name}, as in {@code shop-aws.zip}} */
    default String artifact() {
        return name();
    }

    /** {@return the CloudEvents source of events that no part of it has committed} */
    default String source() {
        return "/" + name();
    }

    /** {@return every type that it sends or stores; the host adds its own} */
    TypeRegistry types();

    /** {@return its variants by name, the first is the default; none if it has one form only} */
    default List<String> styles() {
        return List.of();
    }

    /** {@return the application in this style, one of {@link #styles}} */
    default Application styled(String style) {
        return this;
    }

    /** {@return the names of its consumers; each is a function of its own} */
    default List<String> consumers() {
        return StartedInMemory.of(this).consumers();
    }

    /**
     * {@return the ports that each function uses: {@value #HTTP}, each consumer by its name, {@value #CLOCK}} By default whatever a
     * part of its kind may use; declare less to grant less.
     */
    default Map<String, Set<PortUse>> uses() {
        return StartedInMemory.of(this).uses();
    }

    /** {@return the process that a workflow engine may run instead of the saga of its name} */
    default Optional<Steps<?>> process() {
        return Optional.empty();
    }

    /**
     * {@return the application on these ports} For one whose parts the platform's builders make, {@link Hosted#of} is enough. Nothing
     * may be called here: a manifest has no ports but those in memory.
     */
    Hosted<?> on(Host host);
}
