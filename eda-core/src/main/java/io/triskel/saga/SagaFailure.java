package io.triskel.saga;

import java.util.Optional;

/**
 * Something that a pass over many instances could not do; the others were served all the same.
 *
 * @param instance the instance that failed, if it was one
 * @param message for people
 */
public record SagaFailure(Optional<String> instance, String message) {}
