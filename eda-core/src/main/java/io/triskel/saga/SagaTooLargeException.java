package io.triskel.saga;

/**
 * An instance would exceed its row's limit. The row is unchanged except that the instance is stuck, and the consumer's
 * failure policy parks the event: nothing is lost.
 */
final class SagaTooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SagaTooLargeException(SagaRef ref, int bytes, int limit) {
        super("The row of saga " + ref + " would have " + bytes + " bytes, more than " + limit
                + ": keep less in the state, or send fewer or smaller commands at a time");
    }
}
