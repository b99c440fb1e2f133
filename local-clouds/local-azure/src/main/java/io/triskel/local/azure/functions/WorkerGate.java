package io.triskel.local.azure.functions;

import io.triskel.local.Daemons;
import io.triskel.local.azure.functions.wire.Connection;
import io.triskel.local.azure.functions.wire.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Accepts the connections of workers; each worker sends the token that it was started with, and other connections are
 * closed.
 */
final class WorkerGate implements AutoCloseable {
    private final ServerSocket door;
    private final Map<String, WorkerProcess> expected = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(Daemons.named("functions-worker"));

    WorkerGate() {
        try {
            door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException("No loopback port for workers", e);
        }
        threads.execute(this::admit);
    }

    int port() {
        return door.getLocalPort();
    }

    void expect(WorkerProcess worker) {
        expected.put(worker.token(), worker);
    }

    void forget(WorkerProcess worker) {
        expected.remove(worker.token());
    }

    @Override
    public void close() {
        threads.shutdownNow();
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot close the port for workers", e);
        }
    }

    private void admit() {
        while (true) {
            try {
                Socket socket = door.accept();
                threads.execute(() -> serve(socket));
            } catch (IOException e) {
                // Closed.
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (Connection connection = new Connection(socket)) {
            if (connection.read() instanceof Message.Hello hello) {
                WorkerProcess worker = expected.get(hello.token());
                if (worker != null) {
                    worker.serve(connection);
                }
            }
        } catch (IOException e) {
            // The client disconnected before it sent its token.
        }
    }
}
