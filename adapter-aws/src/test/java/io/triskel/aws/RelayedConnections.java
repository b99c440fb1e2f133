package io.triskel.aws;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Relays the connections of a client to a server, byte by byte. A connection can die as a firewall lets it die: both ends stay open, and
 * nothing passes any more. Or its server's end closes it, as a server closes what was idle.
 */
final class RelayedConnections implements AutoCloseable {
    private final ServerSocket listening;
    private final URI server;
    private final List<Relayed> relayed = new CopyOnWriteArrayList<>();

    RelayedConnections(URI server) throws IOException {
        this.server = server;
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        started("accepts", this::accept);
    }

    /** A client's connection, and the one to the server that belongs to it. */
    static final class Relayed {
        private final Socket client;
        private final Socket server;
        private volatile boolean swallows;
        private volatile boolean closedByClient;

        private Relayed(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        /** From now on nothing passes, and nobody is told. */
        void swallow() {
            swallows = true;
        }

        /** The server closes it, without having said so in an answer. */
        void closeFromServer() throws IOException {
            client.close();
        }

        boolean isClosedByClient() {
            return closedByClient;
        }

        private void pump(Socket from, Socket to) {
            byte[] bytes = new byte[8192];
            try (InputStream in = from.getInputStream();
                    OutputStream out = to.getOutputStream()) {
                int count = in.read(bytes);
                while (count >= 0) {
                    if (!swallows) {
                        out.write(bytes, 0, count);
                    }
                    count = in.read(bytes);
                }
                closedByClient |= from == client;
            } catch (IOException closed) {
                // One end is gone, and so is this connection.
            }
        }
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + listening.getLocalPort());
    }

    List<Relayed> connections() {
        return relayed;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                Relayed each = new Relayed(client, new Socket(server.getHost(), server.getPort()));
                relayed.add(each);
                started("requests", () -> each.pump(each.client, each.server));
                started("answers", () -> each.pump(each.server, each.client));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private static void started(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Relayed each : relayed) {
            each.client.close();
            each.server.close();
        }
    }
}
