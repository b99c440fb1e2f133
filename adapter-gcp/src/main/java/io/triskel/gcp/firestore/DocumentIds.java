package io.triskel.gcp.firestore;

import io.triskel.store.KeyForm;
import java.time.Instant;
import java.util.HexFormat;

/**
 * Converts names to ids and to sorted values: Firestore forbids {@code /}, {@code .}, {@code ..} and {@code __.*__} as
 * ids, and limits ids to 1500 bytes.
 */
final class DocumentIds {
    /** All characters have one byte here; the limit leaves room for a time or a number after a key. */
    private static final KeyForm FORM = new KeyForm("-", "_x", 1_000);

    private DocumentIds() {}

    /** One key of several names. */
    static String of(String... names) {
        return FORM.of(names);
    }

    /**
     * As {@link #of}, after four digits that depend on all names: Firestore splits collections by ranges of ids, so
     * rising ids would all be written to one range.
     */
    static String spread(String... names) {
        String key = of(names);
        int hash = key.hashCode() * 0x9E3779B9;
        return HexFormat.of().toHexDigits((char) (hash >>> 16)) + "~" + key;
    }

    /**
     * A key sorted by time within one of 16 buckets: an index that grows at one end accepts 500 writes a second, and 16
     * ends accept more.
     */
    static String due(String of, int bucket, Instant at) {
        return due(of, bucket) + KeyForm.time(at);
    }

    /** The prefix of all keys of a bucket. */
    static String due(String of, int bucket) {
        return of + "~" + Integer.toHexString(bucket) + "~";
    }
}
