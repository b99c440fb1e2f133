package io.triskel.local;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A quota per second with a burst of one second, as all three clouds describe their quotas. */
public final class TokenBucket {
    private final double perSecond;
    private final InstantSource clock;
    private double tokens;
    private Instant filledAt;

    /** @param perSecond the rate of refilling, and also the capacity; positive */
    public TokenBucket(double perSecond, InstantSource clock) {
        if (!(perSecond > 0)) {
            throw new IllegalArgumentException("A quota is positive, this one is " + perSecond);
        }
        this.perSecond = perSecond;
        this.clock = clock;
        this.tokens = perSecond;
        this.filledAt = clock.instant();
    }

    /**
     * Takes the amount if the bucket holds it. An amount above the capacity needs a full bucket and leaves it in debt, since it
     * could never be taken otherwise.
     */
    public synchronized boolean tryTake(double amount) {
        if (!has(amount)) {
            return false;
        }
        tokens -= amount;
        return true;
    }

    /** Whether {@link #tryTake} would succeed now, for callers that need all of several quotas or none. */
    public synchronized boolean has(double amount) {
        fill();
        return tokens >= Math.min(amount, perSecond);
    }

    /** Takes the amount unconditionally: for costs that are known only afterwards, such as bytes read. */
    public synchronized void charge(double amount) {
        fill();
        tokens -= amount;
    }

    private void fill() {
        Instant now = clock.instant();
        double seconds = Duration.between(filledAt, now).toNanos() / 1e9;
        if (seconds > 0) {
            tokens = Math.min(perSecond, tokens + seconds * perSecond);
            filledAt = now;
        }
    }
}
