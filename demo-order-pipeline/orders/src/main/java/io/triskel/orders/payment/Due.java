package io.triskel.orders.payment;

/**
 * What is to be paid, and with what.
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
