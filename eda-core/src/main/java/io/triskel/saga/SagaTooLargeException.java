package io.triskel.saga;

/**
 * An instance would no longer fit its row. The row stays as it was, the instance is stuck, and the event is left to the
 * consumer's failure policy, which parks it: nothing is lost.
 */
final class SagaTooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SagaTooLargeException(SagaRef ref, int bytes, int limit) {
        super("The row of saga " + ref + " would have " + bytes + " bytes, more than " + limit
                + ": keep less in the state, or fewer or smaller commands at once");
    }
}
