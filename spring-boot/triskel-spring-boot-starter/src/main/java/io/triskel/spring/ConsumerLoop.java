package io.triskel.spring;

import io.triskel.platform.HostedConsumer;
import io.triskel.platform.Platform;
import io.triskel.spi.Hosting;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/** Feeds one consumer until it is stopped. A bus that cannot be reached is tried again, after pauses that grow. */
final class ConsumerLoop implements Runnable {
    private static final Log LOG = LogFactory.getLog(ConsumerLoop.class);

    /** What a handler may take, as in the adapters' own settings; a run ends earlier, by its limit. */
    private static final Duration RUN_TIME = Duration.ofMinutes(1);

    private final Platform platform;
    private final HostedConsumer consumer;
    private final Hosting.Feed feed;
    private final TriskelProperties.Consumers settings;
    private final Runnable changed;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Lock running = new ReentrantLock();
    private volatile ConsumerState state = ConsumerState.STARTING;

    /** @param changed told when the bus was reached for the first time */
    ConsumerLoop(
            Platform platform,
            HostedConsumer consumer,
            Hosting.Feed feed,
            TriskelProperties.Consumers settings,
            Runnable changed) {
        this.platform = platform;
        this.consumer = consumer;
        this.feed = feed;
        this.settings = settings;
        this.changed = changed;
    }

    String name() {
        return consumer.name();
    }

    HostedConsumer consumer() {
        return consumer;
    }

    ConsumerState state() {
        return state;
    }

    @Override
    public void run() {
        Duration pause = settings.pause();
        try {
            do {
                boolean more = once() > 0 && state.problem().isEmpty();
                pause = state.problem().isEmpty() ? settings.pause() : longer(pause);
                if (more && !stopping()) {
                    continue;
                }
                if (stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            } while (!stopping());
        } catch (InterruptedException now) {
            Thread.currentThread().interrupt();
        } catch (Error ended) {
            state = state.failed(ended);
            LOG.error("Consumer '" + name() + "' has ended, restart the application", ended);
            throw ended;
        }
    }

    private Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(settings.longestPause()) < 0 ? twice : settings.longestPause();
    }

    /** {@return how many events one run settled; a failed run is a problem of the state} */
    int once() {
        running.lock();
        try {
            return run(state);
        } finally {
            running.unlock();
        }
    }

    private int run(ConsumerState before) {
        int settled = 0;
        try {
            Hosting.Run run = feed.run(settings.batch(), platform.in(RUN_TIME));
            settled = run.settled();
            state = before.after(run);
        } catch (RuntimeException failed) {
            state = before.failed(failed);
            platform.observer().portFailed("bus", failed);
        }
        tell(before, state);
        return settled;
    }

    private void tell(ConsumerState before, ConsumerState now) {
        if (now.problem().isPresent() && before.problem().isEmpty()) {
            LOG.warn("Consumer '" + name() + "' is not fed, and is tried again: "
                    + now.problem().get());
        } else if (now.problem().isEmpty() && before.problem().isPresent()) {
            LOG.info("Consumer '" + name() + "' is fed again");
        }
        if (now.reached() && !before.reached()) {
            changed.run();
        }
    }

    private boolean stopping() {
        return stopped.getCount() == 0;
    }

    /** Ends after the run in progress. */
    void stop() {
        stopped.countDown();
    }

    /** Gives up what is in progress: unsettled events are redelivered later. */
    void abandon() {
        consumer.processor().stop();
    }

    /** Leaves the feed to the end of the process if a handler does not end: a closed feed could not settle what it still does. */
    void close() {
        if (!running.tryLock()) {
            LOG.warn(
                    "Consumer '" + name() + "' has a handler that does not end, and is left to the end of the process");
            return;
        }
        try {
            feed.close();
        } finally {
            running.unlock();
        }
    }
}
