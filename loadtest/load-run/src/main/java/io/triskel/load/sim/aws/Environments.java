package io.triskel.load.sim.aws;

import io.triskel.load.fact.Facts;
import io.triskel.load.sim.Handler;
import io.triskel.load.sim.Scaling;
import java.util.ArrayDeque;
import java.util.Optional;

/**
 * Lambda's execution environments: one invocation each at a time, up to an account's quota, and so many new ones in ten seconds. One that
 * is idle is taken before a new one starts. None ends: how long an idle one is kept is not documented.
 */
final class Environments implements Scaling {
    private static final int MOST = (int) Facts.value("lambda.concurrency.account");
    private static final int STARTED = (int) Facts.value("lambda.scaling.rate");
    private static final long PERIOD = 10_000_000_000L;
    private static final double MEMORY_A_VCPU = Facts.value("lambda.cpu.ratio");

    private final Handler handler;
    private final int parallel;
    private final long coldStart;
    private final ArrayDeque<Integer> idle = new ArrayDeque<>();
    private final ArrayDeque<Long> starts = new ArrayDeque<>();
    private int environments;

    /**
     * Creates it.
     *
     * @param parallel batches of a shard side by side
     * @param coldStart until a new environment begins its first invocation, in nanoseconds
     */
    Environments(Handler handler, int parallel, long coldStart) {
        this.handler = handler;
        this.parallel = parallel;
        this.coldStart = coldStart;
    }

    /** "lambda.env.concurrency": an environment has one invocation, and its processor for itself. */
    static long nanos(Handler handler) {
        return handler.nanos(handler.memory() / MEMORY_A_VCPU, 1);
    }

    @Override
    public String stack() {
        return "Lambda, " + parallel + (parallel == 1 ? " batch" : " batches") + " of a shard at once, at most " + MOST
                + " environments, started in " + coldStart / 1_000_000 + " ms, with " + handler.told();
    }

    @Override
    public boolean lanesAreAlike() {
        return true;
    }

    @Override
    public Optional<Place> place(int lane, int waiting, long now) {
        long nanos = nanos(handler);
        Integer warm = idle.pollLast();
        if (warm != null) {
            return Optional.of(new Place(warm, now, false, nanos));
        }
        while (!starts.isEmpty() && starts.peekFirst() <= now - PERIOD) {
            starts.removeFirst();
        }
        if (environments == MOST || starts.size() == STARTED) {
            return Optional.empty();
        }
        starts.add(now);
        return Optional.of(new Place(environments++, now + coldStart, true, nanos));
    }

    @Override
    public void ended(Place place, long now) {
        idle.add(place.instance());
    }

    @Override
    public void start(Unhandled unhandled, Runnable room) {
        // Environments start when they are asked for; a lane that waits is asked again when another one ends.
    }
}
