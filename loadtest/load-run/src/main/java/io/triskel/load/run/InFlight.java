package io.triskel.load.run;

import io.triskel.load.path.LoadPath;
import java.util.Arrays;

/**
 * Calls and events without an answer, and how many there may be. By Little's law a target that is idle holds, on average, as many calls
 * as come in the time that it takes to answer one; four times as many may be unanswered, so that the limit is reached only by a target that
 * got slower. It is the rule of Netflix' concurrency-limits ("Limit = Average RPS * Average Latency") and of Envoy's adaptive concurrency,
 * which compares with the time to answer under ideal conditions.
 *
 * <p>The time to answer of an idle target is the lowest tenth percentile of 32 successive answers in the run: the target may have been
 * overloaded from the start, and the quickest answers are the least queued. Safe for threads.
 */
final class InFlight {
    /** Beyond what an idle target holds, so that events that come in bunches do not wait. */
    private static final double HEADROOM = 4;

    /** A target whose answers take more than so many times the idle time got slower. */
    private static final int SLOW = 2;

    /** At low rates: what decision 0050 found to be few enough for a target that pays by the call. */
    private static final int FEWEST = 8;

    private static final int WINDOW = 32;

    /** Assumed until the first answer comes. */
    private static final long ASSUMED_ANSWER = 1_000_000_000;

    /** The idle time before 32 answers came. */
    static final long UNKNOWN = Long.MAX_VALUE;

    /** No answer since events wait. */
    private static final long NONE = -1;

    private final long[] window = new long[WINDOW];
    private int filled;
    private long idle;
    private int calls;
    private int events;
    private int highestLimit;
    private int mostCalls;
    private long freedAt = NONE;
    private boolean freedBySlow;

    /** @param known the {@link #known} idle time of an earlier part of the run, or {@link #UNKNOWN} */
    InFlight(long known) {
        idle = known;
    }

    synchronized void sent(int more) {
        calls++;
        events += more;
        mostCalls = Math.max(mostCalls, calls);
    }

    /** @param took from sending to the answer */
    synchronized void answered(int fewer, long took, long now) {
        calls--;
        events -= fewer;
        window[filled++] = took;
        if (filled == WINDOW) {
            idle = Math.min(idle, quick());
            filled = 0;
        }
        if (freedAt == NONE) {
            freedAt = now;
            freedBySlow = isSlow(took);
        }
    }

    /** {@return whether a time to answer is more than twice that of an idle target} */
    synchronized boolean isSlow(long took) {
        return took > SLOW * idleAnswer();
    }

    /** Forgets earlier answers: the next one is the one that events wait for. */
    synchronized void startWaiting() {
        freedAt = NONE;
    }

    /** {@return when the first answer since {@link #startWaiting} came, or this time if none did} */
    synchronized long freedAt(long now) {
        return freedAt == NONE ? now : freedAt;
    }

    /** {@return whether the first answer since {@link #startWaiting} was slow, or none has come for so long that it is} */
    synchronized boolean isFreedBySlow(long waited) {
        return freedAt == NONE ? isSlow(waited) : freedBySlow;
    }

    /** {@return how many more calls may be sent, which may be below zero after the limit fell} */
    synchronized int room(double callsPerSecond) {
        double held = callsPerSecond * idleAnswer() / 1e9;
        int limit = (int) Math.max(FEWEST, Math.min(LoadPath.MOST_CALLS, Math.ceil(HEADROOM * held)));
        highestLimit = Math.max(highestLimit, limit);
        return limit - calls;
    }

    synchronized int events() {
        return events;
    }

    /** {@return how long an idle target takes to answer, in nanoseconds, as far as is known} */
    synchronized long idleAnswer() {
        if (idle < UNKNOWN) {
            return idle;
        }
        return filled == 0 ? ASSUMED_ANSWER : quick();
    }

    /** The tenth percentile of the window. */
    private long quick() {
        long[] sorted = Arrays.copyOf(window, filled);
        Arrays.sort(sorted);
        return sorted[filled / 10];
    }

    /** {@return the idle time as 32 answers or more say, or {@link #UNKNOWN}} */
    synchronized long known() {
        return idle;
    }

    synchronized int highestLimit() {
        return highestLimit;
    }

    synchronized int mostCalls() {
        return mostCalls;
    }
}
