package io.triskel.orders.deployed;

import io.triskel.orders.input.BrokenLineException;
import io.triskel.orders.input.InputLine;
import io.triskel.orders.input.InputParser;
import io.triskel.orders.input.OrderGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A few products with stock, put into a pipeline over HTTP as its deployer would: the first products of the committed input.
 */
final class SmallCatalogue {
    private static final int PRODUCTS = 6;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final OrderClient client;
    private final Map<String, Long> versions = new TreeMap<>();

    private SmallCatalogue(OrderClient client) {
        this.client = client;
    }

    /**
     * Puts the products, and returns once ordering knows them, so that an order for them is placed.
     *
     * @return the products' ids
     * @throws IllegalStateException if a product is not taken, or ordering does not hear of it; the message is for people
     */
    static List<String> put(OrderClient client) {
        SmallCatalogue catalogue = new SmallCatalogue(client);
        OrderGenerator.generate(OrderGenerator.COMMITTED_SEED, 0).forEach(catalogue::line);
        catalogue.versions.forEach(catalogue::await);
        return new ArrayList<>(catalogue.versions.keySet());
    }

    private void line(String text) {
        try {
            new InputParser()
                    .parse(text)
                    .<Runnable>fold(
                            product -> () -> product(product, text),
                            stock -> () -> stock(stock, text),
                            order -> () -> {},
                            cancel -> () -> {})
                    .run();
        } catch (BrokenLineException broken) {
            throw new IllegalStateException("A generated line is broken: " + text, broken);
        }
    }

    private void product(InputLine.ProductLine product, String text) {
        if (versions.size() < PRODUCTS || versions.containsKey(product.id())) {
            post("/products", text);
            versions.merge(product.id(), product.version(), Math::max);
        }
    }

    private void stock(InputLine.StockLine stock, String text) {
        if (versions.containsKey(stock.product())) {
            post("/stock", text);
        }
    }

    private void post(String path, String text) {
        OrderClient.Answer answer = client.post(path, text).join();
        if (!answer.ok()) {
            throw new IllegalStateException("The catalogue was not taken: " + answer.detail() + ", for " + text);
        }
    }

    private void await(String product, long version) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (client.get("/products/" + product).join().body().path("version").asLong(0) < version) {
            if (System.nanoTime() - until > 0) {
                throw new IllegalStateException("Ordering had not heard of version " + version + " of " + product
                        + " within " + PATIENCE.toMinutes() + " minutes; the functions' logs may say why");
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }
}
