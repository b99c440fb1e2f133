package io.triskel.load.sim;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.function.Activity;
import io.triskel.load.path.LoadPath;
import io.triskel.load.result.Stage;
import io.triskel.load.traffic.Stamp;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A function behind a bus. A lane's events are handled in order, one invocation of a lane at a time, each with the events that are there, up
 * to a batch; one event after another within an invocation. For one thread.
 */
public final class Functions {

    private final VirtualClock clock;
    private final int[] laneOf;
    private final int batch;
    private final Scaling scaling;
    private final List<ArrayDeque<Stamp>> lanes = new ArrayList<>();
    private final boolean[] busy;
    private final ArrayDeque<Integer> waiting = new ArrayDeque<>();
    private final Activity activity = new Activity();
    private final Set<Integer> instances = new HashSet<>();
    private long invocations;
    private long handled;
    private long largestBatch;

    /**
     * Creates it.
     *
     * @param laneOf the lane of each key
     * @param batch most events of an invocation
     */
    public Functions(VirtualClock clock, int[] laneOf, int lanes, int batch, Scaling scaling) {
        this.clock = clock;
        this.laneOf = laneOf.clone();
        this.batch = batch;
        this.scaling = scaling;
        for (int i = 0; i < lanes; i++) {
            this.lanes.add(new ArrayDeque<>());
        }
        this.busy = new boolean[lanes];
    }

    String stack() {
        return scaling.stack();
    }

    /**
     * Starts to scale.
     *
     * @param taken how many events the bus has taken so far
     */
    void start(Scaling.Unhandled taken, LoadPath.Arrived arrived) {
        scaling.start(() -> taken.events() - handled, () -> begin(arrived));
    }

    /** Takes an event that the bus delivers. */
    void take(Stamp stamp, LoadPath.Arrived arrived) {
        int lane = laneOf[stamp.key()];
        boolean wasEmpty = lanes.get(lane).isEmpty();
        lanes.get(lane).add(stamp);
        if (wasEmpty && !busy[lane]) {
            waiting.add(lane);
            begin(arrived);
        }
    }

    /** Begins the invocations of the lanes that wait, as far as there are places. */
    private void begin(LoadPath.Arrived arrived) {
        long now = clock.nanos();
        for (int i = waiting.size(); i > 0; i--) {
            int lane = waiting.remove();
            Optional<Scaling.Place> place = scaling.place(lane, waiting.size() + 1, now);
            if (place.isPresent()) {
                busy[lane] = true;
                clock.at(place.get().startsAt(), () -> invoke(lane, place.get(), arrived));
            } else if (scaling.lanesAreAlike()) {
                waiting.addFirst(lane);
                return;
            } else {
                waiting.add(lane);
            }
        }
    }

    private void invoke(int lane, Scaling.Place place, LoadPath.Arrived arrived) {
        long started = clock.nanos();
        List<Stamp> events = new ArrayList<>();
        while (events.size() < batch && !lanes.get(lane).isEmpty()) {
            events.add(lanes.get(lane).remove());
        }
        invocations++;
        largestBatch = Math.max(largestBatch, events.size());
        instances.add(place.instance());
        long ended = started + events.size() * place.nanosOfAnEvent();
        activity.noted(Integer.toString(place.instance()), started, ended, place.first());
        clock.at(ended, () -> end(lane, new Invocation(place, started, events), arrived));
    }

    private record Invocation(Scaling.Place place, long started, List<Stamp> events) {}

    private void end(int lane, Invocation of, LoadPath.Arrived arrived) {
        long ended = of.started();
        for (Stamp stamp : of.events()) {
            ended += of.place().nanosOfAnEvent();
            arrived.passed(Stage.SEND_TO_FUNCTION, stamp.intended(), of.started() - stamp.sent());
            arrived.passed(Stage.FUNCTION_TO_HANDLED, stamp.intended(), ended - of.started());
            arrived.arrived(0, stamp, true, ended);
        }
        handled += of.events().size();
        busy[lane] = false;
        scaling.ended(of.place(), clock.nanos());
        if (!lanes.get(lane).isEmpty()) {
            waiting.add(lane);
        }
        begin(arrived);
    }

    /** {@return instances at work and cold starts, second by second} */
    Map<String, List<Long>> series(long start, int seconds) {
        return activity.series(start, seconds);
    }

    /** Adds what functions did. */
    void describe(ObjectNode result) {
        result.putObject("functions")
                .put("instances", instances.size())
                .put("invocations", invocations)
                .put("coldStarts", instances.size())
                .put("coldStartShare", invocations == 0 ? 0 : (double) instances.size() / invocations)
                .put("eventsPerInvocation", invocations == 0 ? 0 : (double) handled / invocations)
                .put("largestBatch", largestBatch);
        result.putObject("reporting")
                .put("by", "nobody: what is simulated is known")
                .put("events", handled);
    }
}
