package io.triskel.load.yaml;

/** A record's constructor rejects one component; the error can name the line of its field. */
public final class WrongFieldException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String field;
    private final String expected;

    public WrongFieldException(String field, String message) {
        this(field, message, "");
    }

    private WrongFieldException(String field, String message, String expected) {
        super(message);
        this.field = field;
        this.expected = expected;
    }

    /**
     * {@return the error of a value that is out of its range} A file's error shows the value as it is written there.
     *
     * @param expected such as {@code 1 to 100}
     * @param found such as {@code 101}
     */
    public static WrongFieldException range(String field, String expected, Object found) {
        return new WrongFieldException(field, field + " must be " + expected + ", not " + found, expected);
    }

    String field() {
        return field;
    }

    /** {@return what was expected; empty if only the message says it} */
    String expected() {
        return expected;
    }
}
