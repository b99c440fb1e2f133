package io.triskel.local.azure.eventhubs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.qpid.protonj2.buffer.ProtonBuffer;
import org.apache.qpid.protonj2.buffer.impl.ProtonByteArrayBufferAllocator;
import org.apache.qpid.protonj2.engine.Connection;
import org.apache.qpid.protonj2.engine.ConnectionState;
import org.apache.qpid.protonj2.engine.Engine;
import org.apache.qpid.protonj2.engine.EngineFactory;

/** A client's connection: the bytes of its socket on one side, the AMQP engine on the other. Used on its loop only. */
final class AmqpConnection {
    private static final int FRAME_BYTES = 64 << 10;
    private static final int SESSION_WINDOW_BYTES = 64 << 20;
    private static final int CHANNELS = 5000;
    private static final int OUTPUT_BYTES = 256 << 10;
    // Above this number of unread bytes no event is delivered until the client has read some.
    private static final int CONGESTED_BYTES = 1 << 20;
    // How long a client may take to read the last bytes of a connection that closes.
    private static final long CLOSING_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final Listener listener;
    private final IoLoop loop;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final Engine engine = EngineFactory.PROTON.createEngine();
    private final Connection connection;
    private final Links links;
    private ByteBuffer output = ByteBuffer.allocate(OUTPUT_BYTES);
    private boolean closing;
    private long closeBy;
    private boolean ended;

    private AmqpConnection(EventHubsServer server, Listener listener, IoLoop loop, SocketChannel channel)
            throws IOException {
        this.listener = listener;
        this.loop = loop;
        this.channel = channel;
        this.key = loop.register(channel, this);
        this.links = new Links(server, this);
        engine.outputHandler(this::write);
        engine.errorHandler(failed -> closeWhenWritten());
        engine.saslDriver().server().setListener(new Sasl(server.access()));
        this.connection = engine.start();
        connection
                .setContainerId("triskel-eventhubs")
                .setMaxFrameSize(FRAME_BYTES)
                .setChannelMax(CHANNELS - 1)
                .setIdleTimeout(server.settings().idleTimeout().toMillis());
        connection.openHandler(Connection::open);
        connection.closeHandler(closed -> {
            closed.close();
            closeWhenWritten();
        });
        connection.sessionOpenHandler(session -> {
            session.setIncomingCapacity(SESSION_WINDOW_BYTES);
            session.closeHandler(closed -> {
                links.ended(closed);
                closed.close();
            });
            session.open();
        });
        connection.receiverOpenHandler(links::attach);
        connection.senderOpenHandler(links::attach);
    }

    static AmqpConnection open(EventHubsServer server, Listener listener, IoLoop loop, SocketChannel channel)
            throws IOException {
        return new AmqpConnection(server, listener, loop, channel);
    }

    /** Runs work on the loop; callable from any thread. */
    void execute(Runnable work) {
        loop.execute(() -> {
            if (!ended) {
                work.run();
            }
        });
    }

    /** Runs work on the loop after a delay; callable on the loop only. */
    void executeLater(Duration delay, Runnable work) {
        loop.executeLater(delay, () -> {
            if (!ended) {
                work.run();
            }
        });
    }

    boolean isCongested() {
        return output.position() > CONGESTED_BYTES;
    }

    void detach(Predicate<HubLink> which, HubException reason) {
        links.detach(which, reason);
    }

    void ready(SelectionKey selected, ByteBuffer input) throws IOException {
        if (selected.isValid() && selected.isReadable()) {
            read(input);
        }
        if (selected.isValid() && selected.isWritable()) {
            loop.dirty(this);
        }
    }

    void read(ByteBuffer input) throws IOException {
        input.clear();
        int count = channel.read(input);
        if (count < 0) {
            shutdown();
            return;
        }
        input.flip();
        byte[] bytes = new byte[count];
        input.get(bytes);
        engine.ingest(ProtonByteArrayBufferAllocator.wrapped(bytes));
    }

    private void write(ProtonBuffer frame, Runnable written) {
        int count = frame.getReadableBytes();
        if (output.remaining() < count) {
            ByteBuffer larger = ByteBuffer.allocate(Math.max(output.capacity() * 2, output.position() + count));
            output.flip();
            output = larger.put(output);
        }
        frame.copyInto(frame.getReadOffset(), output.array(), output.position(), count);
        output.position(output.position() + count);
        frame.close();
        loop.dirty(this);
        if (written != null) {
            written.run();
        }
    }

    void flush() throws IOException {
        if (ended) {
            return;
        }
        output.flip();
        channel.write(output);
        boolean more = output.hasRemaining();
        output.compact();
        key.interestOps(more ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        if (more) {
            return;
        }
        if (closing) {
            shutdown();
        } else {
            links.goOn();
        }
    }

    /** Closes once the last bytes are written, so that a client that is still reading gets them. */
    private void closeWhenWritten() {
        if (!closing) {
            closing = true;
            closeBy = System.nanoTime() + CLOSING_NANOS;
        }
        loop.dirty(this);
    }

    /** Sends heartbeats, and ends the connection if the client sends none. */
    void tick() {
        if (closing && System.nanoTime() - closeBy > 0) {
            shutdown();
        }
        if (!ended && connection.getState() == ConnectionState.ACTIVE) {
            engine.tick(TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
        }
    }

    void shutdown() {
        if (ended) {
            return;
        }
        ended = true;
        listener.ended(this);
        links.ended();
        key.cancel();
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot close a client's socket", e);
        }
        if (!engine.isShutdown()) {
            engine.shutdown();
        }
    }
}
