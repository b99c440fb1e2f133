package io.triskel.decide;

import io.triskel.codec.TypeRegistry;
import io.triskel.event.EventType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A decider small enough to see through: money goes in and out, never below zero. */
class Account implements Decider<Account.Move, Account.Balance, Account.Moved> {
    /** Moves an amount, in as many events as there are parts; a move of nothing leads to nothing. */
    record Move(long amount, int parts) {}

    record Balance(long amount) {}

    record Moved(long amount) {}

    static final EventType MOVED = EventType.of("account.moved", 1);

    final AtomicInteger decisions = new AtomicInteger();

    static TypeRegistry types() {
        return TypeRegistry.builder().add(MOVED, Moved.class).build();
    }

    static Move move(long amount) {
        return new Move(amount, 1);
    }

    @Override
    public Balance initial() {
        return new Balance(0);
    }

    @Override
    public List<Moved> decide(Move command, Balance state) {
        decisions.incrementAndGet();
        if (state.amount() + command.amount() < 0) {
            throw new CommandRejectedException(state.amount() + " is too little");
        }
        List<Moved> events = new ArrayList<>();
        for (int i = 0; i < command.parts() && command.amount() != 0; i++) {
            events.add(new Moved(command.amount() / command.parts()));
        }
        return events;
    }

    @Override
    public Balance evolve(Balance state, Moved event) {
        return new Balance(state.amount() + event.amount());
    }
}
