package io.triskel.console;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The server, if the console has one of its own. */
record Served(@Nullable HttpServer server, @Nullable ThreadPoolExecutor threads, String scheme, String host)
        implements AutoCloseable {
    private static final int WORKERS = 8;
    private static final int WAITING = 1_024;

    static Served elsewhere() {
        return new Served(null, null, "", "");
    }

    /**
     * {@return a server on this address, which serves nothing yet}
     *
     * @throws UncheckedIOException if the port cannot be had
     */
    static Served on(InetSocketAddress address, Optional<SSLContext> tls) {
        // Read once, when the JDK's server class is first used; without it each answer waits 40 ms for a delayed ACK.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        int most = WORKERS + EventStream.MOST;
        ThreadPoolExecutor threads =
                new ThreadPoolExecutor(most, most, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), task -> {
                    Thread thread = new Thread(task, "console");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        try {
            HttpServer server = server(address, tls);
            server.setExecutor(threads);
            return new Served(server, threads, tls.isPresent() ? "https" : "http", hostOf(address.getAddress()));
        } catch (IOException failed) {
            threads.shutdownNow();
            throw new UncheckedIOException(
                    "The console cannot listen on port " + address.getPort() + ": choose another one", failed);
        }
    }

    private static HttpServer server(InetSocketAddress on, Optional<SSLContext> tls) throws IOException {
        if (tls.isEmpty()) {
            return HttpServer.create(on, 0);
        }
        HttpsServer server = HttpsServer.create(on, 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls.get()));
        return server;
    }

    private static String hostOf(InetAddress address) {
        return address instanceof Inet6Address
                ? address.isLoopbackAddress() ? "[::1]" : "[" + address.getHostAddress() + "]"
                : address.getHostAddress();
    }

    void serve(HttpHandler handler) {
        if (server != null) {
            server.createContext("/", handler);
            server.start();
        }
    }

    int port() {
        if (server == null) {
            throw new IllegalStateException(
                    "This console is a handler of another server, which knows its port: use start for one of its own");
        }
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        if (server != null && threads != null) {
            server.stop(0);
            threads.shutdownNow();
        }
    }
}
