package io.triskel.personal;

/** Personal data cannot be written, because the subject's key was dropped. */
public final class SubjectForgottenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String subject;

    /**
     * Makes an exception.
     *
     * @param subject whose key was dropped
     */
    public SubjectForgottenException(String subject) {
        super("Subject '" + subject + "' is forgotten: no personal data about it can be written any more");
        this.subject = subject;
    }

    /** {@return whose key was dropped} */
    public String subject() {
        return subject;
    }
}
