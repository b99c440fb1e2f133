package io.triskel.asyncapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;

/** Which assertions of one reader's schema a writer's schema does not imply, keyword by keyword. */
final class Assertions {
    /** A reader of the second reads the first. Elsewhere another format is another text. */
    private static final Map<String, String> WIDER =
            Map.of("int32", "int64", "float", "double", "uri", "uri-reference", "email", "idn-email");

    private static final Set<String> NUMBERS = Set.of("number", "integer");
    private static final List<String> CONDITION = List.of("if", "then", "else");

    private final Written written;
    private final SchemaPart read;
    private final String where;
    private final Reading reading;
    private final SameSchema same;
    private final Set<String> types;
    private final List<Difference> found = new ArrayList<>();

    Assertions(Written written, SchemaPart read, String where, Reading reading, SameSchema same) {
        this.written = written;
        this.read = read;
        this.where = where;
        this.reading = reading;
        this.same = same;
        this.types = written.types();
    }

    List<Difference> broken() {
        if (read.isNothing()) {
            return List.of(new Difference(where, Rule.CLOSED, "", "allowed", "not allowed"));
        }
        for (String keyword : read.keywords()) {
            if (!SameSchema.isAnnotation(keyword)) {
                check(keyword);
            }
        }
        written.parts().stream()
                .filter(part -> part.has("contentEncoding") && !read.has("contentEncoding"))
                .filter(part -> read.get("type").asText().equals("string"))
                .forEach(part -> differs(Rule.ENCODING, "contentEncoding", Reading.shown(part.get("contentEncoding"))));
        return found.stream().distinct().toList();
    }

    private void differs(Rule rule, String keyword, String said) {
        found.add(new Difference(where, rule, keyword, said, Reading.shown(read.get(keyword))));
    }

    private void check(String keyword) {
        switch (keyword) {
            case "type" -> type();
            case "enum", "const" -> values(keyword);
            case "minimum", "exclusiveMinimum" ->
                number(keyword, written.lower(), (bound, least) -> {
                    int compared = bound.value().compareTo(least);
                    return compared > 0 || (compared == 0 && (bound.exclusive() || keyword.equals("minimum")));
                });
            case "maximum", "exclusiveMaximum" ->
                number(keyword, written.upper(), (bound, most) -> {
                    int compared = bound.value().compareTo(most);
                    return compared < 0 || (compared == 0 && (bound.exclusive() || keyword.equals("maximum")));
                });
            case "multipleOf" ->
                number(
                        keyword,
                        Optional.of(written),
                        (all, divisor) -> all.numbers(keyword).anyMatch(one -> isMultiple(one, divisor))
                                || (!types.contains("number") && isMultiple(BigDecimal.ONE, divisor)));
            case "minLength" -> size(keyword, "string", true);
            case "maxLength" -> size(keyword, "string", false);
            case "minItems" -> size(keyword, "array", true);
            case "maxItems" -> size(keyword, "array", false);
            case "minProperties" -> size(keyword, "object", true);
            case "maxProperties" -> size(keyword, "object", false);
            case "uniqueItems" -> {
                if (types.contains("array") && read.get(keyword).asBoolean() && !says(keyword) && elements() > 1) {
                    differs(Rule.BOUND, keyword, "");
                }
            }
            case "pattern" -> {
                if (types.contains("string") && !says(keyword)) {
                    differs(Rule.TEXT_PATTERN, keyword, said(keyword));
                }
            }
            case "format" -> format();
            case "contentEncoding", "contentMediaType" -> {
                if (types.contains("string") && !says(keyword)) {
                    differs(Rule.ENCODING, keyword, said(keyword));
                }
            }
            case "required", "properties", "additionalProperties", "patternProperties", "propertyNames" -> {
                if (types.contains("object")) {
                    found.addAll(new ObjectAssertions(written, read, where, reading).broken(keyword));
                }
            }
            case "items" -> {
                if (types.contains("array")) {
                    items();
                }
            }
            case "anyOf", "oneOf" -> found.addAll(reading.ofAny(written, read, keyword, where));
            case "additionalItems", "x-triskel-sealed", "then", "else" -> {
                // With items, by Reading, and with if.
            }
            case "if" -> condition();
            case "not" -> {
                Written refused = new Written(read.parts(read.get("not")));
                if (!says("not") && !written.excludes(refused, 2)) {
                    differs(Rule.OTHER, "not", said("not"));
                }
            }
            default -> {
                if (isAssertion(keyword) && !says(keyword)) {
                    differs(Rule.OTHER, keyword, said(keyword));
                }
            }
        }
    }

    /** Of later drafts too. Validators ignore every other keyword. */
    private static boolean isAssertion(String keyword) {
        return Set.of(
                        "contains",
                        "dependencies",
                        "dependentRequired",
                        "dependentSchemas",
                        "prefixItems",
                        "unevaluatedItems",
                        "unevaluatedProperties",
                        "minContains",
                        "maxContains",
                        "$recursiveRef",
                        "$dynamicRef")
                .contains(keyword);
    }

    private boolean says(String keyword) {
        return written.parts().stream().anyMatch(part -> same.at(keyword, part, read));
    }

    private String said(String keyword) {
        return written.parts().stream()
                .filter(part -> part.has(keyword))
                .findFirst()
                .map(part -> Reading.shown(part.get(keyword)))
                .orElse("");
    }

    private void type() {
        Set<String> allowed = Written.named(read.get("type"));
        if (!allowed.containsAll(types)) {
            found.add(new Difference(where, Rule.TYPE, "type", shown(types), shown(allowed)));
        }
    }

    private static String shown(Set<String> types) {
        if (types.size() == 7) {
            return "any";
        }
        return String.join(
                " or ",
                types.stream()
                        .filter(type -> !type.equals("integer") || !types.contains("number"))
                        .sorted()
                        .toList());
    }

    private void values(String keyword) {
        List<JsonNode> allowed = keyword.equals("const")
                ? List.of(read.get("const"))
                : Written.stream(read.get("enum")).toList();
        Optional<List<JsonNode>> values = written.values();
        boolean all = values.filter(some ->
                        some.stream().allMatch(one -> allowed.stream().anyMatch(other -> Written.equal(one, other))))
                .isPresent();
        if (!all) {
            found.add(new Difference(
                    where, Rule.VALUES, "", values.map(Assertions::list).orElseGet(() -> shown(types)), list(allowed)));
        }
    }

    private static String list(List<JsonNode> values) {
        return String.join(", ", values.stream().map(Reading::shown).toList());
    }

    private <T> void number(String keyword, Optional<T> facts, BiPredicate<T, BigDecimal> implies) {
        boolean applies = NUMBERS.stream().anyMatch(types::contains);
        if (!applies || says(keyword)) {
            return;
        }
        JsonNode bound = read.get(keyword);
        if (!bound.isNumber()
                || facts.filter(all -> implies.test(all, bound.decimalValue())).isEmpty()) {
            differs(Rule.BOUND, keyword, said(keyword));
        }
    }

    private static boolean isMultiple(BigDecimal of, BigDecimal divisor) {
        return divisor.signum() > 0 && of.remainder(divisor).signum() == 0;
    }

    private void size(String keyword, String type, boolean atLeast) {
        if (!types.contains(type)) {
            return;
        }
        BigDecimal bound = read.get(keyword).decimalValue();
        BigDecimal free = keyword.equals("minProperties")
                ? BigDecimal.valueOf(written.required().size())
                : BigDecimal.ZERO;
        boolean implied = atLeast
                ? written.most(keyword).orElse(free).max(free).compareTo(bound) >= 0
                : written.least(keyword)
                        .filter(most -> most.compareTo(bound) <= 0)
                        .isPresent();
        boolean listed = written.values()
                .filter(values -> values.stream()
                        .map(Assertions::size)
                        .allMatch(size -> atLeast ? size.compareTo(bound) >= 0 : size.compareTo(bound) <= 0))
                .isPresent();
        if (!implied && !listed) {
            differs(Rule.BOUND, keyword, said(keyword));
        }
    }

    private static BigDecimal size(JsonNode value) {
        int size = value.isTextual()
                ? value.textValue().codePointCount(0, value.textValue().length())
                : value.size();
        return BigDecimal.valueOf(size);
    }

    private void format() {
        String expected = Reading.shown(read.get("format"));
        boolean concerns = types.contains("string") || NUMBERS.stream().anyMatch(types::contains);
        boolean implied = written.parts().stream()
                .map(part -> part.get("format").asText(""))
                .anyMatch(own -> own.equals(expected) || Objects.equals(WIDER.get(own), expected));
        if (concerns && !implied) {
            differs(Rule.FORMAT, "format", said("format"));
        }
    }

    private long elements() {
        return written.least("maxItems").map(BigDecimal::longValue).orElse(Long.MAX_VALUE);
    }

    private void items() {
        List<SchemaPart> readers = List.of(read);
        Written reader = new Written(readers);
        int places = Math.max(written.places(), reader.places());
        for (int place = 0; place < places && place < elements(); place++) {
            found.addAll(reading.differences(written.element(place), reader.element(place), where + "[" + place + "]"));
        }
        if (elements() > places) {
            found.addAll(reading.differences(written.element(places), reader.element(places), where + "[]"));
        }
    }

    private void condition() {
        boolean alike = written.parts().stream().anyMatch(part -> same.atAll(CONDITION, part, read));
        if (alike) {
            return;
        }
        boolean bothHold = List.of("then", "else").stream()
                .allMatch(branch -> reading.differences(written.parts(), read.parts(read.get(branch)), where)
                        .isEmpty());
        if (!bothHold) {
            differs(Rule.OTHER, "if", said("if"));
        }
    }
}
