package io.triskel.inbox;

/**
 * A fencing token: a number that grows with every claim of an event, so that a store can reject late writes after a lease
 * has expired. Store the highest fence with the effect, and write only with a fence that is not lower.
 *
 * @param token at least 1; 0 without an inbox
 */
public record Fence(long token) implements Comparable<Fence> {
    private static final Fence NONE = new Fence(0);

    public Fence {
        if (token < 0) {
            throw new IllegalArgumentException("token must not be negative, not " + token);
        }
    }

    /** {@return the fence of a consumer without an inbox, which protects nothing} */
    public static Fence none() {
        return NONE;
    }

    @Override
    public int compareTo(Fence other) {
        return Long.compare(token, other.token);
    }
}
