package io.triskel.hosting.http;

import io.triskel.decide.CommandResult;
import io.triskel.event.PortException;

/** Maps a command's result to HTTP. */
public final class CommandAnswer {
    private CommandAnswer() {}

    /**
     * Unwraps the result of a command that was carried out.
     *
     * @param rejected the HTTP status for a command that breaks a rule
     * @throws PortException if the command lost against concurrent ones; send it again
     */
    public static <E> CommandResult.Done<E> done(CommandResult<E> result, int rejected) throws ProblemException {
        if (result instanceof CommandResult.Rejected<E> refusal) {
            throw new ProblemException(rejected, refusal.reason());
        }
        if (result instanceof CommandResult.Conflict<E> conflict) {
            throw new PortException("Concurrent commands were faster, up to revision " + conflict.actualRevision());
        }
        return (CommandResult.Done<E>) result;
    }
}
