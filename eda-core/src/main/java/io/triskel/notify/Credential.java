package io.triskel.notify;

import io.triskel.event.Deadline;
import io.triskel.event.ForAdapters;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/**
 * Authenticates requests to a protected API, by a signature or a token. Each cloud's adapter has those that its functions
 * need.
 */
@FunctionalInterface
public interface Credential {
    /**
     * Authenticates one request. Calls to an issuer keep the deadline.
     *
     * @param method such as {@code GET}
     * @param address the absolute address of the request
     * @param headers the request's other headers; a signature may cover them
     * @param body empty for a request without one
     * @param deadline by when the request's answer must arrive
     * @return headers to add to the request
     * @throws io.triskel.event.PortException if no credential is available now; the message never contains a secret
     */
    Map<String, String> headers(
            String method, URI address, Map<String, String> headers, byte[] body, Deadline deadline);

    /** {@return no credential, for a public API} */
    static Credential none() {
        return (method, address, headers, body, deadline) -> Map.of();
    }

    /**
     * {@return tokens of an issuer, as {@code Authorization: Bearer ...}} The issuer is asked at the first request, then
     * from five minutes before a token expires; if it fails, the old token is sent while it is valid.
     */
    static Credential bearer(Issuer issuer, InstantSource clock) {
        return new BearerToken(issuer, clock);
    }

    /** Issues tokens for one API. */
    @FunctionalInterface
    @ForAdapters
    interface Issuer {
        /**
         * Issues a token.
         *
         * @throws io.triskel.event.PortException if no token is available now
         */
        Token issue(Deadline deadline);
    }

    /**
     * A token.
     *
     * @param value a secret
     * @param expires when it expires
     */
    @ForAdapters
    record Token(String value, Instant expires) {
        boolean validAt(Instant time) {
            return time.isBefore(expires);
        }

        /** {@return when it expires, without the token} */
        @Override
        public String toString() {
            return "Token[expires=" + expires + "]";
        }
    }
}
