package io.triskel.simulation.system;

import io.triskel.saga.Progress;
import io.triskel.saga.Saga;
import io.triskel.saga.Steps;
import java.time.Duration;

/**
 * A second process about the same orders. It asks the same participants for the same things, under the same instance ids, and
 * gets other answers: gifts are wrapped from a stock and paid from an account that order fulfilment knows nothing of.
 */
final class GiftWrapping {
    static final String NAME = "gift-wrapping";

    private GiftWrapping() {}

    record Gift(String order, long cents) {}

    static Saga<Progress<Gift>> saga(Flaw flaw) {
        return flaw.in(Steps.named(NAME, Gift.class)
                        .startedBy(Orders.Placed.class, Orders.Placed::order, placed -> new Gift(placed.order(), 50))
                        .step("reserve")
                        .command("participants", gift -> new Fulfilment.Reserve(gift.order()))
                        .done(Fulfilment.Reserved.class)
                        .failed(Fulfilment.OutOfStock.class)
                        .within(Duration.ofMinutes(3))
                        .undo("participants", gift -> new Fulfilment.Release(gift.order()))
                        .undone(Fulfilment.Released.class)
                        .step("charge")
                        .command("participants", gift -> new Fulfilment.Charge(gift.order(), gift.cents()))
                        .done(Fulfilment.Charged.class)
                        .failed(Fulfilment.CardRefused.class)
                        .within(Duration.ofMinutes(3))
                        .undo("participants", gift -> new Fulfilment.Refund(gift.order()))
                        .undone(Fulfilment.Refunded.class)
                        .secondStart(Steps.SecondStart.PARKED))
                .build();
    }
}
