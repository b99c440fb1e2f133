package io.triskel.load.sim.azure;

import io.triskel.load.fact.Facts;
import io.triskel.load.sim.Handler;
import io.triskel.load.sim.Scaling;
import io.triskel.load.sim.VirtualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Azure Functions on Flex Consumption behind a hub, scaled by target: as many instances as the events that are not handled fill batches,
 * rounded up to share the partitions evenly, never more than partitions, a few at a time. A partition has one invocation at a time, on the
 * instance that owns it; the partitions of an instance share its processor. The first instance starts with the first event. No instance
 * ever stops.
 */
final class TargetBased implements Scaling {
    private static final int MOST = (int) Facts.value("azf.flex.max.default");
    private static final int STEP = (int) Facts.value("azf.scale.step");

    /** Documented for triggers without a target; the interval of those with a target is not, so it is assumed to be the same. */
    private static final long LOOK = (long) (1e9 * Facts.value("azf.scale.rate.other"));

    private static final List<Integer> MEGABYTES = List.of(512, 2048, 4096);

    private final Handler handler;
    private final int partitions;
    private final int target;
    private final int most;
    private final long coldStart;
    private final VirtualClock clock;
    private final double vcpus;
    private final List<Instance> instances = new ArrayList<>();
    private int owning;

    private static final class Instance {
        private int running;
        private boolean isCold = true;
    }

    /** Scales as the service does if nothing is set: an instance for each batch. */
    TargetBased(Handler handler, int partitions, long coldStart, VirtualClock clock) {
        this(handler, partitions, handler.batch(), MOST, coldStart, clock);
    }

    /**
     * Scales to a target of one's own ("azf.eh.threshold").
     *
     * @param target unhandled events of an instance
     * @param most instances
     * @param coldStart until a new instance owns its partitions, in nanoseconds
     */
    TargetBased(Handler handler, int partitions, int target, int most, long coldStart, VirtualClock clock) {
        this.handler = handler;
        this.target = target;
        this.most = most;
        this.partitions = partitions;
        this.coldStart = coldStart;
        this.clock = clock;
        this.vcpus = vcpus(handler);
    }

    /** {@return how long an event takes on an instance for itself} */
    static long nanos(Handler handler) {
        return handler.nanos(vcpus(handler), 1);
    }

    private static double vcpus(Handler handler) {
        return Facts.value("azf.flex.size." + megabytes(handler));
    }

    /** {@return the smallest size that has the memory} */
    private static int megabytes(Handler handler) {
        return MEGABYTES.stream()
                .filter(size -> ((long) size << 20) >= handler.memory())
                .findFirst()
                .orElse(4096);
    }

    @Override
    public String stack() {
        return "Functions Flex, instances of " + megabytes(handler) + " MB, scaled by target every "
                + LOOK / 1_000_000_000
                + " s, "
                + Scaling.started(coldStart)
                + ", with " + handler.told();
    }

    @Override
    public boolean lanesAreAlike() {
        return false;
    }

    @Override
    public Optional<Place> place(int lane, int waiting, long now) {
        if (owning == 0) {
            return Optional.empty();
        }
        int owner = lane % owning;
        Instance on = instances.get(owner);
        on.running++;
        boolean first = on.isCold;
        on.isCold = false;
        return Optional.of(new Place(owner, now, first, handler.nanos(vcpus, on.running)));
    }

    @Override
    public void ended(Place place, long now) {
        instances.get(place.instance()).running--;
    }

    @Override
    public void start(Unhandled unhandled, Runnable room) {
        look(unhandled, room);
    }

    private void look(Unhandled unhandled, Runnable room) {
        int wanted = wanted(unhandled.events());
        int more = Math.min(STEP, wanted - instances.size());
        if (more > 0) {
            for (int i = 0; i < more; i++) {
                instances.add(new Instance());
            }
            int then = instances.size();
            clock.at(clock.nanos() + coldStart, () -> {
                owning = Math.max(owning, then);
                room.run();
            });
        }
        // Assumed, since undocumented: until the first instance, look every second.
        long next = instances.isEmpty() ? 1_000_000_000 : LOOK;
        clock.at(clock.nanos() + next, () -> look(unhandled, room));
    }

    private int wanted(long unhandled) {
        int byTarget = (int) Math.min(most, (unhandled + target - 1) / target);
        int balanced = Math.min(partitions, byTarget);
        while (balanced > 0 && balanced < partitions && partitions % balanced != 0) {
            balanced++;
        }
        return Math.min(most, balanced);
    }
}
