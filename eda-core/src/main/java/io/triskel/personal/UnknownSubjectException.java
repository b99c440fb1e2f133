package io.triskel.personal;

/**
 * A key store has neither a key for a subject nor a record that it was forgotten: most likely it is the wrong store. This
 * is a separate error, because treating it as "forgotten" would erase the data when it is written again.
 */
public final class UnknownSubjectException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param subject without a key
     */
    public UnknownSubjectException(String subject) {
        super("No key for subject '" + subject + "', and no record that it was forgotten: is this the key store that "
                + "the data was written with?");
    }
}
