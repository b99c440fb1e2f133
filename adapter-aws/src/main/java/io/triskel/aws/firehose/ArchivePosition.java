package io.triskel.aws.firehose;

/**
 * A line of an archive: how far a replay has come, and where the next one goes on.
 *
 * @param object its name, not empty
 * @param line 1 for the first; 0 stands before it
 */
public record ArchivePosition(String object, int line) {
    public ArchivePosition {
        if (object.isEmpty() || line < 0) {
            throw new IllegalArgumentException(
                    "A position in an archive is an object's name and a line from 0 on, not '" + object + "' and "
                            + line);
        }
    }

    /** {@return the position that passes over the rest of an object, such as one that was cut off} */
    public static ArchivePosition endOf(String object) {
        return new ArchivePosition(object, Integer.MAX_VALUE);
    }

    /**
     * {@return the position that {@link #toString} wrote}
     *
     * @throws IllegalArgumentException if it did not
     */
    public static ArchivePosition parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0 || !text.substring(colon + 1).matches("[0-9]{1,10}")) {
            throw new IllegalArgumentException("A position in an archive is object:line, not '" + text + "'");
        }
        return new ArchivePosition(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }

    /** {@return {@code object:line}} */
    @Override
    public String toString() {
        return object + ":" + line;
    }
}
