package io.triskel.orders.inventory;

/**
 * A quantity of one product.
 *
 * @param product the product's id
 * @param quantity 1 or more
 */
public record Item(String product, int quantity) {
    public Item {
        if (quantity < 1) {
            throw new IllegalArgumentException("A quantity is 1 or more, this one is " + quantity);
        }
    }
}
