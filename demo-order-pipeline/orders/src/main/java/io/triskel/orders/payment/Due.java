package io.triskel.orders.payment;

/**
 * The amount to pay, and the means of payment.
 *
 * @param cents the amount, not negative
 * @param card the card to charge
 */
public record Due(long cents, Card card) {
    public Due {
        if (cents < 0) {
            throw new IllegalArgumentException("An amount due is not negative, this one is " + cents);
        }
    }
}
