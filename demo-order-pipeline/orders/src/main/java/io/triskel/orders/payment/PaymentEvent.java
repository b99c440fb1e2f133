package io.triskel.orders.payment;

import java.util.function.Function;

/** Events of one order's payment. */
public sealed interface PaymentEvent {
    /** {@return the order that is paid for} */
    String order();

    /** The amount is known, the go-ahead is not there yet. */
    record PaymentExpected(String order, Due due) implements PaymentEvent {}

    /** The go-ahead came before the amount. */
    record PaymentWanted(String order) implements PaymentEvent {}

    /** The provider was asked and has not answered. */
    record PaymentRequested(String order, Due due) implements PaymentEvent {}

    /** The money was taken. */
    record PaymentCharged(String order, long cents) implements PaymentEvent {}

    /** The money was not taken, and will not be. */
    record PaymentDeclined(String order, String reason) implements PaymentEvent {}

    /** The money was given back. */
    record PaymentRefunded(String order, long cents) implements PaymentEvent {}

    /** The compensation came before any money was taken; none will be kept from now on. */
    record PaymentVoided(String order, String reason) implements PaymentEvent {}

    /** {@return the result of the one function that fits} */
    default <R> R fold(
            Function<PaymentExpected, R> paymentExpected,
            Function<PaymentWanted, R> paymentWanted,
            Function<PaymentRequested, R> paymentRequested,
            Function<PaymentCharged, R> paymentCharged,
            Function<PaymentDeclined, R> paymentDeclined,
            Function<PaymentRefunded, R> paymentRefunded,
            Function<PaymentVoided, R> paymentVoided) {
        if (this instanceof PaymentExpected it) {
            return paymentExpected.apply(it);
        }
        if (this instanceof PaymentWanted it) {
            return paymentWanted.apply(it);
        }
        if (this instanceof PaymentRequested it) {
            return paymentRequested.apply(it);
        }
        if (this instanceof PaymentCharged it) {
            return paymentCharged.apply(it);
        }
        if (this instanceof PaymentDeclined it) {
            return paymentDeclined.apply(it);
        }
        if (this instanceof PaymentRefunded it) {
            return paymentRefunded.apply(it);
        }
        return paymentVoided.apply((PaymentVoided) this);
    }
}
