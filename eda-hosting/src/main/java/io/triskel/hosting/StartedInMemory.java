package io.triskel.hosting;

import static io.triskel.hosting.PortUse.DIRTY_STREAMS;
import static io.triskel.hosting.PortUse.DUE_LANES;
import static io.triskel.hosting.PortUse.INBOX;
import static io.triskel.hosting.PortUse.LIST_ROWS;
import static io.triskel.hosting.PortUse.LOOK_UP;
import static io.triskel.hosting.PortUse.PARK;
import static io.triskel.hosting.PortUse.PARK_BEHIND;
import static io.triskel.hosting.PortUse.PUBLISH;
import static io.triskel.hosting.PortUse.READ_KEYS;
import static io.triskel.hosting.PortUse.READ_REPLICAS;
import static io.triskel.hosting.PortUse.READ_ROWS;
import static io.triskel.hosting.PortUse.REPLAY;
import static io.triskel.hosting.PortUse.SAGAS;
import static io.triskel.hosting.PortUse.SNAPSHOTS;
import static io.triskel.hosting.PortUse.STREAMS;
import static io.triskel.hosting.PortUse.WAITING_SAGAS;
import static io.triskel.hosting.PortUse.WRITE_KEYS;
import static io.triskel.hosting.PortUse.WRITE_REPLICAS;
import static io.triskel.hosting.PortUse.WRITE_ROWS;

import io.triskel.memory.InMemoryPlatform;
import io.triskel.notify.Lookup;
import io.triskel.projection.View;
import java.net.URI;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An application as it is known before there is any port: its parts, by starting it once in memory. */
final class StartedInMemory {
    private static final URI NOWHERE = URI.create("http://application.invalid/");

    private final HostedApplication started;

    private StartedInMemory(HostedApplication started) {
        this.started = started;
    }

    static StartedInMemory of(Application application) {
        Lookup none = (resolved, etag, deadline) -> {
            throw new IllegalStateException("Application '" + application.name()
                    + "' follows a link while it is put together: move the call into a handler");
        };
        return new StartedInMemory(application
                .on(Host.of(InMemoryPlatform.of(Applications.settings(application)), none, NOWHERE))
                .application());
    }

    HostedApplication started() {
        return started;
    }

    List<String> consumers() {
        return List.copyOf(started.consumers().keySet());
    }

    Map<String, Set<PortUse>> uses() {
        Map<String, Set<PortUse>> uses = new LinkedHashMap<>();
        uses.put(
                Application.HTTP,
                EnumSet.of(
                        READ_KEYS,
                        WRITE_KEYS,
                        STREAMS,
                        SNAPSHOTS,
                        READ_REPLICAS,
                        WRITE_REPLICAS,
                        READ_ROWS,
                        LIST_ROWS,
                        PUBLISH));
        Set<PortUse> clock = EnumSet.of(DIRTY_STREAMS, WAITING_SAGAS, DUE_LANES, READ_REPLICAS, PUBLISH);
        for (String consumer : started.consumers().keySet()) {
            Set<PortUse> its = consumer(consumer);
            uses.put(consumer, its);
            clock.addAll(its);
        }
        // It replays what consumers have parked, so it does all that they do; it parks nothing itself.
        clock.removeAll(EnumSet.of(PARK, PARK_BEHIND));
        uses.put(Application.CLOCK, clock);
        return uses;
    }

    /** Every consumer notes heartbeats, may decode personal data, and replays what it has parked if an operator asks for it. */
    private Set<PortUse> consumer(String name) {
        Set<PortUse> uses = EnumSet.of(PARK, PARK_BEHIND, REPLAY, WRITE_REPLICAS, READ_KEYS);
        if (started.sagas().containsKey(name)) {
            uses.addAll(EnumSet.of(SAGAS, PUBLISH));
        } else if (started.views().stream().map(View::name).anyMatch(name::equals)) {
            uses.addAll(EnumSet.of(READ_ROWS, LIST_ROWS, WRITE_ROWS));
        } else {
            uses.addAll(EnumSet.of(
                    INBOX, STREAMS, SNAPSHOTS, PUBLISH, READ_REPLICAS, READ_ROWS, LIST_ROWS, WRITE_KEYS, LOOK_UP));
        }
        return uses;
    }
}
