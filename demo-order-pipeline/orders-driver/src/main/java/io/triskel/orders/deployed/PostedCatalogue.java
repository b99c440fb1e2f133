package io.triskel.orders.deployed;

import io.triskel.orders.input.BrokenLineException;
import io.triskel.orders.input.InputLine;
import io.triskel.orders.input.InputParser;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Products and their stock, put into a pipeline over HTTP as its deployer would. */
public final class PostedCatalogue {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final OrderClient client;
    private final Map<String, Long> versions = new TreeMap<>();

    private PostedCatalogue(OrderClient client) {
        this.client = client;
    }

    /**
     * Puts them, and returns once ordering knows the products, so that an order for them is placed.
     *
     * @param lines of an input ({@code docs/demo.md}); orders and cancellations are passed over
     * @return the products' ids
     * @throws IllegalStateException if one is not taken, or ordering does not hear of a product; the message is for people
     */
    public static Set<String> put(OrderClient client, List<String> lines) {
        PostedCatalogue catalogue = new PostedCatalogue(client);
        lines.forEach(catalogue::line);
        catalogue.versions.forEach(catalogue::await);
        return catalogue.versions.keySet();
    }

    private void line(String text) {
        parsed(text)
                .<Runnable>fold(
                        product -> () -> product(product, text),
                        stock -> () -> post("/stock", text),
                        order -> () -> {},
                        cancel -> () -> {})
                .run();
    }

    /** {@return a line that was generated, and is therefore whole} */
    public static InputLine parsed(String text) {
        try {
            return new InputParser().parse(text);
        } catch (BrokenLineException broken) {
            throw new IllegalStateException("A generated line is broken: " + text, broken);
        }
    }

    private void product(InputLine.ProductLine product, String text) {
        post("/products", text);
        versions.merge(product.id(), product.version(), Math::max);
    }

    private void post(String path, String text) {
        OrderClient.Answer answer = client.post(path, text).join();
        if (!answer.ok()) {
            throw new IllegalStateException("The catalogue was rejected: " + answer.detail() + ", for " + text);
        }
    }

    private void await(String product, long version) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (client.get("/products/" + product).join().body().path("version").asLong(0) < version) {
            if (System.nanoTime() - until > 0) {
                throw new IllegalStateException("Ordering did not know version " + version + " of " + product
                        + " within " + PATIENCE.toMinutes() + " minutes; the functions' logs may say why");
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }
}
