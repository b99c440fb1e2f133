package io.triskel.gcp.firestore;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/**
 * Names as ids and as sorted values, injectively: Firestore forbids {@code /}, {@code .}, {@code ..} and {@code __.*__} as
 * ids and takes 1500 bytes. Letters, digits and '-' stay; every other character becomes '_' and four hexadecimal digits, so
 * '~' is free to part names.
 */
final class Keys {
    /** Behind all keys that begin with what stands before it: no key has two of them in a row. */
    static final String END = "~~";

    /** All characters are one byte here; leaves room for a moment or a number behind a key. */
    private static final int LONGEST = 1_000;

    private static final int KEPT = 300;
    private static final long SECONDS_BEFORE_1970 = 100_000_000_000L;
    private static final long MOST_SECONDS = 9_999_999_999_999L;

    private Keys() {}

    /** One key of several names. A long one ends in its digest, behind a '_' that no escaped character begins with. */
    static String of(String... names) {
        StringBuilder key = new StringBuilder();
        for (int i = 0; i < names.length; i++) {
            escape(names[i], i == 0 ? key : key.append('~'));
        }
        return key.length() <= LONGEST ? key.toString() : key.substring(0, KEPT) + "_~" + digest(key.toString());
    }

    /**
     * As {@link #of}, behind four digits that depend on all names: Firestore splits collections by ranges of ids, so ids that
     * count upwards would all be written in one place.
     */
    static String spread(String... names) {
        String key = of(names);
        int hash = key.hashCode() * 0x9E3779B9;
        return HexFormat.of().toHexDigits((char) (hash >>> 16)) + "~" + key;
    }

    private static void escape(String name, StringBuilder key) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean kept = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (kept || c == '-') {
                key.append(c);
            } else {
                key.append('_').append(HexFormat.of().toHexDigits(c));
            }
        }
        if (name.isEmpty()) {
            key.append("_e");
        }
    }

    static String digest(String of) {
        try {
            byte[] sha = MessageDigest.getInstance("SHA-256").digest(of.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256, this one does not", e);
        }
    }

    /** Sorted as numbers are. */
    static String number(long value) {
        String digits = Long.toString(value);
        return "0".repeat(19 - digits.length()) + digits;
    }

    /** Sorted as time is. */
    static String time(Instant at) {
        long seconds = Math.max(0, Math.min(MOST_SECONDS, at.getEpochSecond() + SECONDS_BEFORE_1970));
        return number(seconds).substring(6) + number(at.getNano()).substring(10);
    }

    /** Sorted by time within one of 16 buckets: an index that grows at one end takes 500 writes a second, 16 ends take more. */
    static String due(String of, int bucket, Instant at) {
        return due(of, bucket) + time(at);
    }

    /** What all of a bucket's moments begin with. */
    static String due(String of, int bucket) {
        return of + "~" + Integer.toHexString(bucket) + "~";
    }

    /** One of 16 buckets, spread by all of a name's characters; stored, so it must never change. */
    static int bucket(String name) {
        int hash = name.hashCode();
        return (hash ^ (hash >>> 4) ^ (hash >>> 16)) & 15;
    }
}
