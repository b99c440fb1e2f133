package io.triskel.local.gcp.pubsub;

import io.triskel.local.gcp.wire.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Reads the filter of a subscription (Pub/Sub documentation, "Filter messages from a subscription"): {@code attributes:key},
 * {@code attributes.key = "value"}, {@code !=}, {@code hasPrefix(attributes.key, "value")}, NOT, AND, OR and parentheses.
 */
final class Filter {
    private static final int LIMIT_BYTES = 256;

    private final String text;
    private int at;

    private Filter(String text) {
        this.text = text;
    }

    /** The test whether to deliver a message with these attributes; an empty filter passes all messages. */
    static Predicate<Map<String, String>> of(String text) {
        if (text.isBlank()) {
            return attributes -> true;
        }
        Refusal.unless(
                text.getBytes(StandardCharsets.UTF_8).length <= LIMIT_BYTES, "A filter has at most 256 bytes: " + text);
        Filter filter = new Filter(text);
        Predicate<Map<String, String>> predicate = filter.expression();
        filter.skipSpace();
        filter.check(filter.at == text.length(), "the end");
        return predicate;
    }

    private Predicate<Map<String, String>> expression() {
        Predicate<Map<String, String>> all = term();
        boolean and = false;
        boolean or = false;
        while (true) {
            if (word("AND")) {
                and = true;
                all = all.and(term());
            } else if (word("OR")) {
                or = true;
                all = all.or(term());
            } else {
                return all;
            }
            check(!(and && or), "parentheses, since AND and OR are mixed");
        }
    }

    private Predicate<Map<String, String>> term() {
        if (word("NOT") || sign("-")) {
            return term().negate();
        }
        if (sign("(")) {
            Predicate<Map<String, String>> inner = expression();
            expect(")");
            return inner;
        }
        if (sign("hasPrefix")) {
            return prefix();
        }
        expect("attributes");
        if (sign(":")) {
            String key = key();
            return attributes -> attributes.containsKey(key);
        }
        expect(".");
        String key = key();
        // A message without the attribute passes != as well, since != is the negation of =.
        boolean negated = sign("!=");
        if (!negated) {
            expect("=");
        }
        String value = string();
        return attributes -> value.equals(attributes.get(key)) != negated;
    }

    private Predicate<Map<String, String>> prefix() {
        expect("(");
        expect("attributes");
        expect(".");
        String key = key();
        expect(",");
        String value = string();
        expect(")");
        return attributes ->
                attributes.containsKey(key) && attributes.getOrDefault(key, "").startsWith(value);
    }

    private String key() {
        skipSpace();
        if (at < text.length() && text.charAt(at) == '"') {
            return string();
        }
        int start = at;
        while (at < text.length() && isNameCharacter(text.charAt(at))) {
            at++;
        }
        check(at > start, "the key of an attribute");
        return text.substring(start, at);
    }

    private String string() {
        expect("\"");
        StringBuilder value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '"') {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            value.append(text.charAt(at));
            at++;
        }
        expect("\"");
        return value.toString();
    }

    private boolean word(String word) {
        int before = at;
        if (sign(word) && (at == text.length() || !isNameCharacter(text.charAt(at)))) {
            return true;
        }
        at = before;
        return false;
    }

    private boolean sign(String sign) {
        skipSpace();
        boolean there = text.startsWith(sign, at);
        if (there) {
            at += sign.length();
        }
        return there;
    }

    private void expect(String sign) {
        check(sign(sign), sign);
    }

    private void check(boolean condition, String expected) {
        Refusal.unless(condition, "Invalid filter, at " + at + " was expected " + expected + ": " + text);
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private static boolean isNameCharacter(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '-';
    }
}
