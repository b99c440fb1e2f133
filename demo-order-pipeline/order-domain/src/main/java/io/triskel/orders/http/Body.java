package io.triskel.orders.http;

import io.triskel.orders.input.BrokenLineException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads what was sent with a request, or says what is wrong with it. */
final class Body {
    private static final int MAX_BYTES = 256 * 1024;

    private Body() {}

    /** How a body is read. */
    interface Reading<T> {
        T read(String text) throws BrokenLineException;
    }

    static <T> T read(byte[] body, Reading<T> reading) throws ProblemException {
        if (body.length > MAX_BYTES) {
            throw new ProblemException(413, "A body has at most " + MAX_BYTES + " bytes, this one has " + body.length);
        }
        try {
            return reading.read(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString());
        } catch (CharacterCodingException notText) {
            throw new ProblemException(400, "The body is not UTF-8");
        } catch (BrokenLineException broken) {
            throw new ProblemException(400, String.valueOf(broken.getMessage()));
        }
    }
}
