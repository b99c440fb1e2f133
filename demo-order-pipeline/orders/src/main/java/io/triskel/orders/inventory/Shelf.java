package io.triskel.orders.inventory;

import java.util.ArrayList;
import java.util.List;

/**
 * Quantities of a product that some orders have set aside. Two lists, and no map by order: a snapshot has thousands of
 * orders, and a JSON reader caches every field name, which it expects to be few.
 *
 * @param orders the answered orders, each once
 * @param quantities the quantity of each order, at the same index; 0 after a refusal or a release
 */
public record Shelf(List<String> orders, List<Integer> quantities) {
    static final Shelf EMPTY = new Shelf(List.of(), List.of());

    public Shelf {
        if (orders.size() != quantities.size()) {
            throw new IllegalArgumentException(
                    "A shelf has a quantity for each order, not " + quantities.size() + " for " + orders.size());
        }
        orders = List.copyOf(orders);
        quantities = List.copyOf(quantities);
    }

    Shelf with(String order, int quantity) {
        int place = orders.indexOf(order);
        List<Integer> held = new ArrayList<>(quantities);
        if (place >= 0) {
            held.set(place, quantity);
            return new Shelf(orders, held);
        }
        List<String> answered = new ArrayList<>(orders);
        answered.add(order);
        held.add(quantity);
        return new Shelf(answered, held);
    }

    boolean has(String order) {
        return orders.contains(order);
    }

    int heldBy(String order) {
        int place = orders.indexOf(order);
        return place < 0 ? 0 : quantities.get(place);
    }
}
