package io.triskel.orders.http;

import io.triskel.decide.CommandResult;
import io.triskel.event.PortException;

/** A command's result as an HTTP answer has it. */
final class Outcome {
    private Outcome() {}

    /**
     * What it led to.
     *
     * @param rejected the status if it was against the rules
     * @throws PortException if others were faster too often; to be sent again
     */
    static <E> CommandResult.Done<E> done(CommandResult<E> result, int rejected) throws ProblemException {
        if (result instanceof CommandResult.Rejected<E> refusal) {
            throw new ProblemException(rejected, refusal.reason());
        }
        if (result instanceof CommandResult.Conflict<E> conflict) {
            throw new PortException("Others were faster, up to revision " + conflict.actualRevision());
        }
        return (CommandResult.Done<E>) result;
    }
}
