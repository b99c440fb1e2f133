package io.triskel.example;

import io.triskel.decide.CommandRejectedException;
import io.triskel.decide.Decider;
import java.util.List;

/** An order: what is asked of it, what became of it, and its rules. */
record Order(String product, boolean shipped) {
    static final Order NONE = new Order("", false);

    static final Decider<Command, Order, Event> RULES =
            Decider.of(NONE, (command, order) -> order.decide(command), Order::after);

    sealed interface Command permits Place, Ship {}

    record Place(String order, String product) implements Command {}

    record Ship(String order) implements Command {}

    sealed interface Event permits Placed, Shipped {}

    record Placed(String order, String product) implements Event {}

    record Shipped(String order) implements Event {}

    private List<Event> decide(Command command) {
        if (command instanceof Place place) {
            if (!product.isEmpty()) {
                throw new CommandRejectedException("order " + place.order() + " exists");
            }
            return List.of(new Placed(place.order(), place.product()));
        }
        Ship ship = (Ship) command;
        if (shipped) {
            throw new CommandRejectedException("order " + ship.order() + " is shipped");
        }
        return List.of(new Shipped(ship.order()));
    }

    Order after(Event event) {
        return event instanceof Placed placed ? new Order(placed.product(), false) : new Order(product, true);
    }
}
