package io.triskel.load.size.offer;

import java.util.Optional;

/**
 * The limits of a bus.
 *
 * @param units the most of them
 * @param consumers the most of them
 * @param retention the longest that events are kept, in seconds
 * @param eventSize the most bytes of an event
 * @param partitions the most of a hub
 */
public record Limits(
        Optional<Limit> units,
        Optional<Limit> consumers,
        Optional<Limit> retention,
        Optional<Limit> eventSize,
        Optional<Limit> partitions) {
    static final Limits NONE =
            new Limits(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
