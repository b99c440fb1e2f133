package io.triskel.notify;

import io.triskel.event.Deadline;
import io.triskel.event.Deadline.Validity;
import io.triskel.event.PortException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sends an issuer's token, cached until five minutes before it expires. From then on each request asks for a new token; if
 * that fails, the old one is sent while it is valid.
 */
final class BearerToken implements Credential {
    /** Longer than clocks differ, and than a request takes. */
    private static final Duration MARGIN = Duration.ofMinutes(5);

    private final Issuer issuer;
    private final InstantSource clock;

    /** Without a lock: concurrent requests without a token each ask for one, within their own deadlines. */
    private volatile @Nullable Known known;

    BearerToken(Issuer issuer, InstantSource clock) {
        this.issuer = issuer;
        this.clock = clock;
    }

    @Override
    public Map<String, String> headers(
            String method, URI address, Map<String, String> headers, byte[] body, Deadline deadline) {
        return Map.of("Authorization", "Bearer " + token(deadline).value());
    }

    private record Known(Token token, Validity valid) {}

    private Token token(Deadline deadline) {
        Instant now = clock.instant();
        Known kept = known;
        if (kept != null && kept.valid().at(now)) {
            return kept.token();
        }
        try {
            Token issued = issuer.issue(deadline);
            known = new Known(issued, new Validity(now, issued.expires().minus(MARGIN)));
            return issued;
        } catch (PortException failed) {
            if (kept != null && kept.token().validAt(clock.instant())) {
                return kept.token();
            }
            throw failed;
        }
    }
}
