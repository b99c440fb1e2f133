package io.triskel.asyncapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What all parts of a schema together say about what is written. Never less than what may be written. */
record Written(List<SchemaPart> parts) {
    private static final Set<String> ALL = Set.of("null", "boolean", "object", "array", "string", "number", "integer");

    /** A tag is among the first members; a document of others may have thousands. */
    private static final int MOST_TAGS = 50;

    /** JSON Schema compares numbers by value: 1 is 1.0. */
    private static final Comparator<JsonNode> BY_VALUE = (left, right) -> left.isNumber() && right.isNumber()
            ? left.decimalValue().compareTo(right.decimalValue())
            : left.equals(right) ? 0 : 1;

    /** A lower or upper bound. */
    record Bound(BigDecimal value, boolean exclusive) {}

    static boolean equal(JsonNode left, JsonNode right) {
        return left.equals(BY_VALUE, right);
    }

    /** {@return the types; each number type of its own, so {@code number} counts as both} */
    Set<String> types() {
        Set<String> types = new LinkedHashSet<>(ALL);
        for (SchemaPart part : parts) {
            if (part.isNothing()) {
                return Set.of();
            }
            if (part.has("type")) {
                types.retainAll(named(part.get("type")));
            }
            constants(part).ifPresent(values -> {
                Set<String> some = new LinkedHashSet<>();
                values.forEach(value -> some.addAll(typesOf(value)));
                types.retainAll(some);
            });
        }
        return types;
    }

    static Set<String> named(JsonNode type) {
        Set<String> named = new LinkedHashSet<>();
        (type.isArray() ? stream(type) : Stream.of(type)).forEach(one -> {
            named.add(one.asText());
            if (one.asText().equals("number")) {
                named.add("integer");
            }
        });
        return named;
    }

    static Stream<JsonNode> stream(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    private static Set<String> typesOf(JsonNode value) {
        return switch (value.getNodeType()) {
            case NUMBER ->
                value.decimalValue().stripTrailingZeros().scale() <= 0 ? Set.of("integer") : Set.of("number");
            case STRING -> Set.of("string");
            case BOOLEAN -> Set.of("boolean");
            case ARRAY -> Set.of("array");
            case OBJECT -> Set.of("object");
            default -> Set.of("null");
        };
    }

    private static Optional<List<JsonNode>> constants(SchemaPart part) {
        return part.has("const")
                ? Optional.of(List.of(part.get("const")))
                : part.has("enum") ? Optional.of(stream(part.get("enum")).toList()) : Optional.empty();
    }

    /** {@return the only values, if these are listed} */
    Optional<List<JsonNode>> values() {
        Optional<List<JsonNode>> values = Optional.empty();
        for (SchemaPart part : parts) {
            Optional<List<JsonNode>> some = constants(part);
            values = values.isEmpty()
                    ? some
                    : values.map(before -> some.map(now -> common(before, now)).orElse(before));
        }
        Set<String> types = types();
        return values.map(all -> all.stream()
                .filter(value -> typesOf(value).stream().anyMatch(types::contains))
                .toList());
    }

    private static List<JsonNode> common(List<JsonNode> left, List<JsonNode> right) {
        return left.stream()
                .filter(one -> right.stream().anyMatch(other -> equal(one, other)))
                .toList();
    }

    boolean isNever() {
        return types().isEmpty() || values().filter(List::isEmpty).isPresent();
    }

    Set<String> required() {
        Set<String> required = new LinkedHashSet<>();
        parts.forEach(part -> part.get("required").forEach(name -> required.add(name.asText())));
        return required;
    }

    Set<String> declared() {
        Set<String> declared = new LinkedHashSet<>();
        parts.forEach(part -> declared.addAll(part.names("properties")));
        return declared;
    }

    /** {@return the schema of a member, whether it is declared or may be written all the same} */
    List<SchemaPart> member(String name) {
        List<SchemaPart> member = new ArrayList<>();
        for (SchemaPart part : parts) {
            if (part.get("properties").has(name)) {
                member.addAll(part.parts(part.get("properties").get(name)));
            } else if (part.get("patternProperties").isEmpty() && part.has("additionalProperties")) {
                member.addAll(part.parts(part.get("additionalProperties")));
            }
        }
        return member;
    }

    /** {@return whether members that are not declared are described, as those of a map} */
    boolean isMap() {
        return parts.stream()
                .anyMatch(part -> !part.get("patternProperties").isEmpty()
                        || part.get("additionalProperties").isObject());
    }

    boolean isClosed() {
        return parts.stream()
                .anyMatch(part -> part.get("patternProperties").isEmpty()
                        && part.get("additionalProperties").isBoolean()
                        && !part.get("additionalProperties").booleanValue());
    }

    /** {@return the schema of a member that no part declares; empty if it may be anything} */
    List<SchemaPart> undeclared() {
        List<SchemaPart> undeclared = new ArrayList<>();
        for (SchemaPart part : parts) {
            if (part.get("patternProperties").isEmpty() && part.has("additionalProperties")) {
                undeclared.addAll(part.parts(part.get("additionalProperties")));
            }
        }
        return undeclared;
    }

    /** {@return the schemas that a keyword has in all parts} */
    List<SchemaPart> all(String keyword) {
        return parts.stream()
                .filter(part -> part.has(keyword))
                .flatMap(part -> part.parts(part.get(keyword)).stream())
                .toList();
    }

    /** {@return how many elements have a schema by their place} */
    int places() {
        return parts.stream()
                .mapToInt(
                        part -> part.get("items").isArray() ? part.get("items").size() : 0)
                .max()
                .orElse(0);
    }

    List<SchemaPart> element(int place) {
        List<SchemaPart> element = new ArrayList<>();
        for (SchemaPart part : parts) {
            JsonNode items = part.get("items");
            if (!items.isArray()) {
                element.addAll(part.parts(items));
            } else {
                element.addAll(part.parts(place < items.size() ? items.get(place) : part.get("additionalItems")));
            }
        }
        return element;
    }

    /** {@return the greatest of a keyword's numbers} */
    Optional<BigDecimal> most(String keyword) {
        return numbers(keyword).max(Comparator.naturalOrder());
    }

    Optional<BigDecimal> least(String keyword) {
        return numbers(keyword).min(Comparator.naturalOrder());
    }

    Stream<BigDecimal> numbers(String keyword) {
        return parts.stream()
                .map(part -> part.get(keyword))
                .filter(JsonNode::isNumber)
                .map(JsonNode::decimalValue);
    }

    private Stream<Bound> listed(boolean least) {
        Comparator<BigDecimal> order = least ? Comparator.naturalOrder() : Comparator.reverseOrder();
        return values().filter(all -> all.stream().allMatch(JsonNode::isNumber)).stream()
                .flatMap(all -> all.stream().map(JsonNode::decimalValue).min(order).stream())
                .map(value -> new Bound(value, false));
    }

    Optional<Bound> lower() {
        return Stream.concat(
                        Stream.concat(listed(true), numbers("minimum").map(value -> new Bound(value, false))),
                        numbers("exclusiveMinimum").map(value -> new Bound(value, true)))
                .max(Comparator.comparing(Bound::value).thenComparing(Bound::exclusive));
    }

    Optional<Bound> upper() {
        return Stream.concat(
                        Stream.concat(listed(false), numbers("maximum").map(value -> new Bound(value, false))),
                        numbers("exclusiveMaximum").map(value -> new Bound(value, true)))
                .min(Comparator.comparing(Bound::value).thenComparing(Bound::exclusive, Comparator.reverseOrder()));
    }

    /** {@return whether no value fits both schemas, as far as types, constants and tags say} */
    boolean excludes(Written other, int depth) {
        Set<String> types = new LinkedHashSet<>(types());
        types.retainAll(other.types());
        if (types.isEmpty()) {
            return true;
        }
        Optional<List<JsonNode>> own = values();
        Optional<List<JsonNode>> others = other.values();
        if (own.isPresent()
                && others.isPresent()
                && common(own.get(), others.get()).isEmpty()) {
            return true;
        }
        if (depth > 0 && types.equals(Set.of("object"))) {
            return required().stream()
                    .limit(MOST_TAGS)
                    .anyMatch(name -> new Written(member(name)).excludes(new Written(other.member(name)), depth - 1));
        }
        return depth > 0
                && types.equals(Set.of("array"))
                && most("minItems").filter(least -> least.signum() > 0).isPresent()
                && new Written(element(0)).excludes(new Written(other.element(0)), depth - 1);
    }
}
