package io.triskel.orders.inventory;

/**
 * A quantity of one product.
 *
 * @param product the product's id
 * @param quantity 1 or more
 */
public record ProductQuantity(String product, int quantity) {
    public ProductQuantity {
        if (quantity < 1) {
            throw new IllegalArgumentException("A quantity is 1 or more, this one is " + quantity);
        }
    }
}
