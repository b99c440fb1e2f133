package io.triskel.hosting.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/** Reads a request's body, or reports the error in it. */
public final class Body {
    /** The media type of all bodies. */
    public static final String JSON = "application/json";

    private static final String PLAIN = "identity";

    private static final int MAX_BYTES = 256 * 1024;

    /** Which a reader may ignore (RFC 8259, 8.1), and which one of the hosts takes away in advance. */
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /**
     * A charset other than UTF-8. JSON's media type has no parameters (RFC 8259, "IANA Considerations"), so all others are
     * ignored.
     */
    private static final Pattern OTHER_CHARSET =
            Pattern.compile(";\\s*charset\\s*=\\s*(?!\"?utf-?8\"?\\s*(;|$))", Pattern.CASE_INSENSITIVE);

    private Body() {}

    /**
     * {@return a body's text}
     *
     * @throws ProblemException if it is too large, compressed, of another type, or not UTF-8
     */
    public static String text(HttpRequest request) throws ProblemException {
        requireJson(request);
        byte[] body = request.body();
        if (body.length > MAX_BYTES) {
            throw new ProblemException(
                    413, "A body may have at most " + MAX_BYTES + " bytes; this one has " + body.length);
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (CharacterCodingException notText) {
            throw new ProblemException(400, "The body is not UTF-8");
        }
    }

    /** A body without a content type counts as JSON, the only type that is read here. */
    private static void requireJson(HttpRequest request) throws ProblemException {
        String coding = request.headers().getOrDefault("content-encoding", PLAIN);
        if (!coding.equalsIgnoreCase(PLAIN)) {
            throw new ProblemException(415, "A body must not be compressed; this one is sent as '" + coding + "'")
                    .with("Accept-Encoding", PLAIN);
        }
        String type = request.headers().getOrDefault("content-type", JSON);
        String media = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!media.equals(JSON) || OTHER_CHARSET.matcher(type).find()) {
            throw new ProblemException(
                            415,
                            "A body must be " + JSON + " in UTF-8; this one is sent as '" + type
                                    + "': send it with the header Content-Type: " + JSON)
                    .with("Accept", JSON);
        }
    }
}
