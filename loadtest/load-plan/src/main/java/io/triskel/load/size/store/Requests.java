package io.triskel.load.size.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.triskel.load.size.plan.Range;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Store requests per order: the demo's operations, times the measured requests of each. */
public final class Requests {
    private static final String DATA = "/io/triskel/load/size/requests.json";

    /** Reads and writes of an operation. */
    public record Count(double reads, double writes) {
        private Count plus(Count other) {
            return new Count(reads + other.reads, writes + other.writes);
        }

        private Count times(double factor) {
            return new Count(reads * factor, writes * factor);
        }
    }

    /** Requests of one order; the bounds depend on which of an operation's rows in the table applies. */
    public record PerOrder(Range reads, Range writes, double commits) {}

    private final Map<String, Count> table = new LinkedHashMap<>();
    private final double orders;
    private final Map<String, Double> done = new LinkedHashMap<>();

    private Requests(JsonNode json) {
        orders = json.get("orders").doubleValue();
        json.get("done")
                .properties()
                .forEach(one -> done.put(one.getKey(), one.getValue().doubleValue()));
        for (JsonNode row : json.get("table")) {
            table.put(
                    row.get("operation").textValue() + "@" + row.get("store").textValue(),
                    new Count(row.get("reads").doubleValue(), row.get("writes").doubleValue()));
        }
    }

    /** {@return the shipped figures} */
    public static Requests measured() {
        try (InputStream in = Requests.class.getResourceAsStream(DATA)) {
            if (in == null) {
                throw new IllegalStateException("The jar is incomplete: " + DATA + " is missing");
            }
            return new Requests(new ObjectMapper().readTree(in));
        } catch (IOException e) {
            throw new IllegalStateException("The jar is incomplete: " + DATA, e);
        }
    }

    /** {@return events per order, one per commit} */
    public double eventsPerOrder() {
        return anOrder("commits");
    }

    Map<String, Double> done() {
        return Map.copyOf(done);
    }

    double orders() {
        return orders;
    }

    /**
     * {@return requests of an order}
     *
     * @param store by its name in the table
     */
    public PerOrder perOrder(String store) {
        Count low = sum(
                store,
                "next command, while another process publishes the stream",
                "last step of a saga: event, state",
                batchOf10(store),
                "projected event: neither index nor total changes");
        Count likely = sum(
                store,
                "next command, published inline, by another process",
                "next step of a saga: event, state, command, timer",
                batchOf1(store),
                "projected event: one index changes");
        Count high = sum(
                store,
                "first command on a new stream, published inline",
                "first step of a saga: event, state, command, timer",
                batchOf1(store),
                "projected event: new row, one index, one total");
        return new PerOrder(
                new Range(low.reads, likely.reads, high.reads),
                new Range(low.writes, likely.writes, high.writes),
                anOrder("commits"));
    }

    private Count sum(String store, String commit, String step, Count behindInbox, String projected) {
        return get(commit, store)
                .times(anOrder("commits"))
                .plus(get(step, store).times(anOrder("steps of sagas")))
                .plus(behindInbox.times(anOrder("events behind an inbox")))
                .plus(get(projected, store).times(anOrder("rows of the view")));
    }

    private Count batchOf1(String store) {
        return get("event behind inbox and parking lot, batch of 1", store);
    }

    private Count batchOf10(String store) {
        return get("events behind inbox and parking lot, batch of 10 keys", store)
                .times(0.1);
    }

    private double anOrder(String what) {
        return Optional.ofNullable(done.get(what)).orElseThrow() / orders;
    }

    private Count get(String operation, String store) {
        return Optional.ofNullable(table.get(operation + "@" + store))
                .orElseThrow(() -> new IllegalArgumentException("There is no row '" + operation + "' on " + store));
    }
}
