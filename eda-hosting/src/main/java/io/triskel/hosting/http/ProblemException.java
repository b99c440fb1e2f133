package io.triskel.hosting.http;

import io.triskel.codec.StateCodec;
import java.util.Map;
import java.util.TreeMap;

/** Ends a request early, with an answer that says what is wrong. */
public final class ProblemException extends Exception {
    private static final long serialVersionUID = 1L;

    private static final Map<Integer, String> TITLES = Map.of(
            400, "Bad Request",
            404, "Not Found",
            405, "Method Not Allowed",
            409, "Conflict",
            413, "Content Too Large",
            415, "Unsupported Media Type",
            422, "Unprocessable Content",
            503, "Service Unavailable");

    private final int status;
    private final String detail;
    private final TreeMap<String, String> headers = new TreeMap<>();

    /**
     * Ends the request with this status.
     *
     * @param detail shown to the request's sender
     */
    public ProblemException(int status, String detail) {
        super(status + ": " + detail, null, false, false);
        this.status = status;
        this.detail = Printable.of(detail);
    }

    /** {@return this, with a header for the answer} */
    public ProblemException with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    /** The members of a problem (RFC 9457, "Members of a Problem Details Object"). */
    private record Problem(String type, String title, int status, String detail) {}

    HttpAnswer answer(StateCodec json) {
        Problem problem = new Problem("about:blank", TITLES.getOrDefault(status, "Error"), status, detail);
        HttpAnswer answer = HttpAnswer.of(status, "application/problem+json", json.encode(problem));
        for (Map.Entry<String, String> header : headers.entrySet()) {
            answer = answer.with(header.getKey(), header.getValue());
        }
        return answer;
    }
}
