package io.triskel.local.azure.eventhubs;

import io.triskel.local.Daemons;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * One thread that serves many connections. All work of a connection runs here, one task after another; other threads
 * submit work with {@link #execute}. The output of connections is written once per round.
 */
final class IoLoop implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(IoLoop.class.getName());
    private static final int READ_BYTES = 256 << 10;
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long JOIN_MILLIS = 5000;

    private final Selector selector;
    private final Thread thread;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean awake = new AtomicBoolean();
    private final PriorityQueue<Later> later = new PriorityQueue<>(Comparator.comparingLong(Later::nanos));
    private final Set<AmqpConnection> dirty = new LinkedHashSet<>();
    private final ByteBuffer input = ByteBuffer.allocateDirect(READ_BYTES);
    private long nextTick = System.nanoTime() + TICK_NANOS;
    private volatile boolean closed;

    IoLoop(String name) throws IOException {
        this.selector = Selector.open();
        this.thread = Daemons.named(name).newThread(this::run);
    }

    private record Later(long nanos, Runnable work) {}

    void start() {
        thread.start();
    }

    /** Registers a callback for each client of the listening channel; call before the loop starts. */
    void accept(ServerSocketChannel channel, Consumer<SocketChannel> accepted) throws IOException {
        channel.register(selector, SelectionKey.OP_ACCEPT, accepted);
    }

    SelectionKey register(SocketChannel channel, AmqpConnection connection) throws IOException {
        return channel.register(selector, SelectionKey.OP_READ, connection);
    }

    /** Runs work soon on the loop; callable from any thread. */
    void execute(Runnable work) {
        tasks.add(work);
        if (Thread.currentThread() != thread && awake.compareAndSet(false, true)) {
            selector.wakeup();
        }
    }

    /** Runs work on the loop after a delay; callable on the loop only. */
    void executeLater(Duration delay, Runnable work) {
        later.add(new Later(System.nanoTime() + delay.toNanos(), work));
    }

    /** Notes that the connection has output to write; callable on the loop only. */
    void dirty(AmqpConnection connection) {
        dirty.add(connection);
    }

    private void run() {
        try {
            while (!closed) {
                select();
                awake.set(false);
                runTasks();
                flush();
            }
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "An Event Hubs loop ended", e);
        } finally {
            closeChannels();
        }
    }

    private void select() throws IOException {
        if (tasks.isEmpty() && dirty.isEmpty()) {
            selector.select(Math.max(1, TimeUnit.NANOSECONDS.toMillis(untilNext())));
        } else {
            selector.selectNow();
        }
        for (SelectionKey key : selector.selectedKeys()) {
            if (key.isValid() && key.isAcceptable()) {
                accept(key);
            } else if (key.attachment() instanceof AmqpConnection connection) {
                guarded(connection, () -> connection.ready(key, input));
            }
        }
        selector.selectedKeys().clear();
    }

    private long untilNext() {
        long now = System.nanoTime();
        long tick = nextTick - now;
        Later first = later.peek();
        return first == null ? tick : Math.min(tick, first.nanos() - now);
    }

    @SuppressWarnings("unchecked")
    private static void accept(SelectionKey key) {
        try {
            SocketChannel client = ((ServerSocketChannel) key.channel()).accept();
            if (client != null) {
                ((Consumer<SocketChannel>) key.attachment()).accept(client);
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "A client could not be accepted", e);
        }
    }

    private void runTasks() {
        long now = System.nanoTime();
        while (!later.isEmpty() && later.peek().nanos() - now <= 0) {
            tasks.add(later.remove().work());
        }
        // Tasks added by tasks run after the next check of the sockets.
        for (int count = tasks.size(); count > 0; count--) {
            Runnable task = tasks.poll();
            if (task != null) {
                guarded(task);
            }
        }
        if (nextTick - now <= 0) {
            nextTick = now + TICK_NANOS;
            for (AmqpConnection connection : connections()) {
                guarded(connection, connection::tick);
            }
        }
    }

    private void flush() {
        List<AmqpConnection> connections = List.copyOf(dirty);
        dirty.clear();
        for (AmqpConnection connection : connections) {
            guarded(connection, connection::flush);
        }
    }

    private List<AmqpConnection> connections() {
        List<AmqpConnection> found = new ArrayList<>();
        for (SelectionKey key : selector.keys()) {
            if (key.attachment() instanceof AmqpConnection connection) {
                found.add(connection);
            }
        }
        return found;
    }

    private interface Work {
        void run() throws IOException;
    }

    /** Ends a connection whose work fails, without affecting the others. */
    private static void guarded(AmqpConnection connection, Work work) {
        try {
            work.run();
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "A connection failed", e);
            connection.shutdown();
        }
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "A task failed", e);
        }
    }

    private void closeChannels() {
        connections().forEach(AmqpConnection::shutdown);
        try {
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot close a selector", e);
        }
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join(JOIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
