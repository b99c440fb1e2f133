package io.triskel.archive;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;

/**
 * The place of a record in an archive. Places sort in the order of records within one part.
 *
 * @param object the object's name, not empty
 * @param record the record's number in the object, 1 for the first; 0 is the place before the first
 */
record ArchivePlace(String object, int record) implements Comparable<ArchivePlace> {
    /** By UTF-8 bytes, as every cloud sorts objects, not by UTF-16 as Java does: they differ above U+FFFF. */
    static final Comparator<String> BY_NAME =
            Comparator.comparing(name -> name.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

    private static final Comparator<ArchivePlace> ORDER =
            Comparator.comparing(ArchivePlace::object, BY_NAME).thenComparingInt(ArchivePlace::record);

    public ArchivePlace {
        if (object.isEmpty() || record < 0) {
            throw new IllegalArgumentException("A place in an archive must be an object's name and a record number "
                    + "of at least 0, not '"
                    + object + "' and " + record);
        }
    }

    /** After all records of an object. */
    static ArchivePlace endOf(String object) {
        return new ArchivePlace(object, Integer.MAX_VALUE);
    }

    boolean isEnd() {
        return record == Integer.MAX_VALUE;
    }

    /**
     * {@return the place that {@link #toString} wrote}
     *
     * @throws IllegalArgumentException if the text is not a place
     */
    static ArchivePlace parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0 || !text.substring(colon + 1).matches("[0-9]{1,10}")) {
            throw new IllegalArgumentException("A place in an archive must be object:record, not '" + text + "'");
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
