package io.triskel.orders.http;

import io.triskel.orders.ordering.Ordering;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the header {@code Prefer} (RFC 7240). A value that makes no sense is ignored, as the RFC asks. */
final class Preferences {
    private static final Pattern WAIT =
            Pattern.compile("(?:^|,)\\s*wait\\s*=\\s*\"?([0-9]{1,9})\"?\\s*(?:[,;]|$)", Pattern.CASE_INSENSITIVE);

    private Preferences() {}

    /**
     * {@return how long an order may wait for news of the catalogue: as the sender prefers, at most {@link Ordering#PATIENCE}}
     */
    static Duration patience(HttpRequest request) {
        Matcher wait = WAIT.matcher(request.headers().getOrDefault("prefer", ""));
        Duration preferred = wait.find() ? Duration.ofSeconds(Long.parseLong(wait.group(1))) : Ordering.PATIENCE;
        return preferred.compareTo(Ordering.PATIENCE) < 0 ? preferred : Ordering.PATIENCE;
    }
}
