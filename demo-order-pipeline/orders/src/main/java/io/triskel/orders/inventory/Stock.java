package io.triskel.orders.inventory;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The stock of one product. Thousands of orders want a popular product, so their quantities are spread over shelves, and an
 * event copies only one shelf.
 *
 * @param received all that ever came in
 * @param available what no order has set aside, never negative
 * @param shelves the quantities of all orders that were ever answered
 */
public record Stock(int received, int available, List<Shelf> shelves) {
    private static final int SHELVES = 64;

    public Stock {
        if (shelves.size() != SHELVES) {
            throw new IllegalArgumentException("Stock has " + SHELVES + " shelves, not " + shelves.size());
        }
        shelves = List.copyOf(shelves);
    }

    static Stock none() {
        return new Stock(0, 0, Collections.nCopies(SHELVES, Shelf.EMPTY));
    }

    Stock receive(int quantity) {
        return new Stock(Math.addExact(received, quantity), Math.addExact(available, quantity), shelves);
    }

    Stock hold(String order, int quantity) {
        List<Shelf> next = new ArrayList<>(shelves);
        next.set(number(order), shelf(order).with(order, quantity));
        return new Stock(received, available + heldBy(order) - quantity, next);
    }

    boolean answered(String order) {
        return shelf(order).has(order);
    }

    /** {@return how many the order has set aside} */
    public int heldBy(String order) {
        return shelf(order).heldBy(order);
    }

    private Shelf shelf(String order) {
        return shelves.get(number(order));
    }

    private static int number(String order) {
        return Math.floorMod(order.hashCode(), SHELVES);
    }
}
