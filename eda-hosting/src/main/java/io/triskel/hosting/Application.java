package io.triskel.hosting;

import io.triskel.codec.TypeRegistry;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a package of functions hosts. Manifests are made from this description, before there is any port; functions and
 * operators put the application together {@linkplain #on on a host}.
 */
public interface Application {
    /** The name in {@link #uses} of the function behind HTTP. */
    String HTTP = "http";

    /** The name in {@link #uses} of the clock's function. */
    String CLOCK = "clock";

    /** {@return its name, which begins the names of what is deployed: 1 to 20 lower-case letters, digits and hyphens} */
    String name();

    /** {@return the CloudEvents source of events that no part of it has committed} */
    default String source() {
        return "/" + name();
    }

    /** {@return every type that it sends or stores} */
    TypeRegistry types();

    /** {@return the names of its consumers; each is a function of its own} */
    List<String> consumers();

    /** {@return the ports that each function uses: {@value #HTTP}, each consumer by its name, {@value #CLOCK}} */
    Map<String, Set<PortUse>> uses();

    /** {@return the application on these ports} */
    Hosted<?> on(Host host);
}
