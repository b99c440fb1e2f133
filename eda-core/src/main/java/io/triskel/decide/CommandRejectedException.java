package io.triskel.decide;

/** A decider throws this to reject a command. The rejection is an expected result, so it has no stack trace. */
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
