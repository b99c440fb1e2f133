package io.triskel.orders.inventory;

import java.util.HashMap;
import java.util.Map;

/**
 * The stock of one product.
 *
 * @param received all that ever came in
 * @param available what no order has set aside, never negative
 * @param held what each order that was ever answered has set aside; 0 after a refusal or a release
 */
public record Stock(int received, int available, Map<String, Integer> held) {
    public Stock {
        held = Map.copyOf(held);
    }

    static Stock none() {
        return new Stock(0, 0, Map.of());
    }

    Stock receive(int quantity) {
        return new Stock(Math.addExact(received, quantity), Math.addExact(available, quantity), held);
    }

    Stock hold(String order, int quantity) {
        Map<String, Integer> next = new HashMap<>(held);
        int before = next.getOrDefault(order, 0);
        next.put(order, quantity);
        return new Stock(received, available + before - quantity, next);
    }

    boolean answered(String order) {
        return held.containsKey(order);
    }

    /** {@return how many the order has set aside} */
    public int heldBy(String order) {
        return held.getOrDefault(order, 0);
    }
}
