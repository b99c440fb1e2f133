package io.triskel.orders.inventory;

import java.util.ArrayList;
import java.util.List;

/**
 * What some orders have set aside of a product. A list, and no map by order: a snapshot has thousands of orders, and a reader
 * of JSON keeps each name of a field that it meets, as if there were few.
 *
 * @param orders that were answered, each once
 * @param quantities what each of them has set aside, in the same order; 0 after a refusal or a release
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
