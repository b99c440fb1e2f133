package io.triskel.load.process;

import com.fasterxml.jackson.databind.JsonNode;
import io.triskel.load.result.Spend;
import io.triskel.load.run.Budget;
import io.triskel.load.run.RunClock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The cost of a run so far, by the prices in its request, and its budget. An event is paid before it is sent, each time that it is sent; an
 * event that would leave too little for the time of the drain is not sent, and ends the run.
 */
final class Spending implements Budget {
    private static final double NANOS_AN_HOUR = 3_600e9;
    private static final double HALF_SLACK = Spend.SLACK.toNanos() / 2.0;

    private final double usdAnEvent;
    private final double usdAnHour;
    private final double budget;
    private final JsonNode request;
    private final RunClock clock;
    private final double reserved;
    private long from;
    private long events;
    private boolean stopped;

    private Spending(JsonNode request, RunClock clock, Duration drain) {
        this.usdAnEvent = request.path("usdPerEvent").asDouble();
        this.usdAnHour = request.path("usdPerHour").asDouble();
        this.budget = request.path("budgetUsd").asDouble();
        this.request = request;
        this.clock = clock;
        this.reserved = drain.plus(Spend.SLACK).toNanos();
        this.from = clock.nanos();
    }

    /**
     * {@return what the request says of prices and budget; empty if it says nothing}
     *
     * @param clock by which time is paid
     * @param drain the longest that the run takes after its last send
     */
    static Optional<Spending> of(JsonNode request, RunClock clock, Duration drain) {
        JsonNode spend = request.path("spend");
        return spend.isObject() ? Optional.of(new Spending(spend, clock, drain)) : Optional.empty();
    }

    /** Begins to count time: the first event may be sent. */
    synchronized void begin() {
        from = clock.nanos();
    }

    @Override
    public synchronized int affordable(int most) {
        int none = 0;
        int all = most;
        if (isWithin(events + all, reserved)) {
            return all;
        }
        while (all - none > 1) {
            int some = (none + all) >>> 1;
            if (isWithin(events + some, reserved)) {
                none = some;
            } else {
                all = some;
            }
        }
        stopped |= none == 0;
        return none;
    }

    @Override
    public synchronized void sent(int sent) {
        events += sent;
    }

    @Override
    public synchronized boolean isSpent() {
        stopped |= !isWithin(events, reserved);
        return stopped;
    }

    /** {@return whether even the drain must end, since it takes longer than what was reserved for it} */
    synchronized boolean isExhausted() {
        boolean exhausted = !isWithin(events, HALF_SLACK);
        stopped |= exhausted;
        return exhausted;
    }

    @Override
    public synchronized boolean stopped() {
        return stopped;
    }

    private boolean isWithin(long sent, double nanosMore) {
        return usd(sent, nanosMore) <= budget;
    }

    private double usd(long sent, double nanosMore) {
        return sent * usdAnEvent + (clock.nanos() - from + nanosMore) * usdAnHour / NANOS_AN_HOUR;
    }

    /** {@return what was counted, with what the request says of it} */
    synchronized Spend spend() {
        return new Spend(
                usd(events, 0),
                budget,
                stopped,
                request.has("predictedUsd")
                        ? OptionalDouble.of(request.get("predictedUsd").asDouble())
                        : OptionalDouble.empty(),
                Optional.ofNullable(request.get("offer")).map(JsonNode::asText));
    }
}
