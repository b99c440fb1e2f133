package io.triskel.orders.inventory;

import io.triskel.decide.Decider;
import io.triskel.orders.inventory.Reservation.Status;
import io.triskel.orders.inventory.ReservationEvent.StockRefused;
import io.triskel.orders.inventory.ReservationEvent.StockReleased;
import io.triskel.orders.inventory.ReservationEvent.StockReserved;
import java.util.List;

/** Records one answer per order; after a release, a reservation is refused. A release is answered each time. */
public final class ReservationDecider implements Decider<ReservationCommand, Reservation, ReservationEvent> {
    @Override
    public Reservation initial() {
        return new Reservation(Status.OPEN, List.of());
    }

    @Override
    public List<ReservationEvent> decide(ReservationCommand command, Reservation now) {
        return command.fold(
                reserve -> switch (now.status()) {
                    case OPEN -> List.of(new StockReserved(reserve.order(), reserve.items()));
                    case RELEASED -> List.of(new StockRefused(reserve.order(), "released before it was reserved"));
                    case RESERVED, REFUSED -> List.of();
                },
                refuse -> switch (now.status()) {
                    case OPEN, RELEASED -> List.of(new StockRefused(refuse.order(), refuse.reason()));
                    case RESERVED, REFUSED -> List.of();
                },
                release -> List.of(new StockReleased(release.order())));
    }

    @Override
    public Reservation evolve(Reservation now, ReservationEvent event) {
        return event.fold(
                reserved -> new Reservation(Status.RESERVED, reserved.items()),
                refused -> now.status() == Status.RELEASED ? now : new Reservation(Status.REFUSED, List.of()),
                released -> new Reservation(Status.RELEASED, now.items()));
    }
}
