package io.triskel.parking;

import java.util.Optional;

/**
 * One held lane, for a list.
 *
 * @param lane the lane
 * @param head its first event; absent if it waits only to be opened
 * @param events how many events wait in it
 */
public record ParkedLane(Lane lane, Optional<ParkedEvent> head, int events) {}
