package io.triskel.local.azure.eventhubs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.triskel.local.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;

/** A client that opens an AMQP connection and then says nothing, not even that it is alive. */
record SilentClient(Socket socket) implements AutoCloseable {
    // Protocol header of SASL, a frame with sasl-init, protocol header of AMQP, a frame with open.
    static final String OPENING = "AMQP\3\1\0\0"
            + "\0\0\0\31\2\1\0\0\0S\101\300\14\1\243\11ANONYMOUS"
            + "AMQP\0\1\0\0"
            + "\0\0\0\26\2\0\0\0\0S\20\300\11\1\241\6silent";

    static SilentClient open(int port) {
        try {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout((int) Await.LIMIT.toMillis());
            socket.getOutputStream().write(OPENING.getBytes(ISO_8859_1));
            return new SilentClient(socket);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot connect", e);
        }
    }

    /** All that the server sends until it closes the connection. */
    String readToEnd() {
        try {
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException("The connection was not closed", e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot close a socket", e);
        }
    }
}
