package io.triskel.local.azure.functions.wire;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;

/** One end of the socket between host and worker. One thread reads; any thread may write. */
public final class Connection implements Closeable {
    private static final int BUFFER = 1 << 16;

    private final Socket socket;
    private final MessageReader reader;
    private final DataOutputStream out;
    private final MessageWriter writer;

    public Connection(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        this.reader = new MessageReader(new DataInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER)));
        this.out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), BUFFER));
        this.writer = new MessageWriter(out);
    }

    /**
     * Waits for the next message.
     *
     * @throws IOException when the other end has gone
     */
    public Message read() throws IOException {
        return reader.read();
    }

    /**
     * Sends a message.
     *
     * @throws IOException when the other end has gone
     */
    public synchronized void write(Message message) throws IOException {
        writer.write(message);
        out.flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
