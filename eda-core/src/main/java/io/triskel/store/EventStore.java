package io.triskel.store;

/**
 * Event streams: append under an expectation, read in pages. An implementation proves itself with the kit's contract.
 */
public interface EventStore extends EventReader, EventAppender {}
