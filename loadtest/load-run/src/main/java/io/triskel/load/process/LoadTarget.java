package io.triskel.load.process;

import io.triskel.load.Environment;
import io.triskel.load.path.LoadPath;
import io.triskel.load.run.RunClock;
import io.triskel.load.workload.Worker;
import io.triskel.load.workload.Workload;
import java.util.Map;

/** A target that can be loaded. */
public interface LoadTarget extends AutoCloseable {
    /** {@return where it is measured, which is the class of its evidence} */
    Environment environment();

    /** {@return what is measured, for people: services, sizes} */
    String stack();

    /**
     * {@return how many units of capacity the bus has, by the unit's name ({@code shard}, {@code throughputUnit})} Documented limits per
     * unit are multiplied by it; empty if it is not known.
     */
    default Map<String, Integer> units() {
        return Map.of();
    }

    /** {@return the clock by which a path of this target runs} */
    default RunClock clock() {
        return RunClock.ofThisMachine();
    }

    /**
     * {@return the path that a workload loads}
     *
     * @param run tells its events from those of all other runs
     * @throws IllegalArgumentException if the target does not support that load; the message says why
     */
    LoadPath path(Workload workload, long run);

    /**
     * {@return the path by which one of several workers loads the bus that they share, whose consumers read its part of the bus}
     *
     * @param run the same for all workers
     * @throws IllegalArgumentException if the target has no bus that processes can share; the message says so
     */
    default LoadPath path(Workload workload, long run, Worker worker) {
        throw new IllegalArgumentException("This target has no bus that several processes can load: use one worker");
    }

    @Override
    void close();
}
