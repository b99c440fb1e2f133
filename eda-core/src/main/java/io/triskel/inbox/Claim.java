package io.triskel.inbox;

import io.triskel.event.EventId;
import java.time.Instant;

/**
 * The right to handle one event for one consumer until the lease ends.
 *
 * @param consumer the consumer's name
 * @param event the event
 * @param fence higher than that of any earlier claim of this event
 * @param attempt which attempt this is, from 1; attempts that were given back do not count
 * @param since when the first attempt that still counts was claimed: the event may have held up its source since then
 * @param cutOff how many earlier claims were neither completed nor released before their lease ended, as when a host dies
 * @param leaseEnd the moment from which the claim is void
 */
public record Claim(
        String consumer, EventId event, Fence fence, int attempt, Instant since, int cutOff, Instant leaseEnd) {
    public Claim {
        if (attempt < 1 || cutOff < 0) {
            throw new IllegalArgumentException(
                    "A claim is attempt 1 or later after 0 or more cut off, this one is attempt " + attempt + " after "
                            + cutOff);
        }
    }
}
