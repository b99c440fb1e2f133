package io.triskel.load.report.result;

/** What piled up while consumers were paused, and how long it took them to work it off. */
public record Backlog(long atMost, long drainMs) {
    /** {@return both together: events add up, the slower drain counts} */
    public Backlog plus(Backlog other) {
        return new Backlog(atMost + other.atMost, Math.max(drainMs, other.drainMs));
    }
}
