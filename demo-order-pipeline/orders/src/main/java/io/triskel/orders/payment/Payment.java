package io.triskel.orders.payment;

import java.util.Optional;

/**
 * The state of one order's payment.
 *
 * @param status the last action
 * @param due the amount to pay, once known
 * @param wanted whether the go-ahead has come
 * @param taken the money taken, in cents; a refund does not change it
 */
public record Payment(Status status, Optional<Due> due, boolean wanted, long taken) {
    /** The last action. */
    public enum Status {
        /** No money was asked for yet. */
        OPEN,
        /** The provider was asked and is silent. */
        REQUESTED,
        /** The money was taken. */
        CHARGED,
        /** The money was refused. */
        DECLINED,
        /** The money was given back. */
        REFUNDED,
        /** No money is to be taken any more. */
        VOIDED
    }

    static Payment open() {
        return new Payment(Status.OPEN, Optional.empty(), false, 0);
    }

    Payment now(Status next) {
        return new Payment(next, due, wanted, taken);
    }

    Payment charged(long cents) {
        return new Payment(Status.CHARGED, due, wanted, cents);
    }

    /** The amount that the provider was asked for. */
    long asked() {
        return due.map(Due::cents).orElse(0L);
    }

    /** {@return what the shop holds of the customer's money, in cents} */
    public long held() {
        return status == Status.CHARGED ? taken : 0;
    }
}
