/**
 * The parking lot port: keeps events that cannot be handled now, and the later events of their lanes behind them.
 *
 * <p>{@code consume} decides what is parked and replayed. Authors of lots find the steps of a lane in
 * {@link io.triskel.spi.LaneEntry}. Start at {@link io.triskel.parking.ParkingLot}.
 */
@NullMarked
package io.triskel.parking;

import org.jspecify.annotations.NullMarked;
