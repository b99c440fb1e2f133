package io.triskel.simulation.system;

import io.triskel.codec.TypeRegistry;
import io.triskel.decide.CommandRejectedException;
import io.triskel.decide.Decider;
import io.triskel.event.EventType;
import io.triskel.personal.Personal;
import io.triskel.personal.SubjectForgotten;
import java.util.List;
import java.util.Optional;

/** The shop's orders: what is asked of one, what happens to it, and what it is. */
final class Orders implements Decider<Orders.Command, Orders.Order, Orders.Event> {
    static final EventType PLACED = EventType.of("order.placed", 1);
    static final EventType AMENDED = EventType.of("order.amended", 1);
    static final EventType NOTED = EventType.of("order.noted", 1);
    static final EventType CANCELLED = EventType.of("order.cancelled", 1);
    static final EventType CONFIRMED = EventType.of("order.confirmed", 1);
    static final EventType REJECTED = EventType.of("order.rejected", 1);
    static final EventType COPY = EventType.of("order.copy", 1);
    static final EventType MEMO = EventType.of("memo", 1);
    static final List<EventType> EVENTS = List.of(PLACED, AMENDED, NOTED, CANCELLED, CONFIRMED, REJECTED);

    /** What a client or a saga asks for. */
    sealed interface Command {}

    record Place(String order, Personal<String> name, String product, long cents) implements Command {}

    record Amend(String product, long cents) implements Command {}

    record Note(int trouble) implements Command {}

    record Cancel() implements Command {}

    record Confirm() implements Command {}

    record Reject(String why) implements Command {}

    /** What happens to an order. */
    sealed interface Event {}

    record Placed(String order, Personal<String> name, String product, long cents) implements Event {}

    record Amended(String order, String product, long cents) implements Event {}

    /** The plain consumer fails on it so many times; below zero until it is mended. */
    record Noted(String order, int trouble) implements Event {}

    record Cancelled(String order) implements Event {}

    record Confirmed(String order) implements Event {}

    record Rejected(String order, String why) implements Event {}

    /** What the application publishes beside the outbox, under an order's key. */
    record Memo(String order, int number) {}

    /** How an order stands. */
    enum Standing {
        NEW,
        OPEN,
        CANCELLED,
        CONFIRMED,
        REJECTED
    }

    record Order(
            String id, Optional<Personal<String>> name, String product, long cents, int events, Standing standing) {
        private Order now(Standing next) {
            return new Order(id, name, product, cents, events + 1, next);
        }
    }

    static TypeRegistry.Builder types() {
        return TypeRegistry.builder()
                .add(PLACED, Placed.class)
                .add(AMENDED, Amended.class)
                .add(NOTED, Noted.class)
                .add(CANCELLED, Cancelled.class)
                .add(CONFIRMED, Confirmed.class)
                .add(REJECTED, Rejected.class)
                .add(COPY, Order.class)
                .add(MEMO, Memo.class)
                .add(SubjectForgotten.TYPE, SubjectForgotten.class);
    }

    @Override
    public Order initial() {
        return new Order("", Optional.empty(), "", 0, 0, Standing.NEW);
    }

    @Override
    public List<Event> decide(Command command, Order order) {
        if (command instanceof Place place) {
            require(order.standing() == Standing.NEW, "it is placed already");
            return List.of(new Placed(place.order(), place.name(), place.product(), place.cents()));
        }
        require(order.standing() != Standing.NEW, "there is no such order");
        if (command instanceof Amend amend) {
            require(order.standing() == Standing.OPEN, "it is closed");
            // Two events of one commit, so that pages and prefixes may end inside it.
            return List.of(new Amended(order.id(), amend.product(), amend.cents()), new Noted(order.id(), 0));
        }
        if (command instanceof Note note) {
            return List.of(new Noted(order.id(), note.trouble()));
        }
        if (command instanceof Cancel) {
            require(order.standing() == Standing.OPEN, "it is closed");
            return List.of(new Cancelled(order.id()));
        }
        if (command instanceof Confirm) {
            return List.of(new Confirmed(order.id()));
        }
        return List.of(new Rejected(order.id(), ((Reject) command).why()));
    }

    private static void require(boolean rule, String reason) {
        if (!rule) {
            throw new CommandRejectedException(reason);
        }
    }

    @Override
    public Order evolve(Order order, Event event) {
        if (event instanceof Placed placed) {
            return new Order(
                    placed.order(), Optional.of(placed.name()), placed.product(), placed.cents(), 1, Standing.OPEN);
        }
        if (event instanceof Amended amended) {
            return new Order(
                    order.id(), order.name(), amended.product(), amended.cents(), order.events() + 1, order.standing());
        }
        if (event instanceof Cancelled) {
            return order.now(Standing.CANCELLED);
        }
        if (event instanceof Confirmed) {
            return order.now(Standing.CONFIRMED);
        }
        return order.now(event instanceof Rejected ? Standing.REJECTED : order.standing());
    }
}
