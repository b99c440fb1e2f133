package io.triskel.orders.memory;

import io.triskel.event.Deadline;
import io.triskel.notify.HttpLookup;
import io.triskel.notify.Lookup;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;

/** Links to orders that a server on this machine answers. */
final class LinksOverHttp {
    private LinksOverHttp() {}

    /** {@return a lookup whose requests have a deadline in real time, because the driver's clock does not advance during a request} */
    static Lookup lookup() {
        Lookup lookup = new HttpLookup(client(), InstantSource.system());
        return (resolved, etag, deadline) ->
                lookup.fetch(resolved, etag, Deadline.in(Duration.ofSeconds(10), InstantSource.system()));
    }

    /** Answers are short and from this machine: handing them from thread to thread would take longer than reading them. */
    private static HttpClient client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .executor(Runnable::run)
                .build();
    }
}
