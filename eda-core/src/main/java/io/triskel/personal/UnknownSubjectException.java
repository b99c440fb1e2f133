package io.triskel.personal;

/**
 * A key store has neither a key for a subject nor a record that it was forgotten: most likely it is the wrong store. It is
 * an error of its own, because reading this as "forgotten" would erase data for good when it is written again.
 */
public final class UnknownSubjectException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Names the subject.
     *
     * @param subject of whom nothing is known
     */
    public UnknownSubjectException(String subject) {
        super("No key for subject '" + subject + "', and no record that it was forgotten: is this the key store that "
                + "the data was written with?");
    }
}
