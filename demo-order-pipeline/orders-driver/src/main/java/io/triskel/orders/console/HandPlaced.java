package io.triskel.orders.console;

import io.triskel.codec.JsonObject;
import io.triskel.console.Console;
import io.triskel.event.PortException;
import io.triskel.event.StreamId;
import io.triskel.orders.catalogue.Product;
import io.triskel.orders.input.BrokenLineException;
import io.triskel.orders.input.InputLine;
import io.triskel.orders.input.InputParser;
import io.triskel.orders.ordering.PlaceOrder;
import io.triskel.orders.pipeline.OrderPipeline;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Orders that a person places on the page; each is a line of the demo's input, so that every target takes it as any other. */
public final class HandPlaced implements Console.Places {
    private static final int CHOICES = 12;
    private static final int MOST = 1000;
    private static final long LIMIT = 100_000_000;

    private final OrderPipeline pipeline;
    private final Way way;
    private final Supplier<String> ids;
    private final InputParser parser = new InputParser();
    private final Set<String> products = new TreeSet<>();

    /** The orders and their states as the page knows them. */
    private final Map<String, String> states = new ConcurrentHashMap<>();

    /** How an order reaches the pipeline. */
    @FunctionalInterface
    public interface Way {
        /**
         * {@return why the order was not placed; empty if it was, or had been before}
         *
         * @param text the order as a line of input
         * @throws IllegalStateException if the pipeline did not take it now; the message is for people
         */
        Optional<String> place(PlaceOrder request, String text);
    }

    /**
     * Places nothing yet.
     *
     * @param pipeline which has the products and the states of orders
     * @param ids of orders that come without one, each of which no order had before
     */
    public HandPlaced(OrderPipeline pipeline, Way way, Supplier<String> ids) {
        this.pipeline = pipeline;
        this.way = way;
        this.ids = ids;
    }

    /** {@return ids for a pipeline that is as old as this process} */
    public static Supplier<String> numbers() {
        AtomicInteger number = new AtomicInteger();
        return () -> String.format(Locale.ROOT, "O-M%04d", number.incrementAndGet());
    }

    /** Takes note of a line of the input: its products can be ordered. */
    public synchronized void line(String text) {
        if (products.size() == CHOICES) {
            return;
        }
        try {
            parser.parse(text).fold(product -> offer(product.id()), stock -> false, order -> false, cancel -> false);
        } catch (BrokenLineException broken) {
            // The run reports it.
        }
    }

    /** Offers a product, if the form has a place for it. {@return whether it is new} */
    public synchronized boolean offer(String product) {
        return products.size() < CHOICES && products.add(product);
    }

    @Override
    public synchronized JsonObject form() {
        List<JsonObject> choices = new ArrayList<>();
        for (String id : products) {
            name(id).ifPresent(name ->
                    choices.add(JsonObject.empty().set("value", id).set("label", both(name, name))));
        }
        JsonObject product = choices.isEmpty()
                ? field("product", "text", "Product (its id)", "Produit (identifiant)")
                : field("product", "choice", "Product", "Produit")
                        .setObjects("choices", choices)
                        .set("value", choices.get(0).text("value"));
        return JsonObject.empty()
                .set("title", both("Place an order", "Passer une commande"))
                .setObjects(
                        "fields",
                        List.of(
                                product,
                                field("quantity", "number", "Quantity", "Quantité")
                                        .set("min", 1)
                                        .set("max", MOST)
                                        .set("value", 1),
                                field("payment", "choice", "Payment", "Paiement")
                                        .set("value", "accepted")
                                        .setObjects(
                                                "choices",
                                                List.of(
                                                        choice("accepted", "accepted", "accepté"),
                                                        choice("declined", "declined", "refusé"),
                                                        choice(
                                                                "silent",
                                                                "no answer for 15 minutes",
                                                                "sans réponse pendant 15 minutes")))));
    }

    private static JsonObject field(String name, String kind, String english, String french) {
        return JsonObject.empty().set("name", name).set("kind", kind).set("label", both(english, french));
    }

    private static JsonObject choice(String value, String english, String french) {
        return JsonObject.empty().set("value", value).set("label", both(english, french));
    }

    private static JsonObject both(String english, String french) {
        return JsonObject.empty().set("en", english).set("fr", french);
    }

    private Optional<Product> known(String product) {
        return pipeline.assortment().known(product).product();
    }

    /** A store that does not answer must not take the page away, whose description has this form. */
    private Optional<String> name(String product) {
        try {
            return known(product).map(Product::name);
        } catch (PortException unread) {
            return Optional.of(product);
        }
    }

    /** {@return a product that can be ordered} */
    public synchronized Optional<String> anyProduct() {
        return products.stream().filter(id -> known(id).isPresent()).findFirst();
    }

    /** {@return how many of these orders have not ended, as far as {@link #changed} has seen} */
    public long underWay(Collection<String> orders) {
        return orders.stream().filter(states::containsKey).count();
    }

    @Override
    public JsonObject place(JsonObject wanted) {
        String order = wanted.has("order") ? wanted.text("order") : ids.get();
        String id = wanted.text("product");
        Product product = known(id).orElseThrow(() -> new IllegalArgumentException("unknown product " + id));
        String payment = wanted.has("payment") ? wanted.text("payment") : "accepted";
        String text = JsonObject.empty()
                .set("kind", "order")
                .set("order", order)
                .set(
                        "customer",
                        JsonObject.empty()
                                .set("id", "C-" + order)
                                .set("name", "A person at the page")
                                .set("email", order.toLowerCase(Locale.ROOT) + "@example.com"))
                .setObjects(
                        "lines",
                        List.of(JsonObject.empty()
                                .set("product", id)
                                .set("price", product.prices().size())
                                .set("quantity", wanted.integer("quantity"))))
                .set(
                        "payment",
                        JsonObject.empty()
                                .set("card", "card-" + order)
                                .set("limit", payment.equals("declined") ? 1 : LIMIT)
                                .set("answers", !payment.equals("silent")))
                .toString();
        way.place(request(text), text).ifPresent(reason -> {
            throw new IllegalArgumentException(reason);
        });
        states.put(order, "");
        return JsonObject.empty().set("order", order);
    }

    private synchronized PlaceOrder request(String text) {
        try {
            return parser.parse(text)
                    .<Optional<InputLine.OrderLine>>fold(
                            product -> Optional.empty(),
                            stock -> Optional.empty(),
                            Optional::of,
                            cancel -> Optional.empty())
                    .orElseThrow()
                    .request();
        } catch (BrokenLineException broken) {
            throw new IllegalArgumentException(broken.getMessage(), broken);
        }
    }

    /** {@return the orders whose states have changed since the last call, with their states} Orders that have ended are forgotten. */
    public Map<String, String> changed() {
        Map<String, String> changed = new LinkedHashMap<>();
        states.forEach((order, known) -> pipeline.view()
                .find(new StreamId("order-" + order))
                .ifPresent(row -> {
                    String state = row.status().text();
                    if (!state.equals(known)) {
                        changed.put(order, state);
                        states.put(order, state);
                    }
                    if (!state.equals("placed") && !state.equals("confirmed")) {
                        states.remove(order);
                    }
                }));
        return changed;
    }
}
