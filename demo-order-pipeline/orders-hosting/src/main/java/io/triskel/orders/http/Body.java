package io.triskel.orders.http;

import io.triskel.orders.input.BrokenLineException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/** Reads a request's body, or reports the error in it. */
final class Body {
    static final String JSON = "application/json";
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

    /** Parses a body's text. */
    interface Reading<T> {
        T read(String text) throws BrokenLineException;
    }

    static <T> T read(HttpRequest request, Reading<T> reading) throws ProblemException {
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
            return reading.read(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
        } catch (CharacterCodingException notText) {
            throw new ProblemException(400, "The body is not UTF-8");
        } catch (BrokenLineException broken) {
            throw new ProblemException(400, String.valueOf(broken.getMessage()));
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
