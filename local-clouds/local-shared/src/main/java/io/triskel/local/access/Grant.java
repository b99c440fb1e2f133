package io.triskel.local.access;

/**
 * A permission granted to a caller, with a readable text.
 *
 * @param <N> what a call needs, with a readable text
 */
public interface Grant<N> {
    /** {@return whether a call that needs this is permitted} */
    boolean allows(N needed);
}
