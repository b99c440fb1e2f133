package io.triskel.load.sim;

/**
 * Lets so many events a second through; what a second allows may be used at once. The providers do not say how much may be: a second is
 * our assumption.
 */
public final class Meter {
    private final double perNano;
    private final double most;
    private double allowance;
    private long last;

    /** @param rate events a second, above 0 */
    public Meter(double rate) {
        this.perNano = rate / 1e9;
        this.most = Math.max(1, rate);
        this.allowance = most;
    }

    /** {@return whether an event may go through now, and counts it if so} */
    public boolean take(long now) {
        refill(now);
        if (allowance < 1) {
            return false;
        }
        allowance--;
        return true;
    }

    /** Queues events and {@return when the last of them is through} */
    long reserve(int events, long now) {
        refill(now);
        allowance -= events;
        return allowance >= 0 ? now : now + (long) (-allowance / perNano);
    }

    private void refill(long now) {
        allowance = Math.min(most, allowance + (now - last) * perNano);
        last = now;
    }
}
