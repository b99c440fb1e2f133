package io.triskel.store;

/**
 * Stores event streams (port): appends under an expectation, reads in pages. Implementations are tested by the test kit's
 * contract.
 */
public interface EventStore extends EventReader, EventAppender {}
