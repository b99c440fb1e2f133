package io.triskel.parking;

import java.time.Instant;

/**
 * The right to replay one parked lane.
 *
 * @param consumer whose lane
 * @param lane the lane
 * @param fence higher than that of any earlier lease of the lane, also of those from before it was opened and parked again
 * @param leaseEnd when somebody else may take it
 */
public record LaneLease(String consumer, Lane lane, long fence, Instant leaseEnd) {}
