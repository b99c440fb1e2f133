package io.triskel.load.size.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.triskel.load.json.ShippedFile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * Who reads the bus, and what becomes of an event.
 *
 * @param readers that receive every event, each with its own function if there is one; an archive is not among them
 * @param passed readers that a filter by type lets an event through to, on average
 * @param wanted readers that work on an event, on average; the others ignore it by its type
 * @param busiest share of all events that the busiest reader works on
 * @param archive whether an archive reads the bus as well
 * @param perOrder events on the bus for each of the workload's: 1, unless these are orders
 * @param path the types of the events that are delivered one after another from sent to seen
 */
public record Traffic(
        int readers,
        double passed,
        double wanted,
        double busiest,
        boolean archive,
        double perOrder,
        List<String> path) {
    private static final String DATA = "/io/triskel/load/size/order-traffic.json";

    public Traffic {
        path = List.copyOf(path);
        if (!(0 <= wanted && wanted <= passed && passed <= readers)) {
            throw new IllegalArgumentException("An event passes a filter to 0 to " + readers
                    + " readers, and as many or fewer want it, not " + passed + " and " + wanted);
        }
    }

    /** {@return readers that want every event, delivered once} */
    public static Traffic of(int readers) {
        return new Traffic(readers, readers, readers, 1, false, 1, List.of("event"));
    }

    /** {@return that of the demo's orders, as counted in a run and in the manifests; {@code OrderTrafficTest} counts again} */
    public static Traffic ofOrders() {
        return of(ShippedFile.json(DATA));
    }

    /** {@return deliveries one after another from sent to seen} */
    public int inARow() {
        return path.size();
    }

    /** {@return the same with an archive} */
    public Traffic archived() {
        return new Traffic(readers, passed, wanted, busiest, true, perOrder, path);
    }

    /** {@return the share of a reader's events that it works on, on average} */
    public double share() {
        return wanted / readers;
    }

    private static Traffic of(JsonNode counted) {
        double events = 0;
        double passed = 0;
        double wanted = 0;
        Map<String, Double> byReader = new HashMap<>();
        for (JsonNode type : counted.required("types")) {
            double count = type.required("events").doubleValue();
            events += count;
            passed += count * type.required("pushed").size();
            wanted += count * type.required("wanted").size();
            type.required("wanted").forEach(reader -> byReader.merge(reader.textValue(), count, Double::sum));
        }
        double most = byReader.values().stream()
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(0);
        return new Traffic(
                counted.required("readers").size(),
                passed / events,
                wanted / events,
                most / events,
                counted.required("archive").booleanValue(),
                events / counted.required("orders").doubleValue(),
                StreamSupport.stream(counted.required("inARow").spliterator(), false)
                        .map(JsonNode::textValue)
                        .toList());
    }
}
