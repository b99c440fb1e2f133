/**
 * Where events wait that cannot be handled now, with those of their lane behind them: the parking lot port.
 *
 * <p>Only the port and its values live here; who parks and replays is decided in {@code consume}. What each step makes of a
 * lane is the same in every lot: {@link io.triskel.parking.LaneEntry}, for those who write one. Start reading at
 * {@link io.triskel.parking.ParkingLot}.
 */
@NullMarked
package io.triskel.parking;

import org.jspecify.annotations.NullMarked;
