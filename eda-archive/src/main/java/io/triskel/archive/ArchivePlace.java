package io.triskel.archive;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;

/**
 * A record of an archive. Places are ordered as objects and records are in one part of an archive.
 *
 * @param object its name, not empty
 * @param record its number in the object, 1 for the first; 0 stands before it
 */
public record ArchivePlace(String object, int record) implements Comparable<ArchivePlace> {
    /** As objects are sorted everywhere: not by UTF-16, which differs above U+FFFF. */
    static final Comparator<String> BY_NAME =
            Comparator.comparing(name -> name.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

    private static final Comparator<ArchivePlace> ORDER =
            Comparator.comparing(ArchivePlace::object, BY_NAME).thenComparingInt(ArchivePlace::record);

    public ArchivePlace {
        if (object.isEmpty() || record < 0) {
            throw new IllegalArgumentException("A place in an archive is an object's name and a record from 0 on, not '"
                    + object + "' and " + record);
        }
    }

    /** Behind all records of an object. */
    static ArchivePlace endOf(String object) {
        return new ArchivePlace(object, Integer.MAX_VALUE);
    }

    boolean isEnd() {
        return record == Integer.MAX_VALUE;
    }

    /**
     * {@return the place that {@link #toString} wrote}
     *
     * @throws IllegalArgumentException if it did not
     */
    static ArchivePlace parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0 || !text.substring(colon + 1).matches("[0-9]{1,10}")) {
            throw new IllegalArgumentException("A place in an archive is object:record, not '" + text + "'");
        }
        return new ArchivePlace(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }

    @Override
    public int compareTo(ArchivePlace other) {
        return ORDER.compare(this, other);
    }

    /** {@return {@code object:record}} */
    @Override
    public String toString() {
        return object + ":" + record;
    }
}
