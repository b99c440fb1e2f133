package io.triskel.decide;

/** Thrown by a decider: the command is against the rules. An expected answer, so it carries no stack trace. */
public final class CommandRejectedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    /**
     * Rejects the command.
     *
     * @param reason why, for the sender of the command
     */
    public CommandRejectedException(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    /** {@return why the command was rejected} */
    public String reason() {
        return reason;
    }
}
