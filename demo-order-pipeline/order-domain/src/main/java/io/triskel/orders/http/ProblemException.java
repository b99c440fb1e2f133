package io.triskel.orders.http;

import io.triskel.codec.StateCodec;
import java.util.Map;

/** Ends a request early: what is wrong with it, or with us, becomes the answer. */
final class ProblemException extends Exception {
    private static final long serialVersionUID = 1L;

    private static final Map<Integer, String> TITLES = Map.of(
            400, "Bad Request",
            404, "Not Found",
            405, "Method Not Allowed",
            409, "Conflict",
            413, "Content Too Large",
            422, "Unprocessable Content",
            503, "Service Unavailable");

    private final int status;
    private final String detail;

    /**
     * Says what is wrong.
     *
     * @param detail for whoever sent the request
     */
    ProblemException(int status, String detail) {
        super(status + ": " + detail, null, false, false);
        this.status = status;
        this.detail = detail;
    }

    /** The members of a problem (RFC 9457, "Members of a Problem Details Object"). */
    private record Problem(String type, String title, int status, String detail) {}

    HttpAnswer answer(StateCodec json) {
        Problem problem = new Problem("about:blank", TITLES.getOrDefault(status, "Error"), status, detail);
        return HttpAnswer.of(status, "application/problem+json", json.encode(problem));
    }
}
