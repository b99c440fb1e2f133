package io.triskel.local;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * An HTTP server that only this machine can reach, on a port that the system picks, with a bounded number of threads.
 * The JDK's own server, so that local clouds add no web framework to a class path.
 */
public final class LoopbackServer implements AutoCloseable {
    private static final int BACKLOG = 1024;
    private static final int WAITING_CALLS = 10_000;

    private final HttpServer server;
    private final ThreadPoolExecutor executor;

    private LoopbackServer(HttpServer server, ThreadPoolExecutor executor) {
        this.server = server;
        this.executor = executor;
    }

    /**
     * Starts serving.
     *
     * @param name of the threads
     * @param threads the maximum of calls processed at a time; others wait
     */
    public static LoopbackServer start(String name, int threads, HttpHandler handler) {
        // Read once, when the JDK's server class is first used; without it each answer waits 40 ms for a delayed ACK.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                threads,
                threads,
                10,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING_CALLS),
                Daemons.named(name),
                new ThreadPoolExecutor.CallerRunsPolicy());
        executor.allowCoreThreadTimeOut(true);
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
            server.setExecutor(executor);
            server.createContext("/", handler);
            server.start();
            return new LoopbackServer(server, executor);
        } catch (IOException e) {
            executor.shutdownNow();
            throw new UncheckedIOException("No loopback port for " + name, e);
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** {@code 127.0.0.1:port}. */
    public String authority() {
        return "127.0.0.1:" + port();
    }

    public URI uri() {
        return URI.create("http://" + authority());
    }

    /** Runs a call that was set aside, on the server's own threads. */
    public void resume(Runnable call) {
        executor.execute(call);
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
