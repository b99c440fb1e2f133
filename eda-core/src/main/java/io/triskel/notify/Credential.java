package io.triskel.notify;

import io.triskel.event.Deadline;
import io.triskel.event.ForAdapters;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/**
 * Proves to a closed API who calls it: a signature or a token for each request. The adapter of a cloud has those that its
 * functions ask for.
 */
@FunctionalInterface
public interface Credential {
    /**
     * Proves one request. Takes no longer than the deadline where it has to ask somebody itself.
     *
     * @param method such as {@code GET}
     * @param address the absolute address, as it is sent
     * @param headers those that the request has already; a signature may cover them
     * @param body empty for a request without one
     * @param deadline when the request's answer must be there
     * @return headers to add to the request
     * @throws io.triskel.event.PortException if there is no proof to be had now; the message never holds a secret
     */
    Map<String, String> headers(
            String method, URI address, Map<String, String> headers, byte[] body, Deadline deadline);

    /** {@return no proof, for an API that anybody may call} */
    static Credential none() {
        return (method, address, headers, body, deadline) -> Map.of();
    }

    /**
     * {@return the tokens of an issuer, as {@code Authorization: Bearer ...}; the issuer is not asked before the first request,
     * then five minutes before a token expires, and a token is shown as long as it is valid if no new one is to be had}
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
         * @throws io.triskel.event.PortException if none is to be had now
         */
        Token issue(Deadline deadline);
    }

    /**
     * A token.
     *
     * @param value a secret
     * @param expires when it is not accepted any more
     */
    @ForAdapters
    record Token(String value, Instant expires) {
        boolean validAt(Instant time) {
            return time.isBefore(expires);
        }

        /** {@return when it expires; the token itself is shown to nobody} */
        @Override
        public String toString() {
            return "Token[expires=" + expires + "]";
        }
    }
}
