package io.triskel.orders.deployed;

import io.triskel.orders.input.OrderGenerator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A few products with stock: the first products of the committed input. */
final class SmallCatalogue {
    private static final int PRODUCTS = 6;

    private SmallCatalogue() {}

    /** Puts the products into a pipeline, see {@link PostedCatalogue}; {@return the products' ids} */
    static List<String> put(OrderClient client) {
        Set<String> products = new LinkedHashSet<>();
        List<String> lines = OrderGenerator.generate(OrderGenerator.COMMITTED_SEED, 0).stream()
                .filter(line -> isOfTheFirst(line, products))
                .toList();
        return List.copyOf(PostedCatalogue.put(client, lines));
    }

    /** @param products those so far */
    private static boolean isOfTheFirst(String line, Set<String> products) {
        return PostedCatalogue.parsed(line)
                .fold(
                        product -> {
                            if (products.size() < PRODUCTS) {
                                products.add(product.id());
                            }
                            return products.contains(product.id());
                        },
                        stock -> products.contains(stock.product()),
                        order -> false,
                        cancel -> false);
    }
}
