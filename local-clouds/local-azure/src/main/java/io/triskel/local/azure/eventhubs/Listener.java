package io.triskel.local.azure.eventhubs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** Accepts connections and spreads them over a fixed number of loops. */
final class Listener implements AutoCloseable {
    private static final int BACKLOG = 1024;

    private final EventHubsServer server;
    private final ServerSocketChannel channel;
    private final int port;
    private final List<IoLoop> loops = new ArrayList<>();
    private final Set<AmqpConnection> connections = ConcurrentHashMap.newKeySet();
    private int accepted;

    private Listener(EventHubsServer server) throws IOException {
        this.server = server;
        this.channel =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        channel.configureBlocking(false);
        this.port = channel.socket().getLocalPort();
        for (int i = 1; i <= server.settings().threads(); i++) {
            loops.add(new IoLoop("eventhubs-" + i));
        }
        loops.get(0).accept(channel, this::connected);
    }

    static Listener start(EventHubsServer server) {
        try {
            Listener listener = new Listener(server);
            listener.loops.forEach(IoLoop::start);
            return listener;
        } catch (IOException e) {
            throw new UncheckedIOException("No loopback port for Event Hubs", e);
        }
    }

    int port() {
        return port;
    }

    /** Ends the links that the predicate accepts; returns when the detach messages are queued. */
    void detach(Predicate<HubLink> which, HubException reason) {
        for (AmqpConnection connection : connections) {
            connection.execute(() -> connection.detach(which, reason));
        }
    }

    void ended(AmqpConnection connection) {
        connections.remove(connection);
    }

    private void connected(SocketChannel client) {
        IoLoop loop = loops.get(accepted++ % loops.size());
        loop.execute(() -> {
            try {
                client.configureBlocking(false);
                client.setOption(StandardSocketOptions.TCP_NODELAY, true);
                connections.add(AmqpConnection.open(server, this, loop, client));
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot serve a client", e);
            }
        });
    }

    @Override
    public void close() {
        loops.forEach(IoLoop::close);
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot close port " + port, e);
        }
    }
}
