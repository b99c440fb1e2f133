package io.triskel.orders.ordering;

/**
 * One line of an order, priced.
 *
 * @param product the product's id
 * @param priceVersion the version of the price that the customer was shown
 * @param quantity 1 to 1000
 * @param unitCents the price of one at that version
 */
public record OrderLine(String product, int priceVersion, int quantity, long unitCents) {
    /** The most of one product that an order may ask for in one line. */
    public static final int MAX_QUANTITY = 1000;

    public OrderLine {
        if (quantity < 1 || quantity > MAX_QUANTITY) {
            throw new IllegalArgumentException(
                    "A quantity is 1 to " + MAX_QUANTITY + ", the one of " + product + " is " + quantity);
        }
        if (unitCents < 0) {
            throw new IllegalArgumentException("A price is not negative, the one of " + product + " is " + unitCents);
        }
    }

    /** {@return what the line costs} */
    public long cents() {
        return Math.multiplyExact(unitCents, quantity);
    }
}
