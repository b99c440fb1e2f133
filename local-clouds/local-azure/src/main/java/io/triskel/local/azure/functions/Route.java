package io.triskel.local.azure.functions;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The route of an HTTP trigger, a template such as {@code orders/{id}/{part?}} or {@code files/{*path}}. Constraints
 * ({@code {id:int}}) are not emulated.
 */
record Route(List<String> segments) {
    private static final Pattern SEGMENT = Pattern.compile("[^{}]+|\\{\\*?\\w+\\??}");

    /**
     * Reads a template.
     *
     * @param problems receives unsupported segments
     */
    static Route of(String template, List<String> problems) {
        List<String> segments = split(template);
        for (String segment : segments) {
            if (!SEGMENT.matcher(segment).matches()) {
                problems.add("route " + template + ": " + segment + " is not emulated");
            }
        }
        return new Route(List.copyOf(segments));
    }

    /** The values of the parameters, if the path matches this route. */
    Optional<Map<String, String>> match(String path) {
        List<String> parts = split(path);
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < segments.size(); i++) {
            String segment = segments.get(i);
            if (segment.startsWith("{*")) {
                int from = Math.min(i, parts.size());
                values.put(nameIn(segment), decode(String.join("/", parts.subList(from, parts.size()))));
                return Optional.of(values);
            }
            if (i >= parts.size()) {
                if (!segment.endsWith("?}")) {
                    return Optional.empty();
                }
            } else if (segment.startsWith("{")) {
                values.put(nameIn(segment), decode(parts.get(i)));
            } else if (!segment.equalsIgnoreCase(decode(parts.get(i)))) {
                return Optional.empty();
            }
        }
        return parts.size() > segments.size() ? Optional.empty() : Optional.of(values);
    }

    private static String nameIn(String segment) {
        return segment.replaceAll("[{}*?]", "");
    }

    private static List<String> split(String path) {
        List<String> parts = new ArrayList<>(List.of(path.split("/", -1)));
        parts.removeIf(String::isEmpty);
        return parts;
    }

    private static String decode(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
