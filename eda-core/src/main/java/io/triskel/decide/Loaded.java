package io.triskel.decide;

/**
 * A stream's state as of a revision.
 *
 * @param state the state
 * @param revision the last revision that the state contains; 0 for a stream without events
 */
public record Loaded<S>(S state, long revision) {}
