package io.triskel.hosting.function;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.triskel.event.Deadline;
import io.triskel.notify.Credential;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class LazyHttpLookupTest {
    /** A time-out closes a connection of HTTP/1.1, but leaves one of HTTP/2 in use, even if it is dead. */
    @Test
    void no_connection_outlives_the_time_out_of_a_lookup() throws Exception {
        List<String> upgrades = new CopyOnWriteArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", call -> {
            try (call) {
                upgrades.add(String.valueOf(call.getRequestHeaders().getFirst("Upgrade")));
                call.sendResponseHeaders(404, -1);
            }
        });
        server.start();
        try {
            URI link = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/orders/1");

            new LazyHttpLookup(InstantSource.system(), Credential::none)
                    .fetch(link, Optional.empty(), Deadline.in(Duration.ofMinutes(4), InstantSource.system()));

            assertThat(upgrades).containsOnly("null");
        } finally {
            server.stop(0);
        }
    }
}
