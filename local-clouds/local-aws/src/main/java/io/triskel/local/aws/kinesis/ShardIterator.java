package io.triskel.local.aws.kinesis;

import io.triskel.local.aws.wire.ServiceException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/**
 * The content of a shard iterator: where to read, and when it was issued. Clients hold it as opaque text, so the server
 * stores nothing.
 */
record ShardIterator(String stream, Instant streamCreatedAt, String shard, long from, Instant issuedAt) {
    /** "A shard iterator expires 5 minutes after it is returned" (API reference, GetShardIterator). */
    static final Duration LIFETIME = Duration.ofMinutes(5);

    String encode() {
        String text = String.join(
                "|",
                stream,
                Long.toString(streamCreatedAt.toEpochMilli()),
                shard,
                Long.toString(from),
                Long.toString(issuedAt.toEpochMilli()));
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static ShardIterator decode(String encoded, Instant now) {
        ShardIterator iterator;
        try {
            String text = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            String[] parts = text.split("\\|", -1);
            iterator = new ShardIterator(
                    parts[0],
                    Instant.ofEpochMilli(Long.parseLong(parts[1])),
                    parts[2],
                    Long.parseLong(parts[3]),
                    Instant.ofEpochMilli(Long.parseLong(parts[4])));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new ServiceException("InvalidArgumentException", "Invalid ShardIterator.");
        }
        if (now.isAfter(iterator.issuedAt.plus(LIFETIME))) {
            throw new ServiceException(
                    "ExpiredIteratorException",
                    "Iterator expired. The iterator was created at time " + iterator.issuedAt
                            + " while right now it is " + now);
        }
        return iterator;
    }
}
