package io.triskel.gcp.archive;

import io.triskel.archive.Archive;
import io.triskel.archive.ArchiveObjects;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The archive of one topic, in files that a Cloud Storage subscription wrote, each named after its start time. */
public final class MessageArchive {
    private static final DateTimeFormatter BEGUN = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss'+00:00'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private MessageArchive() {}

    /**
     * {@return the archive of all files started before a moment}
     *
     * @param prefix the subscription's file prefix; the format of its dates must be the default one
     * @param until the moment; it must be longer ago than the subscription's maximum file duration and a few minutes,
     *     so that no file started before it is still being written. A run that has passed a file's name does not return
     *     to it
     */
    public static Archive of(ArchiveObjects objects, String prefix, Instant until) {
        return Archive.of(new Begun(objects, prefix, prefix + BEGUN.format(until)), prefix, new MessageFormat());
    }

    /**
     * {@return the archive of the files started in a period}
     *
     * @param prefix as for {@link #of}
     * @param from when the period begins; files started before are not listed
     * @param until as for {@link #of}
     */
    public static Archive between(ArchiveObjects objects, String prefix, Instant from, Instant until) {
        return Archive.of(
                new Begun(objects, prefix + BEGUN.format(from), prefix + BEGUN.format(until)),
                prefix,
                new MessageFormat());
    }

    /** The objects whose names sort after {@code begin} and before {@code end}. */
    private record Begun(ArchiveObjects objects, String begin, String end) implements ArchiveObjects {
        @Override
        public List<String> list(String prefix, Optional<String> after, int limit) throws IOException {
            Optional<String> from =
                    after.filter(name -> name.compareTo(begin) > 0).or(() -> Optional.of(begin));
            // A file's time and the rest of its name are ASCII, so texts and their bytes have the same order.
            return objects.list(prefix, from, limit).stream()
                    .filter(name -> name.compareTo(end) < 0)
                    .toList();
        }

        @Override
        public InputStream open(String object) throws IOException {
            return objects.open(object);
        }
    }
}
