package io.triskel.local.access;

/**
 * What a caller was granted; its text tells people what it is.
 *
 * @param <N> what a call needs, whose text tells people, too
 */
public interface Grant<N> {
    /** {@return whether a call that needs this may be made} */
    boolean allows(N needed);
}
