package io.triskel.testkit.parking;

import io.triskel.memory.InMemoryParkingLot;
import io.triskel.parking.ParkingLot;
import io.triskel.testkit.ParkingLotContract;

class InMemoryParkingLotTest extends ParkingLotContract {
    @Override
    protected ParkingLot create() {
        return new InMemoryParkingLot();
    }

    @Override
    protected ParkingLot createWithRoomFor(int events) {
        return InMemoryParkingLot.ofCapacity(events);
    }
}
