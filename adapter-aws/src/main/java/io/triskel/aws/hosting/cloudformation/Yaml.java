package io.triskel.aws.hosting.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import io.triskel.hosting.manifest.Count;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Pieces of a template as YAML. A text may refer to others as {@code Fn::Sub} does: <code>${Name}-http</code>. */
final class Yaml {
    private static final String REFERENCE = "\\$\\{([A-Za-z:]+)}";
    private static final String ATTRIBUTE = "\\$\\{([A-Za-z]+\\.[A-Za-z]+)}";

    private Yaml() {}

    /** {@return a text, in the shortest form that has its references} */
    static String text(String text) {
        if (text.matches(REFERENCE)) {
            return "!Ref " + text.replaceAll(REFERENCE, "$1");
        }
        if (text.matches(ATTRIBUTE)) {
            return "!GetAtt " + text.replaceAll(ATTRIBUTE, "$1");
        }
        String quoted = "'" + text.replace("'", "''") + "'";
        return text.contains("${") ? "!Sub " + quoted : quoted;
    }

    /** {@return a text that may be a number, which needs no quotes} */
    static String scalar(String text) {
        return text.matches("[0-9]+") ? text : text(text);
    }

    /** {@return a number of the manifest, or the reference that was given in its place} */
    static String value(Count count) {
        return value(count.json());
    }

    /** {@return a value of the manifest, on one line} */
    static String value(JsonNode value) {
        if (value.isObject()) {
            return value.properties().stream()
                    .map(field -> field.getKey() + ": " + value(field.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value.isArray()) {
            return flow(StreamSupport.stream(value.spliterator(), false).map(Yaml::value));
        }
        return value.isTextual() ? text(value.textValue()) : value.asText();
    }

    /** {@return a list of texts on one line} */
    static String texts(Collection<String> texts) {
        return flow(texts.stream().map(Yaml::text));
    }

    private static String flow(Stream<String> items) {
        return items.collect(Collectors.joining(", ", "[", "]"));
    }

    /** {@return lines as items of a list} */
    static String items(List<String> items) {
        return items.stream().map(item -> "- " + item + "\n").collect(Collectors.joining());
    }

    /** {@return the lines, that many spaces further right; the first one stays, since it stands behind its own spaces} */
    static String indented(int spaces, String lines) {
        return lines.stripTrailing().replace("\n", "\n" + " ".repeat(spaces));
    }

    /** {@return a name of the manifest as CloudFormation wants it: {@code order-view} is {@code OrderView}} */
    static String logicalId(String name) {
        return Arrays.stream(name.split("-"))
                .map(part -> part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1))
                .collect(Collectors.joining());
    }
}
