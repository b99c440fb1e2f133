package io.triskel.orders.function;

import io.triskel.event.Deadline;
import io.triskel.notify.HttpLookup;
import io.triskel.notify.Lookup;
import io.triskel.notify.Lookup.LookupAnswer;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Follows links over HTTP with a client that is made for the first link, because most functions follow none. */
public final class LazyHttpLookup implements Lookup {
    private static final Duration TO_CONNECT = Duration.ofSeconds(2);

    private final InstantSource clock;
    private @Nullable Lookup http;

    public LazyHttpLookup(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public LookupAnswer fetch(URI resolved, Optional<String> etag, Deadline deadline) {
        return http().fetch(resolved, etag, deadline);
    }

    private synchronized Lookup http() {
        Lookup made = http != null
                ? http
                : new HttpLookup(
                        HttpClient.newBuilder().connectTimeout(TO_CONNECT).build(), clock);
        http = made;
        return made;
    }
}
