package io.triskel.orders.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Waits for a pipeline, and does meanwhile what an operator and a clock would: runs the clock's work and replays parked lanes.
 */
final class Settling {
    private static final long HEARTBEAT_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final Duration TICK = Duration.ofSeconds(1);

    /**
     * The clock's work runs at every fourth tick while consumers are behind: no clock waits for consumers, but its work would
     * take the processors from them.
     */
    private static final int TICKS_WHILE_BEHIND = 4;

    private final HostedPipeline pipeline;
    private final Pace pace;
    private final Books books;
    private long replayed;

    Settling(HostedPipeline pipeline, Pace pace, Books books) {
        this.pipeline = pipeline;
        this.pace = pace;
        this.books = books;
    }

    /** {@return how many parked events were handled} */
    long replayed() {
        return replayed;
    }

    /** Moves the pipeline's clock on, and runs the work that is due then. */
    void pass(Duration time) {
        pace.pass(time);
        pipeline.tick(pace.due());
    }

    /**
     * Returns once the condition holds.
     *
     * @param look how often to check
     * @param heartbeat run about five times a second
     * @param parked whether any lane is parked
     * @param stuck makes the exception for when nothing moves any more and the condition does not hold
     */
    void until(
            BooleanSupplier holds,
            Duration look,
            Runnable heartbeat,
            BooleanSupplier parked,
            Supplier<? extends RuntimeException> stuck) {
        long beat = System.nanoTime();
        Instant ticked = pace.now();
        Instant moved = ticked;
        List<Object> signs = signsOfLife();
        for (int ticks = 1; !holds.getAsBoolean(); ) {
            if (System.nanoTime() - beat > HEARTBEAT_NANOS) {
                beat = System.nanoTime();
                heartbeat.run();
            }
            if (pace.now().isAfter(ticked.plus(TICK))) {
                ticked = pace.now();
                work(ticks++, parked);
                List<Object> later = signsOfLife();
                moved = later.equals(signs) ? moved : ticked;
                signs = later;
            }
            if (pace.now().isAfter(moved.plus(pace.patience()))) {
                throw stuck.get();
            }
            pace.pause(look);
        }
    }

    private void work(int number, BooleanSupplier parked) {
        if (pipeline.isCaughtUp()) {
            pipeline.tick(pace.due());
            if (parked.getAsBoolean()) {
                replayed += pipeline.replayParked();
            }
        } else if (number % TICKS_WHILE_BEHIND == 0) {
            pipeline.tick(pace.due());
        }
    }

    private List<Object> signsOfLife() {
        return List.of(books.read(), replayed, pipeline.checkpoints());
    }
}
