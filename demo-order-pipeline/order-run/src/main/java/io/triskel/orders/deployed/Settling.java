package io.triskel.orders.deployed;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits until the deployed pipeline has nothing left to do, and does meanwhile what an operator and a clock would: the
 * function of the clock is fired, parked lanes are replayed.
 *
 * <p>At rest means: every record is settled by every consumer, the stores have nothing unsent, unpublished, due or parked,
 * and no record has come while that was looked at.
 */
final class Settling {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long CLOCK_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** As a clock does not wait for consumers either, but seldom, for they are what it would take the processors from. */
    private static final int TICKS_WHILE_BEHIND = 4;

    private final DeployedPipeline deployed;
    private final Operator operator;
    private final BusLog log;
    private Duration passed = Duration.ZERO;
    private long replayed;

    Settling(DeployedPipeline deployed, Operator operator, BusLog log) {
        this.deployed = deployed;
        this.operator = operator;
        this.log = log;
    }

    /** The clock of the pipeline is so much further from now on. */
    void pass(Duration time) {
        passed = passed.plus(time);
        tick();
    }

    private Instant now() {
        return Instant.now().plus(passed);
    }

    /** {@return how many parked events an operator had handled} */
    long replayed() {
        return replayed;
    }

    /**
     * Comes back when all is at rest.
     *
     * @param heartbeat run about every second
     * @throws io.triskel.orders.run.StuckException if nothing moves although something is left to do
     */
    void settle(Runnable heartbeat) {
        List<Object> signs = signsOfLife();
        long moved = System.nanoTime();
        long beat = moved;
        int beats = 0;
        while (!atRest()) {
            if (System.nanoTime() - beat > CLOCK_NANOS) {
                beat = System.nanoTime();
                heartbeat.run();
                beats++;
                if (deployed.isCaughtUp()) {
                    tick();
                    replayParked();
                } else if (beats % TICKS_WHILE_BEHIND == 0) {
                    tick();
                }
                List<Object> later = signsOfLife();
                moved = later.equals(signs) ? moved : beat;
                signs = later;
            }
            if (System.nanoTime() - moved > PATIENCE.toNanos()) {
                throw operator.stuck(deployed.behind(), now());
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private boolean atRest() {
        long before = log.read();
        return deployed.isCaughtUp() && operator.left(now()).isEmpty() && deployed.isCaughtUp() && log.read() == before;
    }

    private List<Object> signsOfLife() {
        return List.of(log.read(), replayed, deployed.checkpoints());
    }

    private void tick() {
        deployed.tick(now());
    }

    private void replayParked() {
        if (operator.parked() > 0) {
            replayed += deployed.replayParked();
        }
    }
}
