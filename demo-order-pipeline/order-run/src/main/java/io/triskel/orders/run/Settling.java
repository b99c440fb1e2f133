package io.triskel.orders.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Waits for a pipeline, and does meanwhile what an operator and a clock would: the clock's work is set off, parked lanes are
 * replayed.
 */
final class Settling {
    private static final long HEARTBEAT_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final Duration TICK = Duration.ofSeconds(1);

    /** As a clock does not wait for consumers either, but seldom, for they are what it would take the processors from. */
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

    /** The clock of the pipeline is so much further from now on, and what is due then is set off. */
    void pass(Duration time) {
        pace.pass(time);
        pipeline.tick(pace.due());
    }

    /**
     * Comes back once it holds.
     *
     * @param look how often to look
     * @param heartbeat run about five times a second
     * @param parked whether anything is
     * @param stuck what to throw if nothing moves any more and it does not hold
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
