package io.triskel.orders.inventory;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The stock of one product. A popular product is wanted by thousands of orders, so what each holds is spread over shelves,
 * of which an event copies but one.
 *
 * @param received all that ever came in
 * @param available what no order has set aside, never negative
 * @param shelves what each order that was ever answered has set aside; 0 after a refusal or a release
 */
public record Stock(int received, int available, List<Map<String, Integer>> shelves) {
    private static final int SHELVES = 64;

    public Stock {
        if (shelves.size() != SHELVES) {
            throw new IllegalArgumentException("Stock has " + SHELVES + " shelves, not " + shelves.size());
        }
        shelves = List.copyOf(shelves);
    }

    static Stock none() {
        return new Stock(0, 0, Collections.nCopies(SHELVES, Map.of()));
    }

    Stock receive(int quantity) {
        return new Stock(Math.addExact(received, quantity), Math.addExact(available, quantity), shelves);
    }

    Stock hold(String order, int quantity) {
        Map<String, Integer> shelf = new HashMap<>(shelf(order));
        Integer before = shelf.put(order, quantity);
        List<Map<String, Integer>> next = new ArrayList<>(shelves);
        next.set(number(order), Collections.unmodifiableMap(shelf));
        return new Stock(received, available + (before == null ? 0 : before) - quantity, next);
    }

    boolean answered(String order) {
        return shelf(order).containsKey(order);
    }

    /** {@return how many the order has set aside} */
    public int heldBy(String order) {
        return shelf(order).getOrDefault(order, 0);
    }

    private Map<String, Integer> shelf(String order) {
        return shelves.get(number(order));
    }

    private static int number(String order) {
        return Math.floorMod(order.hashCode(), SHELVES);
    }
}
