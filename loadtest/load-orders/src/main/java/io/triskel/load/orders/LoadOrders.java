package io.triskel.load.orders;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.orders.catalogue.Product;
import io.triskel.orders.deployed.PostedCatalogue;
import io.triskel.orders.input.InputLine;
import io.triskel.orders.input.OrderGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The orders of a load test, over the products of the demo's input: nine of ten can be shipped, one of twenty cannot be paid and
 * has its stock released again, one of twenty is for a product that is never in stock. No order needs a timer to finish. The same seed gives the same orders.
 */
final class LoadOrders {
    /** A stock larger than any run sells. */
    private static final int DELIVERY = 1_000_000;

    private static final int MOST_LINES = 3;
    private static final int MOST_UNITS = 5;

    private final ObjectMapper json = new ObjectMapper();
    private final long run;
    private final long seed;
    private final Map<String, InputLine.ProductLine> newest = new TreeMap<>();
    private final Set<String> stocked = new TreeSet<>();
    private final List<Product> available;
    private final List<Product> absent;

    LoadOrders(long run, long seed) {
        this.run = run;
        this.seed = seed;
        OrderGenerator.generate(OrderGenerator.COMMITTED_SEED, 0).forEach(this::learn);
        this.available = products(true);
        this.absent = products(false);
    }

    private void learn(String line) {
        PostedCatalogue.parsed(line)
                .<Runnable>fold(
                        product -> () -> newest.merge(
                                product.id(), product, (old, now) -> now.version() > old.version() ? now : old),
                        stock -> () -> stocked.add(stock.product()),
                        order -> () -> {},
                        cancel -> () -> {})
                .run();
    }

    private List<Product> products(boolean inStock) {
        return newest.values().stream()
                .flatMap(line -> line.state().stream())
                .filter(product -> stocked.contains(product.product()) == inStock)
                .toList();
    }

    /**
     * An order.
     *
     * @param body of the request that places it
     * @param must how it ends
     */
    record Wanted(OrderId id, String body, Fact must) {}

    /** {@return the lines that put the products, and enough of them for a run, into a pipeline} */
    List<String> catalogue() {
        List<String> lines = new ArrayList<>();
        newest.forEach((id, line) -> line.state().ifPresent(product -> {
            ObjectNode text = node("product").put("product", id).put("version", line.version());
            text.put("name", product.name());
            product.prices().forEach(text.putArray("prices")::add);
            lines.add(text.toString());
        }));
        available.forEach(product -> lines.add(node("stock")
                .put("product", product.product())
                .put("delivery", "load-" + Long.toString(run, 36))
                .put("quantity", DELIVERY)
                .toString()));
        return lines;
    }

    private ObjectNode node(String kind) {
        return json.createObjectNode().put("kind", kind);
    }

    /** {@return a customer's order, the same whenever it is asked for} */
    Wanted order(int customer, int number) {
        SplittableRandom random = new SplittableRandom((seed * 31 + customer) * 0x9E3779B97F4A7C15L + number);
        OrderId id = new OrderId(run, customer, number);
        int fate = random.nextInt(100);
        ObjectNode order = json.createObjectNode().put("order", id.text());
        order.putObject("customer")
                .put("id", "load-" + customer)
                .put("name", "Customer " + customer)
                .put("email", "customer." + customer + "@example.com");
        ArrayNode lines = order.putArray("lines");
        long total = 0;
        int first = random.nextInt(available.size());
        for (int i = random.nextInt(MOST_LINES); i >= 0; i--) {
            // Each product once: ordering rejects an order with two lines of one product.
            total += line(lines, available.get((first + i) % available.size()), random);
        }
        boolean unpayable = fate >= 90 && fate < 95;
        if (fate >= 95) {
            total += line(lines, absent.get(random.nextInt(absent.size())), random);
        }
        order.putObject("payment").put("card", "card-" + customer).put("limit", unpayable ? 0 : total);
        return new Wanted(id, order.toString(), fate < 90 ? Fact.SHIPPED : Fact.REJECTED);
    }

    /** Adds a line; {@return what it costs} */
    private static long line(ArrayNode lines, Product product, SplittableRandom random) {
        int price = 1 + random.nextInt(product.prices().size());
        int quantity = 1 + random.nextInt(MOST_UNITS);
        lines.addObject().put("product", product.product()).put("price", price).put("quantity", quantity);
        return product.priceAt(price).orElseThrow() * quantity;
    }
}
