package io.triskel.load.size;

import com.fasterxml.jackson.databind.JsonNode;
import io.triskel.load.json.ShippedFile;
import io.triskel.load.size.price.Price;
import io.triskel.load.size.price.PriceBook;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The monthly cost of the demo's smallest deployment on a cloud without any orders. {@code infra/CLOUD/deploy.sh} reads the amounts from
 * the same file.
 */
record IdleCost(List<Item> items) {
    private static final String FILE = "/io/triskel/load/size/idle-2026-11.json";

    /**
     * An item that costs money without use.
     *
     * @param price of its meter; empty if the price file does not have it
     */
    record Item(String meter, double amount, String what, Optional<Price> price) {
        /** {@return US dollars a month, if the price is known} */
        OptionalDouble usd() {
            return price.map(known -> known.of(amount)).orElse(OptionalDouble.empty());
        }
    }

    /** {@return the cost on this cloud, by its name} */
    static IdleCost of(String cloud, PriceBook prices, String region) {
        JsonNode described = ShippedFile.json(FILE).required("clouds").required(cloud);
        List<Item> items = new ArrayList<>();
        for (JsonNode item : described.required("items")) {
            String meter = item.required("meter").textValue();
            items.add(new Item(
                    meter,
                    amount(item.required("amount"), described.required("given")),
                    what(item.required("what").textValue(), described.required("given")),
                    prices.find(meter, region)));
        }
        return new IdleCost(List.copyOf(items));
    }

    private static double amount(JsonNode factors, JsonNode given) {
        double amount = 1;
        for (JsonNode factor : factors) {
            amount *= factor.isNumber()
                    ? factor.doubleValue()
                    : given.required(factor.textValue()).doubleValue();
        }
        return amount;
    }

    private static String what(String text, JsonNode given) {
        String what = text;
        for (var one : given.properties()) {
            what = what.replace("{" + one.getKey() + "}", one.getValue().asText());
        }
        return what;
    }

    /** {@return the sum of what has a price} */
    double usdAMonth() {
        return items.stream().mapToDouble(item -> item.usd().orElse(0)).sum();
    }

    /** {@return whether each price is known, not in doubt, and of this region} */
    boolean verified() {
        return items.stream()
                .allMatch(item -> item.price().filter(Price::verified).isPresent());
    }
}
