package io.triskel.inbox;

/**
 * A number that grows with every claim of the same event, so that a store can refuse late writes of a holder whose lease has
 * ended: keep the highest fence seen beside the effect, and write only with a fence that is not lower.
 *
 * @param token 1 or more; 0 where there is no inbox and therefore no fence
 */
public record Fence(long token) implements Comparable<Fence> {
    private static final Fence NONE = new Fence(0);

    public Fence {
        if (token < 0) {
            throw new IllegalArgumentException("A fence is not negative, this one is " + token);
        }
    }

    /** {@return the fence of a consumer without an inbox: it fences nothing} */
    public static Fence none() {
        return NONE;
    }

    @Override
    public int compareTo(Fence other) {
        return Long.compare(token, other.token);
    }
}
