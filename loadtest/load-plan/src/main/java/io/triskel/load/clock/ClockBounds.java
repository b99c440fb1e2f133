package io.triskel.load.clock;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Bounds on another clock's offset from ours. Nothing happened there before we caused it, and we learnt of nothing before it happened; so each
 * message bounds the offset on one side, whatever its delay. Kept are the quickest message each way of every window of time, at most 64
 * windows: a run of any length takes the same memory. Safe for threads.
 */
public final class ClockBounds {
    private static final long MICRO = 1_000;
    private static final long MILLI = 1_000_000;
    private static final int MOST_WINDOWS = 64;
    private static final long SHORTEST_WINDOW = TimeUnit.SECONDS.toNanos(1);

    private TreeMap<Long, Window> windows = new TreeMap<>();
    private long width = SHORTEST_WINDOW;
    private long lastIndex;
    private Optional<Window> last = Optional.empty();

    /**
     * {@return what a reading may be off by, in nanoseconds, because its clock tells milliseconds or microseconds only} A reading that is
     * round by chance has a looser bound than it could have.
     */
    public static long rounding(Instant reading) {
        return isWhole(reading, ChronoUnit.MILLIS) ? MILLI : isWhole(reading, ChronoUnit.MICROS) ? MICRO : 0;
    }

    private static boolean isWhole(Instant reading, ChronoUnit unit) {
        return reading.equals(reading.truncatedTo(unit));
    }

    /**
     * Notes that the other clock read a time, and ours had read another one before.
     *
     * @param theirs nanoseconds, plus what the reading may have been rounded by
     * @param ours nanoseconds since any moment, the same for all calls
     */
    public synchronized void after(long theirs, long ours) {
        window(ours).highest.note(theirs, ours);
    }

    /**
     * Notes that the other clock read a time before ours read another one.
     *
     * @param theirs nanoseconds, less what the reading may have been rounded by
     * @param ours nanoseconds since the same moment
     */
    public synchronized void before(long theirs, long ours) {
        window(ours).lowest.note(theirs, ours);
    }

    /**
     * Adds the messages that another observer of the same two clocks saw. Two workers that send to each other each see one way only: merge the
     * {@link #reversed} bounds of the one into the other's.
     */
    public void merge(ClockBounds other) {
        for (Window window : other.copies()) {
            absorb(window);
        }
    }

    /** {@return the same messages, as the other clock sees ours} */
    public ClockBounds reversed() {
        ClockBounds reversed = new ClockBounds();
        copies().forEach(window -> reversed.absorb(window.reversed()));
        return reversed;
    }

    /**
     * {@return the messages from the other clock's side to ours, five numbers a window: the quickest one's times there and here, its slowest
     * one's offset, and the first and the last time there} All in nanoseconds; {@link #ofArrivals} reads them.
     *
     * @param shift added to each time of either clock, so that both count from a moment that others know
     */
    public synchronized long[] arrivals(long shift) {
        return windows.values().stream()
                .map(window -> window.lowest)
                .filter(Side::isNoted)
                .flatMapToLong(side -> side.numbers(shift))
                .toArray();
    }

    /**
     * {@return bounds by arrivals that another process noted}
     *
     * @throws IllegalArgumentException if these are not five numbers a window
     */
    public static ClockBounds ofArrivals(long... numbers) {
        if (numbers.length % Side.NUMBERS != 0) {
            throw new IllegalArgumentException(
                    "arrivals must be " + Side.NUMBERS + " numbers a window, not " + numbers.length + " in all");
        }
        ClockBounds bounds = new ClockBounds();
        for (int i = 0; i < numbers.length; i += Side.NUMBERS) {
            bounds.window(numbers[i + 1]).lowest.absorb(Side.ofNumbers(-1, numbers, i));
        }
        return bounds;
    }

    /** {@return what is known of the offset; empty until there were messages both ways} */
    public Optional<ClockOffset> offset() {
        return ClockFit.of(copies());
    }

    synchronized int windows() {
        return windows.size();
    }

    private synchronized List<Window> copies() {
        List<Window> copies = new ArrayList<>();
        windows.values().forEach(window -> copies.add(window.copy()));
        return copies;
    }

    private synchronized void absorb(Window window) {
        if (window.highest.isNoted()) {
            window(window.highest.ours()).highest.absorb(window.highest);
        }
        if (window.lowest.isNoted()) {
            window(window.lowest.ours()).lowest.absorb(window.lowest);
        }
    }

    private Window window(long ours) {
        long index = Math.floorDiv(ours, width);
        if (last.isEmpty() || index != lastIndex) {
            Window found = windows.computeIfAbsent(index, none -> new Window());
            while (windows.size() > MOST_WINDOWS) {
                widen();
                index = Math.floorDiv(ours, width);
                found = windows.computeIfAbsent(index, none -> new Window());
            }
            last = Optional.of(found);
            lastIndex = index;
        }
        return last.orElseThrow();
    }

    private void widen() {
        width *= 2;
        TreeMap<Long, Window> wider = new TreeMap<>();
        windows.forEach((index, window) -> wider.merge(Math.floorDiv(index, 2), window, Window::plus));
        windows = wider;
    }

    /** One window's bounds from above and from below. */
    static final class Window {
        final Side highest;
        final Side lowest;

        private Window() {
            this(new Side(1), new Side(-1));
        }

        private Window(Side highest, Side lowest) {
            this.highest = highest;
            this.lowest = lowest;
        }

        private Window copy() {
            return new Window(highest.copy(), lowest.copy());
        }

        private Window plus(Window other) {
            highest.absorb(other.highest);
            lowest.absorb(other.lowest);
            return this;
        }

        private Window reversed() {
            return new Window(lowest.reversed(), highest.reversed());
        }

        /** {@return by how much the clock was stepped within this window at least, if no line keeps its bounds} */
        double tornBy() {
            return Rates.jump(highest, lowest);
        }

        boolean hasBoth() {
            return highest.isNoted() && lowest.isNoted();
        }

        /** {@return the quickest way there and back, by the two messages that were quickest} */
        long roundTrip() {
            return highest.offset() - lowest.offset();
        }
    }
}
