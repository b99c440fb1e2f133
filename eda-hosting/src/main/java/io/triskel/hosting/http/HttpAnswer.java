package io.triskel.hosting.http;

import java.util.Map;
import java.util.TreeMap;

/**
 * An HTTP answer, independent of the server that sends it.
 *
 * @param status such as 200
 * @param headers by name
 * @param body empty for none; not copied and not to be changed
 */
public record HttpAnswer(int status, Map<String, String> headers, byte[] body) {
    public HttpAnswer {
        headers = Map.copyOf(headers);
    }

    /** {@return an answer with a body} */
    public static HttpAnswer of(int status, String contentType, byte[] body) {
        return new HttpAnswer(status, Map.of("Content-Type", contentType), body);
    }

    /** {@return this answer, with a header} */
    public HttpAnswer with(String header, String value) {
        Map<String, String> all = new TreeMap<>(headers);
        all.put(header, value);
        return new HttpAnswer(status, all, body);
    }

    HttpAnswer withoutBody() {
        return new HttpAnswer(status, headers, new byte[0]);
    }
}
