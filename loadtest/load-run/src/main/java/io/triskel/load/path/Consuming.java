package io.triskel.load.path;

import io.triskel.event.Deadline;
import io.triskel.load.Consumption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** Long-running consumers, each on its own thread until it is closed; they pause when the run asks for it. */
public final class Consuming implements AutoCloseable {
    /** A consumer's run ends this often, so that the consumer notices a pause or the end. */
    private static final Duration RUN = Duration.ofSeconds(2);

    /** The time left before a pause may be too short for a consumer's first call. */
    private static final Duration SHORTEST_RUN = Duration.ofMillis(50);

    private static final int MOST_PROBLEMS = 20;

    private final List<Consumption> consumptions = new ArrayList<>();
    private final List<Runnable> ends = new ArrayList<>();
    private final List<String> problems = new CopyOnWriteArrayList<>();
    private final LongAdder settled = new LongAdder();
    private final Host host;
    private volatile boolean closed;

    /** Runs each consumer on its own thread. */
    public Consuming() {
        this(Consuming::onThread);
    }

    Consuming(Host host) {
        this.host = host;
    }

    /** Runs consumers. */
    @FunctionalInterface
    interface Host {
        /**
         * Runs rounds of a consumer, one after another.
         *
         * @param round answers how long to wait before the next one; empty if there is none
         * @return waits for the last round
         */
        Runnable start(String name, Supplier<Optional<Duration>> round);
    }

    /** Lets a consumer read from now on; called by one thread. */
    public void start(String name, Consumption consumption, LoadPath.Pauses pauses) {
        consumptions.add(consumption);
        ends.add(host.start(name, () -> round(consumption, pauses)));
    }

    /**
     * Lets a consumer read from now on, as {@link #start} does, once it has read all that the bus has.
     *
     * @throws IllegalStateException if it has not by then, in words
     */
    public void startCaughtUp(String name, Consumption consumption, LoadPath.Pauses pauses, Duration patience) {
        Deadline deadline = Deadline.in(patience, InstantSource.system());
        while (!run(consumption, RUN).caughtUp()) {
            if (deadline.passed(InstantSource.system())) {
                throw new IllegalStateException(
                        "Consumer " + name + " did not read the events already on the bus within "
                                + patience.toMinutes() + " min: " + problems);
            }
        }
        // Forget problems of catching up, such as a slow first connection.
        problems.clear();
        start(name, consumption, pauses);
    }

    private Optional<Duration> round(Consumption consumption, LoadPath.Pauses pauses) {
        if (closed) {
            return Optional.empty();
        }
        if (pauses.untilNext().compareTo(SHORTEST_RUN) < 0) {
            consumption.pause();
            return Optional.of(Duration.ofMillis(5));
        }
        return Optional.of(run(consumption, pauses.untilNext()).settled() == 0 ? Duration.ofMillis(1) : Duration.ZERO);
    }

    private static Runnable onThread(String name, Supplier<Optional<Duration>> round) {
        Thread thread = new Thread(() -> repeat(round), name);
        thread.setDaemon(true);
        thread.start();
        return () -> awaitEnd(thread);
    }

    private static void repeat(Supplier<Optional<Duration>> round) {
        try {
            for (Optional<Duration> wait = round.get(); wait.isPresent(); wait = round.get()) {
                TimeUnit.NANOSECONDS.sleep(wait.get().toNanos());
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private Consumption.Progress run(Consumption consumption, Duration untilPause) {
        Duration time = untilPause.compareTo(RUN) < 0 ? untilPause : RUN;
        try {
            Consumption.Progress progress =
                    consumption.run(Integer.MAX_VALUE, Deadline.in(time, InstantSource.system()));
            progress.problems().forEach(this::problem);
            settled.add(progress.settled());
            return progress;
        } catch (RuntimeException failed) {
            problem(String.valueOf(failed));
            return new Consumption.Progress(0, false, List.of());
        }
    }

    /** Records a problem, for people; of many only the first. */
    public void problem(String words) {
        if (problems.size() < MOST_PROBLEMS && !closed) {
            problems.add(words);
        }
    }

    /** {@return the recorded problem} */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /** {@return how many events were settled by the runs that have ended, those included that no handler asks for} */
    public long settled() {
        return settled.sum();
    }

    /** Ends all reading; what was settled is complete then. */
    public void end() {
        closed = true;
        ends.forEach(Runnable::run);
    }

    @Override
    public void close() {
        end();
        consumptions.forEach(Consumption::close);
    }

    private static void awaitEnd(Thread thread) {
        try {
            thread.join(RUN.multipliedBy(5).toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
