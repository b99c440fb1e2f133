package io.triskel.console;

import io.triskel.codec.JsonObject;
import io.triskel.console.Faults.Damage;
import io.triskel.console.Faults.Injected;
import io.triskel.console.Faults.Lag;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** One fault from its start until the pipeline has recovered. */
final class FaultRun {
    /** After this long without a recovery nobody measures any more. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final String id;
    private final String kind;
    private final String by;
    private final Duration time;
    private final Instant began;
    private final long beganNanos = System.nanoTime();
    private final Injected injected;
    private final Damage before;
    private final long waitingBefore;
    private final long ordersBefore;
    private State state = State.RUNNING;
    private long endedNanos;
    private Lag lag;
    private long worstWaiting;
    private long worstUnderWay;
    private Optional<Duration> recovered = Optional.empty();
    private Optional<Damage> after = Optional.empty();

    /** How far a fault is. */
    enum State {
        /** The fault is in force. */
        RUNNING("running"),
        /** The fault has ended, and more is under way than before it. */
        RECOVERING("recovering"),
        /** No more is under way than before it. */
        RECOVERED("recovered"),
        /** Nobody measures any more. */
        LEFT("left");

        private final String text;

        State(String text) {
            this.text = text;
        }
    }

    /**
     * A fault that begins.
     *
     * @param began by the platform's clock
     * @param first how much was under way right before
     * @param before the damage that is not its own
     */
    FaultRun(String id, Faults.Offer offer, String by, Instant began, Injected injected, Lag first, Damage before) {
        this.id = id;
        this.kind = offer.kind();
        this.time = offer.time();
        this.by = by;
        this.began = began;
        this.injected = injected;
        this.before = before;
        this.lag = first;
        this.waitingBefore = first.waiting().orElse(0);
        this.ordersBefore = first.orders();
        this.worstWaiting = waitingBefore;
    }

    String kind() {
        return kind;
    }

    synchronized boolean isOpen() {
        return state == State.RUNNING || state == State.RECOVERING;
    }

    synchronized boolean isRunning() {
        return state == State.RUNNING;
    }

    synchronized boolean isOver() {
        return System.nanoTime() - beganNanos >= time.toNanos();
    }

    /** Ends the fault itself; its recovery is still measured. {@return whether it was in force} */
    synchronized boolean end() {
        if (state != State.RUNNING) {
            return false;
        }
        injected.close();
        endedNanos = System.nanoTime();
        state = State.RECOVERING;
        return true;
    }

    /** Takes note of what is under way. {@return whether the pipeline has recovered} */
    synchronized boolean take(Lag now) {
        lag = now;
        worstWaiting = Math.max(worstWaiting, now.waiting().orElse(0));
        worstUnderWay = Math.max(worstUnderWay, now.underWay());
        return state == State.RECOVERING && now.underWay() == 0 && now.waiting().orElse(0) <= waitingBefore;
    }

    synchronized boolean isGivenUp() {
        return state == State.RECOVERING && System.nanoTime() - endedNanos > PATIENCE.toNanos();
    }

    synchronized void recovered(Damage damage) {
        recovered = Optional.of(Duration.ofNanos(System.nanoTime() - endedNanos));
        after = Optional.of(damage);
        state = State.RECOVERED;
    }

    synchronized void leave() {
        boolean unused = end();
        state = State.LEFT;
    }

    /** {@return how it ended, for the log} */
    synchronized String summary() {
        return recovered
                .map(took -> "recovered " + took.toMillis() + " ms after its end, worst lag " + worstWaiting + ", lost "
                        + said(own(Damage::lost)) + ", doubled " + said(own(Damage::doubled)))
                .orElseGet(() -> "ended; its recovery was not seen");
    }

    private static String said(OptionalLong count) {
        return count.isPresent() ? "" + count.getAsLong() : "not counted";
    }

    synchronized JsonObject json() {
        long left = time.toNanos() - (System.nanoTime() - beganNanos);
        JsonObject json = JsonObject.empty()
                .set("id", id)
                .set("kind", kind)
                .set("by", by)
                .set("began", Texts.time(began))
                .set("secondsLeft", isRunning() ? Math.max(0, 1 + TimeUnit.NANOSECONDS.toSeconds(left)) : 0)
                .set("state", state.text)
                .set("orders", lag.orders() - ordersBefore)
                .set("underWay", lag.underWay())
                .set("worstUnderWay", worstUnderWay);
        if (lag.waiting().isPresent()) {
            json.set("lagBefore", waitingBefore)
                    .set("lag", lag.waiting().getAsLong())
                    .set("worstLag", worstWaiting);
        }
        recovered.ifPresentOrElse(took -> json.set("recoveredMs", took.toMillis()), () -> json.setNull("recoveredMs"));
        own(Damage::lost).ifPresent(lost -> json.set("lost", lost));
        own(Damage::doubled).ifPresent(doubled -> json.set("doubled", doubled));
        own(Damage::parked).ifPresent(parked -> json.set("parked", parked));
        return json;
    }

    /** {@return what came since the fault began; empty before it is recovered from, or if nobody counts it} */
    private OptionalLong own(Function<Damage, OptionalLong> what) {
        OptionalLong now = after.map(what).orElseGet(OptionalLong::empty);
        OptionalLong then = what.apply(before);
        return now.isPresent() && then.isPresent()
                ? OptionalLong.of(Math.max(0, now.getAsLong() - then.getAsLong()))
                : OptionalLong.empty();
    }
}
