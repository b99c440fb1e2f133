package io.triskel.gcp.hosting;

import io.triskel.event.DerivedId;
import io.triskel.event.PortException;
import io.triskel.store.Checkpoints;
import io.triskel.store.Checkpoints.Checkpoint;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Lets one process at a time pull a subscription. Pub/Sub divides the messages of a subscription among all that pull it
 * (https://cloud.google.com/pubsub/docs/subscription-overview), so two rebuilds would each miss what the other one acknowledges.
 *
 * <p>The lease is a checkpoint whose position is the time until which it is held. A thread renews it. When that fails, the holder is told
 * while the lease still lasts.
 */
final class PullLease implements AutoCloseable {
    /** How long a process that has died keeps others away. */
    static final Duration HELD = Duration.ofSeconds(90);

    private static final Duration RENEWED = Duration.ofSeconds(15);

    /** A consumer that is told to stop needs half a minute at most; the rest is for clocks that differ. */
    private static final Duration TO_STOP = Duration.ofSeconds(45);

    private final Checkpoints checkpoints;
    private final InstantSource clock;
    private final Runnable lost;
    private final ScheduledExecutorService timer;
    private Checkpoint held;
    private Instant until;

    private PullLease(Checkpoints checkpoints, InstantSource clock, Runnable lost, Checkpoint held, Instant until) {
        this.checkpoints = checkpoints;
        this.clock = clock;
        this.lost = lost;
        this.held = held;
        this.until = until;
        timer = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "triskel-pull-lease");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Takes the lease, and renews it from now on.
     *
     * @param lost called once, by another thread, if the lease can be renewed no more
     * @throws IllegalStateException if another process has it
     * @throws PortException if the store fails
     */
    static PullLease take(Checkpoints checkpoints, String subscription, InstantSource clock, Runnable lost) {
        requireFree(checkpoints, subscription, clock);
        Checkpoint claimed = checkpoints.claim(name(subscription));
        requireOver(claimed, subscription, clock);
        Instant until = clock.instant().plus(HELD);
        Checkpoint held = checkpoints
                .save(claimed, until.toString())
                .orElseThrow(() -> taken(subscription, "which began at the same time", "then try again"));
        PullLease lease = new PullLease(checkpoints, clock, lost, held, until);
        var unused = lease.timer.scheduleWithFixedDelay(
                lease::renew, RENEWED.toMillis(), RENEWED.toMillis(), TimeUnit.MILLISECONDS);
        return lease;
    }

    /** @throws IllegalStateException if another process has the lease */
    static void requireFree(Checkpoints checkpoints, String subscription, InstantSource clock) {
        checkpoints.find(name(subscription)).ifPresent(found -> requireOver(found, subscription, clock));
    }

    private static void requireOver(Checkpoint found, String subscription, InstantSource clock) {
        until(found).filter(clock.instant()::isBefore).ifPresent(until -> {
            throw taken(
                    subscription,
                    "which holds it until " + until + " at least",
                    "or try again after that time if that process has died");
        });
    }

    private static Optional<Instant> until(Checkpoint found) {
        try {
            return found.position().map(Instant::parse);
        } catch (DateTimeException foreign) {
            return Optional.empty();
        }
    }

    private static IllegalStateException taken(String subscription, String how, String otherwise) {
        return new IllegalStateException("Subscription " + subscription + " is being read by another process, " + how
                + ". Finish or stop what runs there, for example a rebuild on a page, " + otherwise);
    }

    private static String name(String subscription) {
        return DerivedId.of("pulling", subscription);
    }

    /** Called by the timer, and by tests. */
    void renew() {
        if (!isRenewed()) {
            timer.shutdown();
            lost.run();
        }
    }

    private synchronized boolean isRenewed() {
        Instant next = clock.instant().plus(HELD);
        try {
            Optional<Checkpoint> saved = checkpoints.save(held, next.toString());
            saved.ifPresent(now -> {
                held = now;
                until = next;
            });
            return saved.isPresent();
        } catch (PortException failed) {
            return clock.instant().plus(TO_STOP).isBefore(until);
        }
    }

    /** Lets others take the lease at once; if the store fails, they can when it has ended. */
    @Override
    public synchronized void close() {
        if (!timer.isShutdown()) {
            timer.shutdownNow();
            try {
                var unused = checkpoints.save(held, clock.instant().toString());
            } catch (PortException failed) {
                // The lease ends by itself.
            }
        }
    }
}
