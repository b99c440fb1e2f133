package io.triskel.load.fact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * All facts. Sizing, the report, the evaluation and the page of limits read their numbers here, so that an updated fact changes all of them;
 * a constant keeps its name and its place next to the formula that uses it. Prices are separate files, since they have regions and another
 * date, and users bring their own.
 *
 * @param readAt the day on which the sources were read
 * @param byId in the order of the file
 */
public record Facts(String readAt, Map<String, Fact> byId) {
    private static final Facts DOCUMENTED = read();

    public Facts {
        byId = Collections.unmodifiableMap(new LinkedHashMap<>(byId));
    }

    /** {@return the facts of {@code facts.json}} */
    public static Facts documented() {
        return DOCUMENTED;
    }

    /** {@return what is documented as this fact, in bytes, seconds or counts} */
    public static double value(String id) {
        Fact fact = DOCUMENTED.byId.get(id);
        if (fact == null) {
            throw new IllegalArgumentException("facts.json has no fact " + id + ": add it with its source");
        }
        return fact.value()
                .orElseThrow(() -> new IllegalArgumentException(
                        "The fact " + id + " of facts.json has no value: give it one in bytes, seconds or a count"));
    }

    /** {@return all facts, in the order of the file} */
    public Collection<Fact> all() {
        return byId.values();
    }

    private static Facts read() {
        try (InputStream file = Objects.requireNonNull(Facts.class.getResourceAsStream("facts.json"))) {
            JsonNode root = new ObjectMapper().readTree(file);
            Map<String, Fact> facts = new LinkedHashMap<>();
            for (JsonNode one : root.path("facts")) {
                Fact fact = fact(one);
                if (facts.put(fact.id(), fact) != null) {
                    throw new IllegalStateException("facts.json has two facts " + fact.id());
                }
            }
            return new Facts(root.path("readAt").asText(), facts);
        } catch (IOException broken) {
            throw new UncheckedIOException("facts.json in the jar is broken", broken);
        }
    }

    private static Fact fact(JsonNode one) {
        return new Fact(
                one.path("id").asText(),
                one.path("cloud").asText(),
                one.path("area").asText(),
                one.path("topic").asText(),
                one.path("documented").asText(),
                one.has("value") ? OptionalDouble.of(one.path("value").doubleValue()) : OptionalDouble.empty(),
                text(one, "unit"),
                text(one, "per"),
                text(one, "measure"),
                one.path("source").asText(),
                text(one, "url"),
                one.path("asOf").asText(),
                one.path("confidence").asText(),
                text(one, "quote"));
    }

    private static Optional<String> text(JsonNode one, String name) {
        return Optional.ofNullable(one.get(name)).map(JsonNode::asText);
    }
}
