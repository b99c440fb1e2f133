package io.triskel.orders.payment;

import java.util.function.Function;

/** Commands to payment. */
public sealed interface PaymentCommand {
    /** {@return the order that is paid for} */
    String order();

    /** Charge now: the amount and the go-ahead in one, as an orchestrator has them. */
    record Charge(String order, Due due) implements PaymentCommand {}

    /** The amount, half of what a charge needs; choreography learns the halves in either order. */
    record Expect(String order, Due due) implements PaymentCommand {}

    /** The go-ahead, the other half. */
    record Collect(String order) implements PaymentCommand {}

    /** The compensation: refund the amount charged, and charge nothing from now on. */
    record Refund(String order, String reason) implements PaymentCommand {}

    /** The provider has been silent for too long: take nothing any more. Does nothing if it did answer. */
    record GiveUp(String order) implements PaymentCommand {}

    /** The provider's answer, long after the call was given up. */
    record Answered(String order, boolean charged) implements PaymentCommand {}

    /** {@return the result of the one function that fits} */
    default <R> R fold(
            Function<Charge, R> charge,
            Function<Expect, R> expect,
            Function<Collect, R> collect,
            Function<Refund, R> refund,
            Function<GiveUp, R> giveUp,
            Function<Answered, R> answered) {
        if (this instanceof Charge it) {
            return charge.apply(it);
        }
        if (this instanceof Expect it) {
            return expect.apply(it);
        }
        if (this instanceof Collect it) {
            return collect.apply(it);
        }
        if (this instanceof Refund it) {
            return refund.apply(it);
        }
        if (this instanceof GiveUp it) {
            return giveUp.apply(it);
        }
        return answered.apply((Answered) this);
    }
}
