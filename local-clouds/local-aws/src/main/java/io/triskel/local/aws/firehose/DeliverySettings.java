package io.triskel.local.aws.firehose;

import java.time.Duration;

/**
 * Sets how a delivery stream writes objects.
 *
 * @param bucket name of the folder that replaces the bucket
 * @param prefix before the name of each object; {@code !{timestamp:pattern}} is replaced; without one the service's
 *     {@code yyyy/MM/dd/HH/} in UTC follows
 * @param bufferBytes an object is written when this much is buffered, 1 to 128 MiB
 * @param bufferTime an object is also written when the oldest buffered record has this age, 0 to 900 s
 * @param gzip whether objects are compressed and their names end with {@code .gz}
 * @param newline whether a line feed follows each record, as the processor {@code AppendDelimiterToRecord} does
 */
public record DeliverySettings(
        String bucket, String prefix, int bufferBytes, Duration bufferTime, boolean gzip, boolean newline) {
    public DeliverySettings {
        require(
                bucket.matches("[a-z0-9.-]{3,63}") && !bucket.contains(".."),
                "bucket must be a name such as orders-1, not " + bucket);
        require(
                bufferBytes >= 1 << 20 && bufferBytes <= 128 << 20,
                "bufferBytes must be 1 to 128 MiB, not " + bufferBytes + " bytes");
        require(
                !bufferTime.isNegative() && bufferTime.compareTo(Duration.ofMinutes(15)) <= 0,
                "bufferTime must be 0 to 900 s, not " + bufferTime);
    }

    /** 5 MiB or 300 s, the service's defaults; uncompressed, without line feeds. */
    public static DeliverySettings to(String bucket) {
        return new DeliverySettings(bucket, "", 5 << 20, Duration.ofMinutes(5), false, false);
    }

    public DeliverySettings withPrefix(String newPrefix) {
        return new DeliverySettings(bucket, newPrefix, bufferBytes, bufferTime, gzip, newline);
    }

    public DeliverySettings withBuffer(int bytes, Duration time) {
        return new DeliverySettings(bucket, prefix, bytes, time, gzip, newline);
    }

    public DeliverySettings withGzip() {
        return new DeliverySettings(bucket, prefix, bufferBytes, bufferTime, true, newline);
    }

    public DeliverySettings withNewline() {
        return new DeliverySettings(bucket, prefix, bufferBytes, bufferTime, gzip, true);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
