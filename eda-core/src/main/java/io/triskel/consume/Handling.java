package io.triskel.consume;

import io.triskel.event.Deadline;
import io.triskel.inbox.Fence;

/**
 * The circumstances of one call of a handler.
 *
 * @param attempt which attempt this is, from 1; without an inbox only the attempts that this processor remembers count
 * @param deadline by when the handler shall have returned
 * @param fence grows with every claim of the event; {@link Fence#none()} without an inbox
 */
public record Handling(int attempt, Deadline deadline, Fence fence) {}
