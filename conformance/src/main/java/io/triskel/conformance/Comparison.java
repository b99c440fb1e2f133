package io.triskel.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Compares an answer with what a case expects; {@code docs/conformance.md} says what is free. */
final class Comparison {
    /** Members that are compared as a whole: nothing may be there that the case does not have. */
    private static final Set<String> WHOLE = Set.of("event", "message", "answer");

    /** Ends the name of an expected member whose text is part of the answer's. */
    private static final String PART = "~";

    /** Random in a stream's record of an event without a key. */
    private static final String SPREAD = "partitionKey";

    /** Members whose text is Base64 of what is JSON in most cases. */
    private static final Set<String> BODIES = Set.of("body", "data");

    private Comparison() {}

    /** {@return the first difference, with its place} */
    static Optional<String> difference(JsonNode expected, JsonNode actual) {
        return members("", (ObjectNode) expected, actual, false);
    }

    /** {@return the first difference, if nothing else may be there} */
    static Optional<String> wholeDifference(JsonNode expected, JsonNode actual) {
        return differs("", expected, actual, true);
    }

    private static Optional<String> members(String place, ObjectNode expected, JsonNode actual, boolean whole) {
        Set<String> names = new TreeSet<>();
        expected.fieldNames().forEachRemaining(names::add);
        if (whole) {
            actual.fieldNames().forEachRemaining(names::add);
        }
        if (place.equals("/message") && expected.has("data") && !expected.has("attributes") && !expected.has(SPREAD)) {
            names.remove(SPREAD);
        }
        for (String name : names) {
            Optional<String> difference = name.endsWith(PART)
                    ? contains(place, name.substring(0, name.length() - 1), expected.path(name), actual)
                    : differs(
                            place + "/" + name, expected.path(name), actual.path(name), whole || WHOLE.contains(name));
            if (difference.isPresent()) {
                return difference;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> contains(String place, String name, JsonNode part, JsonNode actual) {
        String text = actual.path(name).asText();
        return text.contains(part.asText())
                ? Optional.empty()
                : Optional.of(place + "/" + name + " is '" + text + "', without '" + part.asText() + "'");
    }

    private static Optional<String> differs(String place, JsonNode expected, JsonNode actual, boolean whole) {
        if (expected.isObject() && actual.isObject()) {
            return members(place, (ObjectNode) expected, actual, whole);
        }
        if (expected.isArray() && actual.isArray() && expected.size() == actual.size()) {
            return elements(place, expected, actual, whole);
        }
        boolean equal =
                expected.equals(actual) || isSameNumber(expected, actual) || isSameBody(place, expected, actual);
        return equal ? Optional.empty() : Optional.of(place + " is " + shown(actual) + ", not " + shown(expected));
    }

    private static Optional<String> elements(String place, JsonNode expected, JsonNode actual, boolean whole) {
        List<JsonNode> left = ordered(place, expected);
        List<JsonNode> right = ordered(place, actual);
        for (int i = 0; i < left.size(); i++) {
            Optional<String> difference = differs(place + "/" + i, left.get(i), right.get(i), whole);
            if (difference.isPresent()) {
                return difference;
            }
        }
        return Optional.empty();
    }

    /** Calls of different lanes may overlap, so they are sorted by event (the sort is stable); lanes have no order. */
    private static List<JsonNode> ordered(String place, JsonNode array) {
        List<JsonNode> all = new ArrayList<>();
        array.forEach(all::add);
        if (place.equals("/calls")) {
            all.sort(Comparator.comparing(call -> call.path("id").asText()));
        } else if (place.equals("/held")) {
            all.sort(Comparator.comparing(JsonNode::asText));
        }
        return all;
    }

    private static boolean isSameNumber(JsonNode expected, JsonNode actual) {
        return expected.isNumber()
                && actual.isNumber()
                && expected.decimalValue().compareTo(actual.decimalValue()) == 0;
    }

    private static boolean isSameBody(String place, JsonNode expected, JsonNode actual) {
        String name = place.substring(place.lastIndexOf('/') + 1);
        if (!place.startsWith("/message/") || !BODIES.contains(name) || !actual.isTextual() || !expected.isTextual()) {
            return false;
        }
        try {
            JsonNode left = Json.read(java.util.Base64.getDecoder().decode(expected.asText()));
            JsonNode right = Json.read(java.util.Base64.getDecoder().decode(actual.asText()));
            return wholeDifference(left, right).isEmpty();
        } catch (IllegalArgumentException noJson) {
            return false;
        }
    }

    private static String shown(JsonNode value) {
        String text = value.isMissingNode() ? "missing" : value.toString();
        return text.length() <= 300 ? text : text.substring(0, 300) + "...";
    }
}
