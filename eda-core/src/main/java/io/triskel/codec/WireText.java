package io.triskel.codec;

import io.triskel.event.Envelope;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/** Checks texts by the CloudEvents specification: String attributes, URI references, media types. */
final class WireText {
    /** One bit per ASCII character allowed in a URI: unreserved and reserved, without '%' (RFC 3986, 2.2 and 2.3). */
    private static final long URI_LOW = bits(0);

    private static final long URI_HIGH = bits(64);

    private WireText() {}

    private static long bits(int from) {
        String legal = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:/?#[]@!$&'()*+,;=";
        long bits = 0;
        for (int i = 0; i < legal.length(); i++) {
            int c = legal.charAt(i);
            if (c >= from && c < from + 64) {
                bits |= 1L << (c - from);
            }
        }
        return bits;
    }

    /** Rejects characters that the specification forbids in a String. */
    static void requireString(String attribute, String value) {
        Optional<String> illegal = Envelope.illegalIn(value);
        if (illegal.isPresent()) {
            throw new InvalidEventException(attribute, illegal.get());
        }
    }

    /** Rejects what is not a URI-reference by RFC 3986, without creating a {@link java.net.URI} for each event's source. */
    static void requireUriReference(String attribute, String value) {
        int colon = -1;
        int fragment = -1;
        boolean hierarchyBegun = false;
        boolean bracket = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '%') {
                if (i + 2 >= value.length() || !isHex(value.charAt(i + 1)) || !isHex(value.charAt(i + 2))) {
                    throw notUri(attribute, value, "'%' is followed by two hexadecimal digits");
                }
            } else if (c == ':' && colon < 0 && !hierarchyBegun) {
                colon = i;
                requireScheme(attribute, value, i);
            } else if (!isUriCharacter(c)) {
                throw notUri(attribute, value, "'" + c + "' is not allowed there, percent-encode it");
            } else if (c == '#') {
                if (fragment >= 0) {
                    throw notUri(attribute, value, "'#' begins the fragment, a second one is percent-encoded");
                }
                fragment = i;
            }
            bracket |= c == '[' || c == ']';
            hierarchyBegun |= c == '/' || c == '?' || c == '#';
        }
        if (bracket) {
            requireBracketsThatOthersRead(attribute, value);
        }
    }

    /**
     * Brackets may only enclose an IP address (RFC 3986, 3.2.2). Many writers put them into queries and fragments, and the
     * SDKs accept that; such sources are rare, so they are parsed.
     */
    private static void requireBracketsThatOthersRead(String attribute, String value) {
        try {
            URI unused = new URI(value);
        } catch (URISyntaxException misplaced) {
            throw notUri(attribute, value, "'[' and ']' enclose an IP address, percent-encode them elsewhere");
        }
    }

    private static void requireScheme(String attribute, String value, int colon) {
        for (int i = 0; i < colon; i++) {
            char c = value.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            boolean later = i > 0 && ((c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.');
            if (!letter && !later) {
                throw notUri(attribute, value, "the part before the first ':' is not a scheme");
            }
        }
        if (colon == 0) {
            throw notUri(attribute, value, "a scheme must precede the first ':'");
        }
    }

    private static boolean isHex(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    private static boolean isUriCharacter(char c) {
        return c < 128 && ((c < 64 ? URI_LOW >>> c : URI_HIGH >>> (c - 64)) & 1) != 0;
    }

    private static InvalidEventException notUri(String attribute, String value, String why) {
        return new InvalidEventException(attribute, "it is a URI-reference (RFC 3986), '" + value + "' is not: " + why);
    }

    /** {@return whether this media type declares JSON: its subtype is json or ends in +json (JSON format, 3.1.1)} */
    static boolean isJson(String mediaType) {
        if (mediaType.equals("application/json")) {
            return true;
        }
        String subtype = subtype(mediaType);
        return endsWith(subtype, "+json") || subtype.equalsIgnoreCase("json");
    }

    /** {@return whether data of this media type can be written as a JSON string in a structured event} */
    static boolean isText(String mediaType) {
        String subtype = subtype(mediaType);
        boolean text = mediaType.regionMatches(true, 0, "text/", 0, 5)
                || subtype.equalsIgnoreCase("xml")
                || endsWith(subtype, "+xml");
        return text && !declaresOtherCharset(mediaType);
    }

    private static boolean declaresOtherCharset(String mediaType) {
        String lower = mediaType.toLowerCase(Locale.ROOT);
        return lower.contains("charset") && !lower.contains("utf-8") && !lower.contains("ascii");
    }

    private static boolean endsWith(String text, String end) {
        return text.regionMatches(true, text.length() - end.length(), end, 0, end.length());
    }

    private static String subtype(String mediaType) {
        int slash = mediaType.indexOf('/');
        int end = mediaType.indexOf(';');
        return slash < 0
                ? ""
                : mediaType
                        .substring(slash + 1, end < slash ? mediaType.length() : end)
                        .trim();
    }
}
