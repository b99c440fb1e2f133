package io.triskel.orders.payment;

/**
 * A customer's means of payment, together with how the simulated payment provider treats it. Limits are per order, so that the
 * outcome of one order never depends on another.
 *
 * @param number as printed on a receipt, 1 to 64 characters
 * @param limitCents the most that one order may cost
 * @param answers whether the provider answers at all; if not, the payment times out
 */
public record Card(String number, long limitCents, boolean answers) {
    public Card {
        if (number.isBlank() || number.length() > 64) {
            throw new IllegalArgumentException("A card number has 1 to 64 characters, this one has " + number.length());
        }
        if (limitCents < 0) {
            throw new IllegalArgumentException("A card's limit is not negative, this one is " + limitCents);
        }
    }
}
