package io.triskel.decide;

/**
 * A stream's state as of a revision.
 *
 * @param state the state
 * @param revision the last one that it contains; 0 for a stream without events
 */
public record Loaded<S>(S state, long revision) {}
