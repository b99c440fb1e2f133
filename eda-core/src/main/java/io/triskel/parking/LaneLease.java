package io.triskel.parking;

import java.time.Instant;

/**
 * The right to replay one parked lane.
 *
 * @param consumer the consumer whose lane it is
 * @param lane the lane
 * @param fence higher than the fence of any earlier lease of the lane, even from before it was opened and parked again
 * @param leaseEnd when somebody else may lease the lane
 */
public record LaneLease(String consumer, Lane lane, long fence, Instant leaseEnd) {}
