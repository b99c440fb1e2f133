package io.triskel.orders.input;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Writes the committed input. The same seed gives the same file, and the file ends in one final state however its orders
 * interleave: stock of a product is plentiful or absent, limits are per order, only silent payments can time out, and a
 * cancellation meets either a silent payment (and wins) or an order that has ended (and is refused).
 */
public final class OrderGenerator {
    /** The seed of the committed file. */
    public static final long COMMITTED_SEED = 20261125;

    private static final int ABSENT = 3;
    private static final int WITHDRAWN = 2;

    private final ObjectMapper json = new ObjectMapper();
    private final Random random;
    private final List<String> lines = new ArrayList<>();
    private int[] priceCounts = new int[0];
    private long[][] prices = new long[0][];

    private OrderGenerator(long seed) {
        random = new Random(seed);
    }

    /**
     * Writes {@code orders.jsonl}.
     *
     * @param arguments the file, the seed and the number of orders
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 3) {
            throw new IllegalArgumentException("Arguments: FILE SEED ORDERS");
        }
        List<String> lines = generate(Long.parseLong(arguments[1]), Integer.parseInt(arguments[2]));
        Files.writeString(Path.of(arguments[0]), String.join("\n", lines) + "\n");
    }

    /**
     * {@return the lines for this seed and so many orders; for 0 orders only the lines of products and stock, with which
     * every file begins}
     */
    public static List<String> generate(long seed, int orders) {
        OrderGenerator generator = new OrderGenerator(seed);
        generator.catalogue();
        for (int i = 1; i <= orders; i++) {
            generator.order(i);
        }
        return List.copyOf(generator.lines);
    }

    private void catalogue() {
        int count = GeneratedNames.PRODUCTS.size();
        priceCounts = new int[count];
        prices = new long[count][];
        for (int p = 0; p < count; p++) {
            priceCounts[p] = 1 + random.nextInt(3);
            prices[p] = new long[priceCounts[p]];
            prices[p][0] = 199 + random.nextInt(300) * 50L;
            for (int v = 1; v < priceCounts[p]; v++) {
                prices[p][v] = Math.max(99, prices[p][v - 1] + (random.nextInt(21) - 8) * 25L);
            }
            for (int v = 1; v <= priceCounts[p]; v++) {
                product(p, v);
            }
            if (p % 7 == 3) {
                product(p, priceCounts[p]);
                product(p, 1);
            }
            if (stocked(p)) {
                delivery(p, 1);
                delivery(p, 2);
            }
        }
        for (int p = count - WITHDRAWN; p < count; p++) {
            lines.add(node("product")
                    .put("product", id(p))
                    .put("version", priceCounts[p] + 1)
                    .put("deleted", true)
                    .toString());
            product(p, priceCounts[p]);
        }
        delivery(0, 1);
    }

    private void product(int p, int version) {
        ObjectNode line = node("product")
                .put("product", id(p))
                .put("version", version)
                .put("name", GeneratedNames.PRODUCTS.get(p));
        ArrayNode known = line.putArray("prices");
        for (int v = 0; v < version; v++) {
            known.add(prices[p][v]);
        }
        lines.add(line.toString());
    }

    private void delivery(int p, int number) {
        lines.add(node("stock")
                .put("product", id(p))
                .put("delivery", "D-" + (1001 + p) + "-" + number)
                .put("quantity", 50_000)
                .toString());
    }

    private void order(int number) {
        String id = String.format(Locale.ROOT, "O-%05d", number);
        int fate = random.nextInt(100);
        ObjectNode order = node("order").put("order", id);
        customer(order.putObject("customer"));
        long total = lines(order.putArray("lines"));
        boolean silent = fate < 8;
        boolean unpayable = fate >= 8 && fate < 13;
        ObjectNode payment = order.putObject("payment");
        payment.put("card", "card-" + (1000 + random.nextInt(9000)));
        payment.put("limit", unpayable ? total - 1 - random.nextInt((int) total / 2) : total + random.nextInt(100_000));
        if (silent) {
            payment.put("answers", false);
        }
        if (fate >= 13 && fate < 18) {
            ((ArrayNode) order.get("lines")).add(line(count() - WITHDRAWN - 1 - random.nextInt(ABSENT), 1, 1));
        }
        if (fate >= 18 && fate < 23) {
            spoil(order);
        }
        lines.add(order.toString());
        if (fate < 4 || fate == 23) {
            lines.add(node("cancel").put("order", id).toString());
        }
        if (fate == 24) {
            lines.add(order.toString());
        }
        if (number % 397 == 0) {
            lines.add(order.toString().substring(0, 40 + random.nextInt(40)));
        }
    }

    private void customer(ObjectNode customer) {
        int number = random.nextInt(240);
        String first = GeneratedNames.FIRST.get(number % GeneratedNames.FIRST.size());
        String last = GeneratedNames.LAST.get(number / GeneratedNames.FIRST.size() * 7 % GeneratedNames.LAST.size());
        customer.put("id", "C-" + (1001 + number));
        customer.put("name", first + " " + last);
        customer.put("email", (first + "." + last).toLowerCase(Locale.ROOT) + "@example.com");
    }

    /** Adds one to four lines of products that are in stock; answers what they cost. */
    private long lines(ArrayNode into) {
        int wanted = 1 + Math.min(random.nextInt(4), random.nextInt(4));
        int first = random.nextInt(stock());
        long total = 0;
        for (int i = 0; i < wanted; i++) {
            int p = (first + i * 11) % stock();
            int version = 1 + random.nextInt(priceCounts[p]);
            int quantity = 1 + random.nextInt(5);
            into.add(line(p, version, quantity));
            total += prices[p][version - 1] * quantity;
        }
        return total;
    }

    private ObjectNode line(int p, int version, int quantity) {
        return json.createObjectNode()
                .put("product", id(p))
                .put("price", version)
                .put("quantity", quantity);
    }

    /** Turns a good order into one that ordering rejects. */
    private void spoil(ObjectNode order) {
        ArrayNode items = (ArrayNode) order.get("lines");
        ObjectNode first = (ObjectNode) items.get(0);
        switch (random.nextInt(6)) {
            case 0 -> first.put("quantity", -first.get("quantity").intValue());
            case 1 -> first.put("quantity", 100_000);
            case 2 -> first.put("product", "P-9999");
            case 3 -> first.put("product", id(count() - 1 - random.nextInt(WITHDRAWN)));
            case 4 -> first.put("price", 77);
            default -> items.removeAll();
        }
    }

    private ObjectNode node(String kind) {
        return json.createObjectNode().put("kind", kind);
    }

    private static String id(int p) {
        return "P-" + (1001 + p);
    }

    private static int count() {
        return GeneratedNames.PRODUCTS.size();
    }

    /** How many products are in stock: all but the ones that never come in or are withdrawn. */
    private static int stock() {
        return count() - ABSENT - WITHDRAWN;
    }

    private static boolean stocked(int p) {
        return p < stock() || p >= count() - WITHDRAWN;
    }
}
