package io.triskel.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;

/**
 * A TCP proxy in front of a server that breaks connections, as load balancers and gateways do with idle ones.
 * Independent of any protocol.
 */
public final class BreakingProxy implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final InetSocketAddress target;
    private final ServerSocket server;
    private final ThreadFactory threads;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();

    private BreakingProxy(InetSocketAddress target, ServerSocket server) {
        this.target = target;
        this.server = server;
        this.threads = Daemons.named("breaking-proxy");
    }

    /**
     * Starts a proxy on a loopback port that the system picks.
     *
     * @param target {@code host:port} of the server
     */
    public static BreakingProxy before(String target) {
        int colon = target.lastIndexOf(':');
        try {
            BreakingProxy proxy = new BreakingProxy(
                    new InetSocketAddress(target.substring(0, colon), Integer.parseInt(target.substring(colon + 1))),
                    new ServerSocket(0, 0, InetAddress.getLoopbackAddress()));
            proxy.threads.newThread(proxy::accept).start();
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException("No loopback port for a proxy before " + target, e);
        }
    }

    /** {@code 127.0.0.1:port}. */
    public String authority() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    /** The number of open connections. */
    public int connections() {
        return open.size();
    }

    /** Forgets the open connections: the next bytes that a client sends on one are lost and answered with a reset. */
    public void forgetConnections() {
        open.forEach(connection -> connection.resetsAtNextRequest = true);
    }

    /** Loses answers: each open connection is reset when the server next sends something on it. */
    public void loseAnswers() {
        open.forEach(connection -> connection.resetsAtNextAnswer = true);
    }

    /**
     * Swallows what is sent on the open connections, in both directions, without closing them: a host that has lost its
     * power, or a firewall that has forgotten a connection.
     */
    public void swallowConnections() {
        open.forEach(connection -> connection.swallows = true);
    }

    /** Closes the open connections in order, as a server does with idle ones. */
    public void closeConnections() {
        open.forEach(Connection::close);
    }

    /** Resets the open connections now, and with them the calls in progress. */
    public void resetConnections() {
        open.forEach(Connection::reset);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                connect(client);
            } catch (IOException closed) {
                // The proxy is closed, or the client has disconnected: the loop's condition shows which.
            }
        }
    }

    private void connect(Socket client) throws IOException {
        Socket upstream = new Socket();
        Connection connection = new Connection(client, upstream);
        try {
            upstream.connect(target);
            client.setTcpNoDelay(true);
            upstream.setTcpNoDelay(true);
        } catch (IOException nobodyThere) {
            connection.reset();
            throw nobodyThere;
        }
        open.add(connection);
        threads.newThread(connection::passRequests).start();
        threads.newThread(connection::passAnswers).start();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException alreadyClosed) {
            // The connection is closed already.
        }
        resetConnections();
    }

    /** One connection of a client. */
    private final class Connection {
        private final Socket client;
        private final Socket upstream;
        private volatile boolean resetsAtNextRequest;
        private volatile boolean resetsAtNextAnswer;
        private volatile boolean swallows;

        Connection(Socket client, Socket upstream) {
            this.client = client;
            this.upstream = upstream;
        }

        void passRequests() {
            byte[] buffer = new byte[BUFFER];
            try {
                InputStream in = client.getInputStream();
                OutputStream out = upstream.getOutputStream();
                for (int read = in.read(buffer); read >= 0 && !resetsAtNextRequest; read = in.read(buffer)) {
                    pass(buffer, read, out);
                }
            } catch (IOException broken) {
                // The reset below passes it on.
            }
            reset();
        }

        void passAnswers() {
            byte[] buffer = new byte[BUFFER];
            try {
                InputStream in = upstream.getInputStream();
                OutputStream out = client.getOutputStream();
                for (int read = in.read(buffer); read >= 0 && !resetsAtNextAnswer; read = in.read(buffer)) {
                    pass(buffer, read, out);
                }
            } catch (IOException broken) {
                // The reset below passes it on.
            }
            reset();
        }

        private void pass(byte[] buffer, int read, OutputStream out) throws IOException {
            if (!swallows) {
                out.write(buffer, 0, read);
            }
        }

        /** Closes both sides with a TCP reset, by a linger time of zero. */
        void reset() {
            for (Socket side : new Socket[] {client, upstream}) {
                try {
                    side.setSoLinger(true, 0);
                } catch (IOException alreadyClosed) {
                    // Then it is broken already.
                }
            }
            close();
        }

        void close() {
            open.remove(this);
            for (Socket side : new Socket[] {client, upstream}) {
                try {
                    side.close();
                } catch (IOException alreadyClosed) {
                    // Then it is broken already.
                }
            }
        }
    }
}
