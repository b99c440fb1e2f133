package io.triskel.testkit.parking;

import io.triskel.memory.InMemoryParkingLot;
import io.triskel.parking.ParkingLot;
import io.triskel.testkit.ParkingLotContract;

/** One lot for all tests, as where a table is shared: what one test leaves behind must not disturb another. */
class SharedInMemoryParkingLotTest extends ParkingLotContract {
    private static final ParkingLot SHARED = new InMemoryParkingLot();

    @Override
    protected ParkingLot create() {
        return SHARED;
    }

    @Override
    protected ParkingLot createWithRoomFor(int events) {
        return InMemoryParkingLot.ofCapacity(events);
    }
}
