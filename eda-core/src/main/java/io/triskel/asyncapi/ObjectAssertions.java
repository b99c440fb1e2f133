package io.triskel.asyncapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which assertions about an object's members a writer's schema does not imply. */
final class ObjectAssertions {
    private final Written written;
    private final SchemaPart read;
    private final String where;
    private final Reading reading;

    ObjectAssertions(Written written, SchemaPart read, String where, Reading reading) {
        this.written = written;
        this.read = read;
        this.where = where;
        this.reading = reading;
    }

    List<Difference> broken(String keyword) {
        return switch (keyword) {
            case "required" -> required();
            case "properties" -> properties();
            case "additionalProperties" -> additional();
            case "patternProperties" -> byPattern();
            default -> names();
        };
    }

    private String member(String name) {
        return where.isEmpty() ? name : where + "." + name;
    }

    private List<Difference> required() {
        Set<String> certain = written.required();
        Set<String> declared = written.declared();
        return Written.stream(read.get("required"))
                .map(JsonNode::asText)
                .filter(name -> !certain.contains(name))
                .map(name -> new Difference(
                        member(name), Rule.REQUIRED, "", declared.contains(name) ? "optional" : "absent", "required"))
                .toList();
    }

    private List<Difference> properties() {
        List<Difference> found = new ArrayList<>();
        Set<String> declared = written.declared();
        for (String name : read.names("properties")) {
            if (declared.contains(name) || (written.isMap() && !written.isClosed())) {
                found.addAll(reading.differences(
                        written.member(name), read.parts(read.get("properties").get(name)), member(name)));
            }
        }
        return found;
    }

    private List<Difference> additional() {
        JsonNode schema = read.get("additionalProperties");
        List<SchemaPart> allowed = read.parts(schema);
        if (allowed.isEmpty()) {
            return List.of();
        }
        List<Difference> found = new ArrayList<>();
        Set<String> unknown = new LinkedHashSet<>(written.declared());
        unknown.removeAll(read.names("properties"));
        for (String name : unknown) {
            found.addAll(reading.differences(written.member(name), allowed, member(name)));
        }
        if (written.isClosed()) {
            return found;
        }
        List<SchemaPart> others = written.undeclared();
        if (others.isEmpty() || isClosed(allowed)) {
            found.add(new Difference(
                    where, Rule.CLOSED, "additionalProperties", "other members allowed", Reading.shown(schema)));
            return found;
        }
        found.addAll(reading.differences(others, allowed, member("*")));
        return found;
    }

    private static boolean isClosed(List<SchemaPart> allowed) {
        return allowed.stream().anyMatch(SchemaPart::isNothing);
    }

    /** Only the same patterns are compared: whether one matches what another matches is not decided here. */
    private List<Difference> byPattern() {
        List<Difference> found = new ArrayList<>();
        for (String pattern : read.names("patternProperties")) {
            List<SchemaPart> own = written.parts().stream()
                    .filter(part -> part.get("patternProperties").has(pattern))
                    .flatMap(part -> part.parts(part.get("patternProperties").get(pattern)).stream())
                    .toList();
            boolean known = written.parts().stream()
                    .anyMatch(part -> part.get("patternProperties").has(pattern));
            if (known) {
                found.addAll(reading.differences(
                        own, read.parts(read.get("patternProperties").get(pattern)), member("*")));
            } else {
                found.add(new Difference(where, Rule.NAMES, "patternProperties", "", pattern));
            }
        }
        return found;
    }

    private List<Difference> names() {
        List<SchemaPart> allowed = read.parts(read.get("propertyNames"));
        List<Difference> found = new ArrayList<>();
        for (String name : written.declared()) {
            reading.differences(List.of(SchemaPart.constant(read.document(), name)), allowed, where).stream()
                    .findFirst()
                    .ifPresent(one -> found.add(names(one)));
        }
        List<SchemaPart> own = new ArrayList<>(written.all("propertyNames"));
        own.add(SchemaPart.text(read.document()));
        if (!written.isClosed()) {
            reading.differences(List.copyOf(own), allowed, where).stream()
                    .findFirst()
                    .ifPresent(one -> found.add(names(one)));
        }
        return found;
    }

    private Difference names(Difference why) {
        return new Difference(where, Rule.NAMES, why.what(), why.written(), why.read());
    }
}
