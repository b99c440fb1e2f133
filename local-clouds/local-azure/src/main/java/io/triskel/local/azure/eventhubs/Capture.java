package io.triskel.local.azure.eventhubs;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes the events of a hub to Avro files, partition by partition, at {@code
 * <container>/<namespace>/<hub>/<partition>/<yyyy>/<MM>/<dd>/<HH>/<mm>/<ss>.avro}. Windows end when the server's timer, or a
 * caller, calls {@link #tick}. Closing writes all events that have arrived.
 */
public final class Capture implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Capture.class.getName());
    private static final DateTimeFormatter PATH = DateTimeFormatter.ofPattern("yyyy/MM/dd/HH/mm/ss'.avro'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final int PAGE = 1000;
    private static final int PAGE_BYTES = 4 << 20;

    private final CaptureSettings settings;
    private final InstantSource clock;
    private final List<Window> windows;
    private final List<Path> files = new ArrayList<>();
    private boolean closed;

    Capture(EventHub hub, String namespace, CaptureSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        Path folder = settings.folder()
                .resolve(settings.container())
                .resolve(namespace)
                .resolve(hub.name());
        this.windows = hub.partitions().stream()
                .map(partition -> new Window(partition, folder.resolve(partition.id())))
                .toList();
    }

    public CaptureSettings settings() {
        return settings;
    }

    /** The files written so far, oldest first. */
    public synchronized List<Path> files() {
        return List.copyOf(files);
    }

    /** Reads the events that have arrived, and writes the files whose window is over. */
    synchronized void tick() {
        if (closed) {
            return;
        }
        for (Window window : windows) {
            // A failure of one partition must not stop the capture of the others; the partition is retried.
            try {
                window.take();
                window.endIfOver();
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, "Capture of partition " + window.partition.id() + " failed", e);
                window.startAgain();
            }
        }
    }

    /** Writes all events that have arrived, even if their windows are not over. */
    public synchronized void flush() {
        if (!closed) {
            for (Window window : windows) {
                window.take();
                window.end();
            }
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            flush();
            windows.forEach(Window::discard);
            closed = true;
        }
    }

    synchronized boolean isClosed() {
        return closed;
    }

    private final class Window {
        private final Partition partition;
        private final Path folder;
        private long position;
        private long writtenUpTo;
        private Instant beganAt;
        // Names have whole seconds; two files never share one.
        private Instant nextName = Instant.EPOCH;
        private @Nullable CaptureFile file;
        private long bytes;

        Window(Partition partition, Path folder) {
            this.partition = partition;
            this.folder = folder;
            this.position = partition.lastSequenceNumber();
            this.writtenUpTo = position;
            this.beganAt = clock.instant();
        }

        void take() {
            PartitionPage page;
            do {
                page = partition.read(position, PAGE, PAGE_BYTES);
                for (StoredEvent event : page.events()) {
                    if (file == null) {
                        file = new CaptureFile(settings.folder());
                    }
                    file.add(event);
                    position = event.sequenceNumber();
                    bytes += event.body().length;
                    if (bytes >= settings.sizeBytes()) {
                        end();
                    }
                }
            } while (!page.events().isEmpty());
        }

        void endIfOver() {
            if (!clock.instant().isBefore(beganAt.plus(settings.window()))) {
                end();
            }
        }

        void end() {
            if (file == null && settings.emptyFiles()) {
                file = new CaptureFile(settings.folder());
            }
            if (file != null) {
                Path target = folder.resolve(PATH.format(beganAt));
                file.moveTo(target);
                files.add(target);
                file = null;
                bytes = 0;
                writtenUpTo = position;
                nextName = beganAt.plusSeconds(1).truncatedTo(ChronoUnit.SECONDS);
            }
            Instant now = clock.instant();
            beganAt = now.isBefore(nextName) ? nextName : now;
        }

        /** Forgets a file that could not be written; its events are read again. */
        void startAgain() {
            discard();
            file = null;
            bytes = 0;
            position = writtenUpTo;
        }

        void discard() {
            if (file != null) {
                file.discard();
            }
        }
    }
}
