package io.triskel.console.hosted;

import io.triskel.codec.JsonObject;
import io.triskel.console.FlowObserver;
import io.triskel.consume.EventConsumer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Feeds a console's flow from files: the events of a local cloud's bus, which that cloud's process writes, and the logs of the functions. A
 * reader of the bus would be one more consumer of it.
 */
final class FlowFeed implements AutoCloseable {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final FlowObserver observer = new FlowObserver();
    private final FunctionFlow flow;
    private final LogTail events = new LogTail();
    private final List<Path> bus;
    private final List<Path> logs;
    private final Thread reading = new Thread(this::read, "flow");
    private volatile boolean closed;

    private FlowFeed(Collection<EventConsumer> consumers, Path bus, List<Path> logs) {
        flow = new FunctionFlow(observer, consumers);
        this.bus = List.of(bus);
        this.logs = logs;
        reading.setDaemon(true);
    }

    /** {@return the flow whose files a request names, if it names any} */
    static Optional<FlowFeed> of(JsonObject request, Collection<EventConsumer> consumers) {
        if (!request.has("flow")) {
            return Optional.empty();
        }
        JsonObject files = request.object("flow");
        return Optional.of(new FlowFeed(
                consumers,
                Path.of(files.text("events")),
                files.texts("logs").stream().map(Path::of).toList()));
    }

    FlowObserver observer() {
        return observer;
    }

    void start() {
        reading.start();
    }

    private void read() {
        while (!closed) {
            try {
                events.lines(bus).forEach(line -> flow.event(line.getBytes(StandardCharsets.UTF_8)));
                flow.read(logs);
            } catch (RuntimeException failed) {
                // The next look reads on; what is shown in between is older.
                System.err.println("flow: " + failed);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
