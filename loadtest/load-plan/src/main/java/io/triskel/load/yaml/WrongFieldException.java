package io.triskel.load.yaml;

/** A record's constructor rejects one component; the error can name the line of its field. */
public final class WrongFieldException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String field;

    public WrongFieldException(String field, String message) {
        super(message);
        this.field = field;
    }

    String field() {
        return field;
    }
}
