package io.triskel.load.sim;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** The lanes of a bus, and what pushes their events to consumers, if they do not fetch them. For one thread. */
public final class Lanes {
    private final TakenEvents[] lanes;
    private Push[][] pushes = {};

    /** @param delay until an event can be seen */
    public Lanes(int count, Delay delay, int consumers) {
        this.lanes = new TakenEvents[count];
        Arrays.setAll(lanes, any -> new TakenEvents(delay, consumers));
    }

    /** Adds an event that was sent now to a lane. */
    public void add(int lane, int key, int number, long intended, long now) {
        lanes[lane].add(key, number, intended, now);
        if (pushes.length > 0) {
            for (Push push : pushes[lane]) {
                push.wake();
            }
        }
    }

    public void forEach(Consumer<TakenEvents> action) {
        Arrays.stream(lanes).forEach(action);
    }

    /**
     * Pushes events to each consumer from now on.
     *
     * @param pipes what is between a lane and a consumer; asked once for each consumer
     */
    public void pushTo(Consumers consumers, VirtualClock clock, IntFunction<List<Pipe>> pipes) {
        pushes = new Push[lanes.length][consumers.count()];
        for (int i = 0; i < lanes.length; i++) {
            int lane = i;
            Arrays.setAll(
                    pushes[lane], consumer -> new Push(clock, consumers, lanes[lane], consumer, pipes.apply(lane)));
        }
    }
}
