package io.triskel.load.clock;

import io.triskel.load.clock.ClockBounds.Window;
import java.util.List;
import java.util.Optional;

/**
 * Fits straight lines to bounds: as few as possible, each as long as possible. Where a line cannot go on, the clock was stepped, or its rate
 * changed; a step is only what no allowed rate explains. Every bound is true, so a clock that runs evenly has one line, whatever the delays.
 */
final class ClockFit {
    /** A window whose round trip takes at most so many of the median window's bounds the offset without its neighbours. */
    private static final int MOST_ROUND_TRIPS = 2;

    private Optional<Stretch> longest = Optional.empty();
    private int steps;
    private double largestStep;
    private double error;

    private ClockFit() {}

    static Optional<ClockOffset> of(List<Window> windows) {
        boolean both = windows.stream().anyMatch(window -> window.highest.isNoted())
                && windows.stream().anyMatch(window -> window.lowest.isNoted());
        return both ? Optional.of(new ClockFit().offset(windows)) : Optional.empty();
    }

    private ClockOffset offset(List<Window> windows) {
        Optional<Stretch> before = Optional.empty();
        Stretch current = new Stretch();
        double torn = 0;
        for (Window window : windows) {
            if (current.takes(window)) {
                continue;
            }
            if (!current.isEmpty()) {
                add(before, torn, current);
                before = Optional.of(current);
                torn = 0;
                current = new Stretch();
            }
            if (!current.takes(window)) {
                torn = Math.max(torn, window.tornBy());
                widen(window.highest.loosest(), window.lowest.loosest());
            }
        }
        if (current.isEmpty()) {
            step(torn);
        } else {
            add(before, torn, current);
        }
        coverUsualWindows(windows);
        coverWithoutBound(windows);
        Rates rates = longest.map(Stretch::rates).orElse(Rates.ANY);
        return new ClockOffset(error / 1e3, rates.least() * 1e6, rates.most() * 1e6, steps, largestStep / 1e3);
    }

    private void add(Optional<Stretch> before, double torn, Stretch stretch) {
        step(Math.max(torn, before.map(stretch::jumpFrom).orElse(0.0)));
        if (longest.isEmpty() || stretch.length() > longest.get().length()) {
            longest = Optional.of(stretch);
        }
        for (long time : List.of(stretch.first(), stretch.last())) {
            widen(stretch.highest(time), stretch.lowest(time));
        }
    }

    private void step(double size) {
        if (size > 0) {
            steps++;
            largestStep = Math.max(largestStep, size);
        }
    }

    /** A step that is shorter than a round trip cannot be proven, but moves these bounds. */
    private void coverUsualWindows(List<Window> windows) {
        long[] roundTrips = windows.stream()
                .filter(Window::hasBoth)
                .mapToLong(Window::roundTrip)
                .sorted()
                .toArray();
        if (roundTrips.length > 0) {
            long median = roundTrips[roundTrips.length / 2];
            windows.stream()
                    .filter(window -> window.hasBoth() && window.roundTrip() <= MOST_ROUND_TRIPS * median)
                    .forEach(window -> widen(window.highest.offset(), window.lowest.offset()));
        }
    }

    /** After a step at the very end there may be messages one way only. */
    private void coverWithoutBound(List<Window> windows) {
        if (Double.isInfinite(error)) {
            error = 0;
            windows.forEach(window -> widen(window.highest.loosest(), window.lowest.loosest()));
        }
    }

    private void widen(long high, long low) {
        widen((double) high, (double) low);
    }

    private void widen(double high, double low) {
        error = Math.max(error, Math.max(Math.abs(high), Math.abs(low)));
    }
}
