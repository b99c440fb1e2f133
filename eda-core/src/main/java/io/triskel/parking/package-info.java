/**
 * The parking lot port: events that cannot be handled now wait in it, and later events of their lane wait behind them.
 *
 * <p>Only the port and its values live here; {@code consume} decides what is parked and replayed. The steps of a lane are the
 * same in every lot: {@link io.triskel.spi.LaneEntry} has them, for authors of lots. Start reading at
 * {@link io.triskel.parking.ParkingLot}.
 */
@NullMarked
package io.triskel.parking;

import org.jspecify.annotations.NullMarked;
