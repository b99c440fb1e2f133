package io.triskel.saga;

/**
 * What one call of a clock did for a saga.
 *
 * @param fired due timers
 * @param sent commands that waited
 */
public record SagaWork(FireReport fired, SendReport sent) {
    /** {@return whether there may be more to do at once: call again} */
    public boolean more() {
        return fired.more() || sent.more();
    }
}
