package io.triskel.personal;

/** Personal data was to be written about a subject whose key was dropped for good. */
public final class SubjectForgottenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String subject;

    /**
     * Names the subject.
     *
     * @param subject whose key was dropped
     */
    public SubjectForgottenException(String subject) {
        super("Subject '" + subject + "' is forgotten: nothing personal can be written about it any more");
        this.subject = subject;
    }

    /** {@return whose key was dropped} */
    public String subject() {
        return subject;
    }
}
