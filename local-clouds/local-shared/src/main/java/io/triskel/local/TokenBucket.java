package io.triskel.local;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A quota of so much per second with one second of burst, the way the services of all three clouds describe theirs. */
public final class TokenBucket {
    private final double perSecond;
    private final InstantSource clock;
    private double tokens;
    private Instant filledAt;

    /** @param perSecond what flows in, and also the most that can be saved up; positive */
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
     * Takes the amount if it is there. An amount above the capacity needs a full bucket and leaves it in debt,
     * since it could never be had otherwise.
     */
    public synchronized boolean tryTake(double amount) {
        if (!has(amount)) {
            return false;
        }
        tokens -= amount;
        return true;
    }

    /** Tells whether {@link #tryTake} would succeed now, for callers that need several quotas or none. */
    public synchronized boolean has(double amount) {
        fill();
        return tokens >= Math.min(amount, perSecond);
    }

    /** Takes the amount whatever is there: for costs that are known only afterwards, such as bytes read. */
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
