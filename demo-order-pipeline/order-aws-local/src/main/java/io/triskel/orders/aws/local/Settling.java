package io.triskel.orders.aws.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.triskel.local.aws.lambda.InvocationResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] REPLAY_ALL = "{\"detail\":{\"replay\":\"all\"}}".getBytes(StandardCharsets.UTF_8);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long CLOCK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Deployment deployment;
    private final Operator operator;
    private final StreamLog log;
    private Duration passed = Duration.ZERO;
    private long replayed;

    Settling(Deployment deployment, Operator operator, StreamLog log) {
        this.deployment = deployment;
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
     * @throws IllegalStateException if nothing moves although something is left to do
     */
    void settle(Runnable heartbeat) {
        List<Object> signs = signsOfLife();
        long moved = System.nanoTime();
        long beat = moved;
        while (!atRest()) {
            if (System.nanoTime() - beat > CLOCK_NANOS) {
                beat = System.nanoTime();
                heartbeat.run();
                if (deployment.isCaughtUp()) {
                    tick();
                    replayParked();
                }
                List<Object> later = signsOfLife();
                moved = later.equals(signs) ? moved : beat;
                signs = later;
            }
            if (System.nanoTime() - moved > PATIENCE.toNanos()) {
                throw new IllegalStateException("Nothing moves, but there is work left: consumers that are behind: "
                        + deployment.behind() + ", in the stores: " + operator.left(now()));
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private boolean atRest() {
        long before = log.read();
        return deployment.isCaughtUp()
                && operator.left(now()).isEmpty()
                && deployment.isCaughtUp()
                && log.read() == before;
    }

    private List<Object> signsOfLife() {
        return List.of(log.read(), replayed, deployment.checkpoints());
    }

    private void tick() {
        deployment.clock().fire(now()).join();
    }

    private void replayParked() {
        if (operator.parked() > 0) {
            InvocationResult result = deployment.ticking().invoke(REPLAY_ALL).join();
            replayed += result.<Long>fold(Settling::replayed, failed -> 0L, throttled -> 0L);
        }
    }

    private static long replayed(InvocationResult.Succeeded report) {
        try {
            return JSON.readTree(report.payload()).path("replayed").asLong();
        } catch (IOException notJson) {
            throw new UncheckedIOException("The clock's function answers with no report: " + report.text(), notJson);
        }
    }
}
