package io.triskel.notify;

import io.triskel.event.Deadline;
import io.triskel.event.PortException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Shows a token that somebody issues, {@code Authorization: Bearer ...}, and keeps it until five minutes before it expires.
 * From then on each request asks for a new one, and shows the old one as long as it is valid if none is to be had.
 */
public final class BearerToken implements Credential {
    /** Longer than two machines' clocks differ, and than a request is under way. */
    private static final Duration MARGIN = Duration.ofMinutes(5);

    private final Issuer issuer;
    private final InstantSource clock;

    /** Not locked: requests that miss it at the same time each ask for one, and keep their own deadlines. */
    private volatile @Nullable Token known;

    private BearerToken(Issuer issuer, InstantSource clock) {
        this.issuer = issuer;
        this.clock = clock;
    }

    /** {@return a credential with the tokens of this issuer, which is not asked before the first request} */
    public static BearerToken of(Issuer issuer, InstantSource clock) {
        return new BearerToken(issuer, clock);
    }

    @Override
    public Map<String, String> headers(
            String method, URI address, Map<String, String> headers, byte[] body, Deadline deadline) {
        return Map.of("Authorization", "Bearer " + token(deadline).value());
    }

    private Token token(Deadline deadline) {
        Token kept = known;
        if (kept != null && kept.validAt(clock.instant().plus(MARGIN))) {
            return kept;
        }
        try {
            Token issued = issuer.issue(deadline);
            known = issued;
            return issued;
        } catch (PortException failed) {
            if (kept != null && kept.validAt(clock.instant())) {
                return kept;
            }
            throw failed;
        }
    }

    /** Issues tokens for one API. */
    @FunctionalInterface
    public interface Issuer {
        /**
         * Issues a token.
         *
         * @throws PortException if none is to be had now
         */
        Token issue(Deadline deadline);
    }

    /**
     * A token.
     *
     * @param value a secret
     * @param expires when it is not accepted any more
     */
    public record Token(String value, Instant expires) {
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
