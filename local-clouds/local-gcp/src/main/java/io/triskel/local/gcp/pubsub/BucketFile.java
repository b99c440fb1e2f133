package io.triskel.local.gcp.pubsub;

import com.google.pubsub.v1.CloudStorageConfig;
import com.google.pubsub.v1.Subscription;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Writes the files of a Cloud Storage subscription: {@code prefix datetime _ suffix of six hexadecimal digits} and the
 * configured suffix, as in {@code log_events_2023-09-25T04:10:00+00:00_C17141.json} (Pub/Sub documentation, "Cloud
 * Storage subscriptions", "File names").
 */
final class BucketFile {
    private static final String DEFAULT_TIME = "YYYY-MM-DDThh:mm:ss+00:00";

    private final Path bucket;
    private final String subscription;
    private final CloudStorageConfig config;
    private final DateTimeFormatter time;
    private final Random random = new Random();

    private BucketFile(Path bucket, String subscription, CloudStorageConfig config) {
        this.bucket = bucket;
        this.subscription = subscription;
        this.config = config;
        String format = config.getFilenameDatetimeFormat();
        this.time = formatter(format.isEmpty() ? DEFAULT_TIME : format);
    }

    static BucketFile of(Path buckets, Subscription subscription) {
        CloudStorageConfig config = subscription.getCloudStorageConfig();
        return new BucketFile(buckets.resolve(config.getBucket()), subscription.getName(), config);
    }

    /** Writes a file; a listing of the bucket shows it completely or not at all. */
    void write(Instant start, List<StoredMessage> messages) {
        try {
            Files.createDirectories(bucket);
            Path object = freeName(start);
            Files.createDirectories(object.resolve("..").normalize());
            Path partial = Files.createTempFile(bucket.resolve("..").normalize(), "partial", ".tmp");
            try (OutputStream out = Files.newOutputStream(partial)) {
                if (config.hasAvroConfig()) {
                    AvroMessages.write(
                            out, subscription, messages, config.getAvroConfig().getWriteMetadata());
                } else {
                    writeText(out, messages);
                }
            }
            Files.move(partial, object, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write to the bucket " + bucket, e);
        }
    }

    /** "Message payloads will be written to files as raw text, separated by a newline" (CloudStorageConfig.TextConfig). */
    private static void writeText(OutputStream out, List<StoredMessage> messages) throws IOException {
        for (StoredMessage message : messages) {
            message.message().getData().writeTo(out);
            out.write('\n');
        }
    }

    private Path freeName(Instant start) {
        Path object;
        do {
            object = bucket.resolve(config.getFilenamePrefix()
                    + time.format(start)
                    + "_%06X".formatted(random.nextInt(1 << 24))
                    + config.getFilenameSuffix());
        } while (Files.exists(object));
        return object;
    }

    /** Translates the documentation's pattern letters to the JDK's; other characters stay as they are. */
    private static DateTimeFormatter formatter(String format) {
        String pattern = format.replace("'", "").replace("YYYY", "'yyyy'").replace("MM", "'MM'");
        pattern = pattern.replace("DD", "'dd'")
                .replace("hh", "'HH'")
                .replace("mm", "'mm'")
                .replace("ss", "'ss'");
        return DateTimeFormatter.ofPattern(("'" + pattern + "'").replace("''", ""), Locale.ROOT)
                .withZone(ZoneOffset.UTC);
    }
}
