package io.triskel.hosting.function;

import io.triskel.event.Deadline;
import io.triskel.notify.Credential;
import io.triskel.notify.HttpLookup;
import io.triskel.notify.Lookup;
import io.triskel.notify.Lookup.LookupAnswer;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Follows links over HTTP with a client and a credential that are made for the first link, because most functions follow none.
 */
public final class LazyHttpLookup implements Lookup {
    private static final Duration TO_CONNECT = Duration.ofSeconds(2);

    private final InstantSource clock;
    private final Supplier<Credential> credential;
    private @Nullable Lookup http;

    /**
     * Makes nothing yet.
     *
     * @param credential asked once for what the orders' API lets in
     */
    public LazyHttpLookup(InstantSource clock, Supplier<Credential> credential) {
        this.clock = clock;
        this.credential = credential;
    }

    @Override
    public LookupAnswer fetch(URI resolved, Optional<String> etag, Deadline deadline) {
        return http().fetch(resolved, etag, deadline);
    }

    private synchronized Lookup http() {
        Lookup made = http != null
                ? http
                : new HttpLookup(
                                // A lookup's time-out closes a connection of HTTP/1.1; a dead one of HTTP/2 would stay
                                // in use.
                                HttpClient.newBuilder()
                                        .version(HttpClient.Version.HTTP_1_1)
                                        .connectTimeout(TO_CONNECT)
                                        .build(),
                                clock)
                        .withCredential(credential.get());
        http = made;
        return made;
    }
}
