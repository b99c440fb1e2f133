package io.triskel.simulation.system;

import io.triskel.codec.StateCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.event.Envelope;
import io.triskel.event.EventType;
import io.triskel.saga.Input;
import io.triskel.saga.Reaction;
import io.triskel.saga.Saga;
import io.triskel.saga.StateForm;
import java.util.Optional;
import java.util.Set;

/**
 * A saga without steps, which nothing but what its row has seen keeps from counting twice: a customer's orders add up, and
 * every one of them earns a stamp.
 */
final class Loyalty implements Saga<Loyalty.Card> {
    static final String NAME = "loyalty";
    static final EventType STAMP = EventType.of("loyalty.stamp", 1);

    record Card(long cents, int orders) {}

    record Stamp(String customer, int number) {}

    static TypeRegistry.Builder types(TypeRegistry.Builder types) {
        return types.add(STAMP, Stamp.class);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<Class<?>> listensTo() {
        return Set.of(Orders.Placed.class);
    }

    @Override
    public StateForm<Card> form(StateCodec codec) {
        return StateForm.of(Card.class, codec);
    }

    @Override
    public Card initial() {
        return new Card(0, 0);
    }

    @Override
    public Optional<String> correlate(Envelope<?> event) {
        return event.data() instanceof Orders.Placed placed
                ? Optional.of(placed.name().subject())
                : Optional.empty();
    }

    @Override
    public Card evolve(Card card, Input input) {
        return input.fold(
                event -> new Card(
                        card.cents() + ((Orders.Placed) event.envelope().data()).cents(), card.orders() + 1),
                timeout -> card,
                resumed -> card,
                abandoned -> card);
    }

    @Override
    public Reaction react(Card card, Input input) {
        return input.fold(
                event -> Reaction.nothing()
                        .send(
                                "participants",
                                new Stamp(correlate(event.envelope()).orElseThrow(), card.orders())),
                timeout -> Reaction.nothing(),
                resumed -> Reaction.nothing(),
                abandoned -> Reaction.nothing());
    }
}
