package io.triskel.load.sim.gcp;

import io.triskel.load.fact.Facts;
import io.triskel.load.sim.Handler;
import io.triskel.load.sim.Scaling;
import io.triskel.load.sim.VirtualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Cloud Run behind a subscription that pushes: a request for each event, from zero instances on. A request without a free slot starts
 * instances for all that wait; in addition, an autoscaler keeps slots in use, averaged over a minute, at its target. What waits longer than
 * a request may is not refused here but stays in the subscription: how fast Pub/Sub pushes again is not documented. No instance ever stops.
 */
final class Requests implements Scaling {
    private static final int MOST = (int) Facts.value("run.instances.default");
    private static final double TARGET = Facts.value("run.target");
    private static final long LOOK = (long) (1e9 * Facts.value("run.look"));
    private static final int LOOKS = (int) (Facts.value("run.window") / Facts.value("run.look"));

    private final Handler handler;
    private final int concurrency;
    private final int most;
    private final long coldStart;
    private final VirtualClock clock;
    private final List<Instance> instances = new ArrayList<>();
    private final List<Integer> inUse = new ArrayList<>();
    private int running;

    private static final class Instance {
        private final long readyAt;
        private int running;
        private boolean isCold = true;

        private Instance(long readyAt) {
            this.readyAt = readyAt;
        }
    }

    /**
     * Creates it.
     *
     * @param concurrency requests of an instance side by side
     * @param coldStart until a new instance takes requests, in nanoseconds
     */
    Requests(Handler handler, int concurrency, long coldStart, VirtualClock clock) {
        this(handler, concurrency, MOST, coldStart, clock);
    }

    /**
     * Creates it with a limit of one's own.
     *
     * @param most instances
     */
    Requests(Handler handler, int concurrency, int most, long coldStart, VirtualClock clock) {
        this.handler = handler;
        this.concurrency = concurrency;
        this.most = most;
        this.coldStart = coldStart;
        this.clock = clock;
    }

    @Override
    public String stack() {
        return "Cloud Run functions, from no instance to " + most + ", " + concurrency
                + (concurrency == 1 ? " request" : " requests") + " an instance, "
                + Scaling.started(coldStart)
                + ", with " + handler.told();
    }

    @Override
    public boolean lanesAreAlike() {
        return true;
    }

    @Override
    public Optional<Place> place(int lane, int waiting, long now) {
        Optional<Integer> free = free(now);
        if (free.isEmpty()) {
            start((waiting + concurrency - 1) / concurrency, now);
            free = free(now);
        }
        return free.map(instance -> placed(instance, now));
    }

    private Place placed(int instance, long now) {
        Instance on = instances.get(instance);
        on.running++;
        running++;
        boolean first = on.isCold;
        on.isCold = false;
        return new Place(instance, Math.max(now, on.readyAt), first, handler.nanos(1, on.running));
    }

    /** {@return an instance with a free slot, one that is up before one that starts} */
    private Optional<Integer> free(long now) {
        Optional<Integer> starting = Optional.empty();
        for (int i = 0; i < instances.size(); i++) {
            Instance each = instances.get(i);
            if (each.running < concurrency) {
                if (each.readyAt <= now) {
                    return Optional.of(i);
                }
                starting = starting.isPresent() ? starting : Optional.of(i);
            }
        }
        return starting;
    }

    private void start(int more, long now) {
        for (int i = 0; i < more && instances.size() < most; i++) {
            instances.add(new Instance(now + coldStart));
        }
    }

    @Override
    public void ended(Place place, long now) {
        instances.get(place.instance()).running--;
        running--;
    }

    @Override
    public void start(Unhandled unhandled, Runnable room) {
        clock.at(clock.nanos() + LOOK, () -> look(room));
    }

    private void look(Runnable room) {
        inUse.add(running);
        if (inUse.size() > LOOKS) {
            inUse.remove(0);
        }
        double average = inUse.stream().mapToInt(Integer::intValue).average().orElse(0);
        start((int) Math.ceil(average / (concurrency * TARGET)) - instances.size(), clock.nanos());
        room.run();
        clock.at(clock.nanos() + LOOK, () -> look(room));
    }
}
