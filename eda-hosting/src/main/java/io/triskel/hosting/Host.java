package io.triskel.hosting;

import io.triskel.consume.ConsumerSpec;
import io.triskel.notify.Lookup;
import io.triskel.platform.Platform;
import java.net.URI;
import java.util.Optional;

/**
 * What an application gets from where it runs.
 *
 * @param platform bus and stores, with the application's types
 * @param lookup follows links
 * @param lookupBase where links to the application lead, an absolute address that ends in {@code /}
 * @param leader replaces the saga of its name where a workflow engine runs it
 */
public record Host(Platform platform, Lookup lookup, URI lookupBase, Optional<ConsumerSpec> leader) {
    /** {@return a host without workflow engine} */
    public static Host of(Platform platform, Lookup lookup, URI lookupBase) {
        return new Host(platform, lookup, lookupBase, Optional.empty());
    }

    /** {@return this host, with a workflow engine's desk in the place of a saga} */
    public Host led(ConsumerSpec desk) {
        return new Host(platform, lookup, lookupBase, Optional.of(desk));
    }
}
