/**
 * Where events wait that cannot be handled now, with those of their lane behind them: the parking lot port.
 *
 * <p>Only the port and its values live here; who parks and replays is decided in {@code consume}. Start reading at
 * {@link io.triskel.parking.ParkingLot}.
 */
@NullMarked
package io.triskel.parking;

import org.jspecify.annotations.NullMarked;
