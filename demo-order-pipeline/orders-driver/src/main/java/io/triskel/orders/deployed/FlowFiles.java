package io.triskel.orders.deployed;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.local.Daemons;
import io.triskel.orders.run.RunLog;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * What a console in another process shows of a local cloud's flow, as files: each event of its bus once, and the logs of its functions. That
 * process could read the bus, but then as one more consumer, which costs a subscription of its own on some clouds.
 */
public final class FlowFiles implements AutoCloseable {
    private static final long LOOK_MILLIS = 250;

    private final Path folder;
    private final List<Path> logs;
    private final OutputStream events;
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(Daemons.named("flow"));

    /** Writes from now on. */
    public FlowFiles(CloudInside inside) {
        folder = inside.folder().resolve("flow");
        logs = inside.functions().logs();
        try {
            events = Files.newOutputStream(Files.createDirectories(folder).resolve("events.jsonl"));
        } catch (IOException failed) {
            throw new UncheckedIOException("Cannot write to " + folder, failed);
        }
        BusLog log = new BusLog(inside.bus(), new RunLog(Optional.empty(), unused -> {}), this::write);
        ScheduledFuture<?> unused =
                looks.scheduleWithFixedDelay(() -> look(log), 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static void look(BusLog log) {
        try {
            long unused = log.read();
        } catch (RuntimeException failed) {
            // The next look reads on.
            System.err.println("flow: " + failed);
        }
    }

    private void write(byte[] event) {
        try {
            events.write(event);
            events.write('\n');
        } catch (IOException failed) {
            throw new UncheckedIOException("Cannot write to " + folder, failed);
        }
    }

    /** {@return the files as the target protocol names them} */
    public ObjectNode asJson() {
        ObjectNode files = JsonNodeFactory.instance.objectNode().put("events", folder.toString());
        logs.forEach(each -> files.withArray("logs").add(each.toString()));
        return files;
    }

    @Override
    public void close() {
        looks.shutdownNow();
    }
}
