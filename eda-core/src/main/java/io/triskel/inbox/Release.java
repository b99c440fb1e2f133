package io.triskel.inbox;

/**
 * A claim given back, so that a redelivery can claim at once.
 *
 * @param claim the claim
 * @param attempts how many attempts count from now on: the claim's own number or more if it failed, one less if this attempt
 *     does not count
 * @param untried whether the event was not tried, so that it has not held up its source: the first claim is then forgotten
 *     together with its {@link Claim#since()}
 */
public record Release(Claim claim, int attempts, boolean untried) {
    public Release {
        if (attempts < 0) {
            throw new IllegalArgumentException("Attempts are not negative, these are " + attempts);
        }
    }

    /** {@return a release of an event that was not tried} */
    public static Release untried(Claim claim) {
        return new Release(claim, claim.attempt() - 1, true);
    }

    /** {@return a release of an event that was tried, with the number of attempts that count} */
    public static Release tried(Claim claim, int attempts) {
        return new Release(claim, attempts, false);
    }
}
