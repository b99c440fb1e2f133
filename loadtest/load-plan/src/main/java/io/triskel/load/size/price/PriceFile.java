package io.triskel.load.size.price;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Reads a price file strictly: docs/sizing.md has the format. */
final class PriceFile {
    private static final Set<String> FIELDS = Set.of("format", "name", "asOf", "about", "euro", "regions", "prices");
    private static final Set<String> PRICE_FIELDS = Set.of(
            "meter",
            "region",
            "sold",
            "id",
            "usd",
            "per",
            "unit",
            "source",
            "url",
            "asOf",
            "confidence",
            "quote",
            "note");
    private static final Set<String> EURO_FIELDS = Set.of("perDollar", "asOf", "source");
    private static final List<String> REGIONS = List.of("us", "eu", "all");

    private final String file;

    private PriceFile(String file) {
        this.file = file;
    }

    static PriceBook read(String file, byte[] bytes) {
        ObjectMapper mapper = new ObjectMapper()
                .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        try {
            return new PriceFile(file).book(mapper.readTree(bytes));
        } catch (JsonProcessingException e) {
            throw new PriceException(file + ": this is not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new PriceException(file + ": cannot read the price file: " + e, e);
        } catch (IllegalArgumentException e) {
            throw new PriceException(file + ": " + e.getMessage() + ".", e);
        }
    }

    private PriceBook book(JsonNode json) {
        check(json, FIELDS, "the file");
        if (json.path("format").asInt() != 1) {
            throw new PriceException(file + ": 'format' is " + json.path("format") + "; this version reads 1.");
        }
        List<Price> prices = new ArrayList<>();
        if (!json.path("prices").isArray()) {
            throw new PriceException(file + ": 'prices' is missing, or not a list.");
        }
        for (JsonNode price : json.path("prices")) {
            prices.add(price(price, "price " + (prices.size() + 1)));
        }
        return new PriceBook(
                text(json, "name", "the file"), text(json, "asOf", "the file"), regions(json), prices, euro(json));
    }

    private Map<String, List<String>> regions(JsonNode json) {
        if (!json.has("regions")) {
            return Map.of();
        }
        JsonNode regions = json.get("regions");
        check(regions, Set.of("us", "eu"), "regions");
        Map<String, List<String>> read = new HashMap<>();
        for (String region : List.of("us", "eu")) {
            List<String> names = new ArrayList<>();
            regions.path(region).forEach(name -> names.add(name.asText()));
            read.put(region, names);
        }
        return read;
    }

    private Optional<Exchange> euro(JsonNode json) {
        if (!json.has("euro")) {
            return Optional.empty();
        }
        JsonNode euro = json.get("euro");
        check(euro, EURO_FIELDS, "euro");
        return Optional.of(new Exchange(
                number(euro, "perDollar", "euro"), text(euro, "asOf", "euro"), text(euro, "source", "euro")));
    }

    private Price price(JsonNode json, String where) {
        check(json, PRICE_FIELDS, where);
        String named = where + " (" + json.path("meter").asText("without a meter") + ")";
        String region = text(json, "region", named);
        if (!REGIONS.contains(region)) {
            throw new PriceException(file + ": 'region' of " + named + " is '" + region + "'; known: us, eu, all.");
        }
        return new Price(
                text(json, "meter", named),
                region,
                optional(json, "sold", named),
                text(json, "id", named),
                json.has("usd") ? OptionalDouble.of(number(json, "usd", named)) : OptionalDouble.empty(),
                number(json, "per", named),
                text(json, "unit", named),
                text(json, "source", named),
                text(json, "url", named),
                text(json, "asOf", named),
                confidence(text(json, "confidence", named), named),
                optional(json, "quote", named),
                optional(json, "note", named),
                false);
    }

    private Optional<String> optional(JsonNode json, String name, String where) {
        return json.has(name) ? Optional.of(text(json, name, where)) : Optional.empty();
    }

    private Confidence confidence(String written, String where) {
        return Arrays.stream(Confidence.values())
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(written))
                .findFirst()
                .orElseThrow(() -> new PriceException(file + ": 'confidence' of " + where + " is '" + written
                        + "'; known: official, secondary, unverified."));
    }

    private void check(JsonNode json, Set<String> known, String where) {
        if (!json.isObject()) {
            throw new PriceException(file + ": " + where + " is not a group of fields.");
        }
        for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                throw new PriceException(file + ": unknown field '" + name + "' in " + where + "; known: "
                        + String.join(", ", known.stream().sorted().toList()) + ".");
            }
        }
    }

    private String text(JsonNode json, String name, String where) {
        if (!json.path(name).isTextual()) {
            throw new PriceException(file + ": '" + name + "' of " + where + " is missing, or not a text.");
        }
        return json.get(name).textValue();
    }

    private double number(JsonNode json, String name, String where) {
        if (!json.path(name).isNumber()) {
            throw new PriceException(file + ": '" + name + "' of " + where + " is missing, or not a number.");
        }
        return json.get(name).doubleValue();
    }
}
