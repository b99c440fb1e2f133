package io.triskel.archive;

import io.triskel.event.Envelope;
import io.triskel.event.EventKind.Sourced;
import io.triskel.event.Page;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * The program of a JVM with a small heap: reads a generated archive as a history, and prints what it found; or ends without
 * any clean-up when it has temporary files.
 */
final class SmallHeap {
    private SmallHeap() {}

    /** Takes events, streams, objects, bytes of each event, whether objects are compressed, a folder, and read or halt. */
    public static void main(String[] arguments) throws IOException {
        GeneratedArchive objects = new GeneratedArchive(
                Integer.parseInt(arguments[0]),
                Integer.parseInt(arguments[1]),
                Integer.parseInt(arguments[2]),
                Integer.parseInt(arguments[3]),
                Boolean.parseBoolean(arguments[4]));
        ArchiveHistory history = new ArchiveHistory(
                Archive.of(objects, "events/", new JsonLines()),
                GeneratedArchive.CODEC,
                Instant.EPOCH,
                broken -> {},
                Path.of(arguments[5]));
        if (arguments[6].equals("halt")) {
            halt(history);
        }
        System.out.println(read(history) + ", " + objects.opened() + " opened, " + objects.listed() + " listed");
    }

    private static void halt(ArchiveHistory history) throws IOException {
        var unused = history.read(Optional.empty(), 500);
        System.out.println("halted with" + (history.temporaryBytes() > 0 ? "" : "out") + " temporary files");
        System.out.flush();
        Runtime.getRuntime().halt(1);
    }

    private static String read(ArchiveHistory history) {
        String stream = "";
        long revision = 0;
        int events = 0;
        int streams = 0;
        Optional<String> next = Optional.empty();
        do {
            Page<Envelope<?>> page = history.read(next, 500);
            for (Envelope<?> event : page.items()) {
                Sourced fact = (Sourced) event.pattern();
                boolean first = !fact.stream().value().equals(stream);
                streams += first ? 1 : 0;
                if (fact.revision() != (first ? 1 : revision + 1)) {
                    throw new IllegalStateException(event + " follows revision " + revision + " of " + stream);
                }
                stream = fact.stream().value();
                revision = fact.revision();
                events++;
            }
            next = page.next();
        } while (next.isPresent());
        return events + " events of " + streams + " streams";
    }
}
