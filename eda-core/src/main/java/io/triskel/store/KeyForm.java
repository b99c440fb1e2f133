package io.triskel.store;

import io.triskel.event.DerivedId;
import io.triskel.event.EventId;
import io.triskel.event.ForAdapters;
import java.time.Instant;
import java.util.HexFormat;

/**
 * Writes names, numbers and moments into keys that sort as text and allow few characters. Different names have different
 * keys. Letters, digits and kept characters stay; every other character becomes '_' and four hexadecimal digits, so '~' is
 * free to separate names. Keys are stored, so a form must never change.
 *
 * @param kept characters that stay in addition to letters and digits; never '_' or '~'
 * @param empty replaces an empty name: '_' and a character that is not a hexadecimal digit, as in an escape
 * @param longest a longer key ends in its digest
 */
@ForAdapters
public record KeyForm(String kept, String empty, int longest) {
    /** Appended to a prefix, sorts after all keys with that prefix: no key has two '~' in a row. */
    public static final String END = "~~";

    /**
     * The number of parts over which a store spreads rows sorted by time or read as a whole, so that no part takes all
     * writes.
     */
    public static final int PARTS = 16;

    private static final int BEGINNING = 300;
    private static final long SECONDS_BEFORE_1970 = 100_000_000_000L;
    private static final long MOST_SECONDS = 9_999_999_999_999L;

    public KeyForm {
        if (kept.indexOf('_') >= 0 || kept.indexOf('~') >= 0) {
            throw new IllegalArgumentException("'_' and '~' have a meaning in keys and are not kept: '" + kept + "'");
        }
        if (!empty.matches("_[^0-9a-f~].*")) {
            throw new IllegalArgumentException("An empty name would look like another one: '" + empty + "'");
        }
        if (longest <= BEGINNING) {
            throw new IllegalArgumentException(
                    "A key has room for more than " + BEGINNING + " characters, not " + longest);
        }
    }

    /**
     * {@return one key of several names} A key that is too long is cut and ends in '_~', which no other key has, and its
     * digest.
     */
    public String of(String... names) {
        StringBuilder key = new StringBuilder();
        for (int i = 0; i < names.length; i++) {
            escape(names[i], i == 0 ? key : key.append('~'));
        }
        return key.length() <= longest ? key.toString() : key.substring(0, BEGINNING) + "_~" + digest(key.toString());
    }

    private void escape(String name, StringBuilder key) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (plain || kept.indexOf(c) >= 0) {
                key.append(c);
            } else {
                key.append('_').append(HexFormat.of().toHexDigits(c));
            }
        }
        if (name.isEmpty()) {
            key.append(empty);
        }
    }

    /**
     * {@return one text of several names, each but the last after its length, so that different names give different texts}
     */
    public static String joined(String... names) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < names.length - 1; i++) {
            text.append(names[i].length()).append(':').append(names[i]);
        }
        return text.append(names[names.length - 1]).toString();
    }

    /** {@return the digest of a text of any length, 64 hexadecimal digits} */
    public static String digest(String of) {
        return DerivedId.digest(of);
    }

    /** {@return the digest of an event's source and id, 64 hexadecimal digits} */
    public static String digest(EventId of) {
        return digest(joined(of.source(), of.id()));
    }

    /**
     * {@return 19 digits, which sort like numbers}
     *
     * @param value at least 0
     */
    public static String number(long value) {
        String digits = Long.toString(value);
        return "0".repeat(19 - digits.length()) + digits;
    }

    /** {@return 22 digits, which sort like time} */
    public static String time(Instant at) {
        long seconds = Math.max(0, Math.min(MOST_SECONDS, at.getEpochSecond() + SECONDS_BEFORE_1970));
        return number(seconds).substring(6) + number(at.getNano()).substring(10);
    }

    /**
     * {@return one of {@value #PARTS} parts, spread by all of a name's characters}
     *
     * <p>Derived from {@link String#hashCode}, which the Java specification fixes: stores keep it, so it must never change.
     */
    public static int part(String name) {
        int hash = name.hashCode();
        return (hash ^ (hash >>> 4) ^ (hash >>> 16)) & (PARTS - 1);
    }
}
