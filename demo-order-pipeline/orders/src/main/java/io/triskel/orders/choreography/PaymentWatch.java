package io.triskel.orders.choreography;

import io.triskel.codec.StateCodec;
import io.triskel.event.Envelope;
import io.triskel.orders.fulfilment.FulfilmentSaga;
import io.triskel.orders.payment.PaymentCommand.GiveUp;
import io.triskel.orders.payment.PaymentEvent;
import io.triskel.orders.payment.PaymentEvent.PaymentCharged;
import io.triskel.orders.payment.PaymentEvent.PaymentDeclined;
import io.triskel.orders.payment.PaymentEvent.PaymentRequested;
import io.triskel.orders.payment.PaymentEvent.PaymentVoided;
import io.triskel.saga.Input;
import io.triskel.saga.Reaction;
import io.triskel.saga.Saga;
import io.triskel.saga.StateForm;
import java.util.Optional;
import java.util.Set;

/**
 * Gives up a silent payment after a timeout, since choreography has no orchestrator to do so. The saga ends {@code answered},
 * {@code voided} or {@code given-up}.
 */
public final class PaymentWatch implements Saga<PaymentWatch.Watched> {
    /** The saga's name, and the consumer's. */
    public static final String NAME = "payment-watch";

    private static final String TIMER = "answer";

    /**
     * The saga's state.
     *
     * @param order the order, empty text before the first input
     * @param ending how the saga ended, empty while the payment is open
     */
    public record Watched(String order, Optional<String> ending) {
        Watched ended(String how) {
            return ending.isPresent() ? this : new Watched(order, Optional.of(how));
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<Class<?>> listensTo() {
        return Set.of(PaymentRequested.class, PaymentCharged.class, PaymentDeclined.class, PaymentVoided.class);
    }

    @Override
    public StateForm<Watched> form(StateCodec codec) {
        return StateForm.of(Watched.class, codec);
    }

    @Override
    public Watched initial() {
        return new Watched("", Optional.empty());
    }

    @Override
    public Optional<String> correlate(Envelope<?> event) {
        return event.data() instanceof PaymentEvent payment ? Optional.of(payment.order()) : Optional.empty();
    }

    @Override
    public Watched evolve(Watched state, Input input) {
        if (input.isTimeout(TIMER)) {
            return state.ended("given-up");
        }
        return input.data(PaymentEvent.class)
                .map(event -> after(new Watched(event.order(), state.ending()), event))
                .orElse(state);
    }

    private static Watched after(Watched state, PaymentEvent event) {
        return event.fold(
                expected -> state,
                wanted -> state,
                requested -> state,
                charged -> state.ended("answered"),
                declined -> state.ended("answered"),
                refunded -> state,
                voided -> state.ended("voided"));
    }

    @Override
    public Reaction react(Watched state, Input input) {
        if (input.isTimeout(TIMER)) {
            return Reaction.nothing()
                    .send(FulfilmentSaga.PAYMENT, new GiveUp(state.order()))
                    .end("given-up");
        }
        if (state.ending().isPresent()) {
            return Reaction.nothing().end(state.ending().get());
        }
        return Reaction.nothing().timeout(TIMER, FulfilmentSaga.PAYMENT_PATIENCE);
    }
}
