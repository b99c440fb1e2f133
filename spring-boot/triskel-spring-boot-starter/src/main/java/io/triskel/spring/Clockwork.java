package io.triskel.spring;

import io.triskel.event.Deadline;
import io.triskel.platform.HostedConsumer;
import io.triskel.platform.Platform;
import io.triskel.saga.SagaRunner;
import io.triskel.saga.SagaWork;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.IntSupplier;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Does what time brings: fires due timers, sends waiting commands, publishes commits that are not on the bus, and replays parked
 * events that are due. Leases in the stores keep two processes apart.
 */
final class Clockwork {
    private static final Log LOG = LogFactory.getLog(Clockwork.class);
    private static final Duration STEP_TIME = Duration.ofSeconds(10);

    /** A count lists the lot. */
    private static final Duration COUNT_EVERY = Duration.ofMinutes(1);

    private static final int MOST_COUNTED = 1_000;

    private final Platform platform;
    private final List<SagaRunner<?>> sagas;
    private final List<HostedConsumer> consumers;
    private final int limit;
    private Instant counted = Instant.MIN;

    Clockwork(Platform platform, List<SagaRunner<?>> sagas, List<HostedConsumer> consumers, int limit) {
        this.platform = platform;
        this.sagas = sagas;
        this.consumers = consumers;
        this.limit = limit;
    }

    /** {@return how much was done in one round; a step that fails does not keep the others from being done} */
    synchronized int round() {
        int done = 0;
        for (SagaRunner<?> saga : sagas) {
            done += step("saga " + saga.name(), () -> {
                SagaWork work = saga.work(limit, deadline());
                return work.fired().fired() + work.sent().sent();
            });
        }
        done += step(
                "outbox", () -> platform.dispatcher().drain(limit, deadline()).published());
        for (HostedConsumer consumer : consumers) {
            done += step(
                    "parked events of " + consumer.name(),
                    () -> consumer.replayDue(limit, deadline()).handled());
        }
        count();
        return done;
    }

    private void count() {
        Instant now = platform.clock().instant();
        if (counted.equals(Instant.MIN) || !now.isBefore(counted.plus(COUNT_EVERY))) {
            counted = now;
            // A lot that fails is reported to the observer.
            consumers.forEach(consumer -> consumer.replay().parkedLanes(MOST_COUNTED));
        }
    }

    private Deadline deadline() {
        return platform.in(STEP_TIME);
    }

    private int step(String what, IntSupplier work) {
        try {
            return work.getAsInt();
        } catch (RuntimeException failed) {
            platform.observer().portFailed(what, failed);
            LOG.warn("The clock's work on " + what + " failed, and is tried again: " + failed.getMessage());
            return 0;
        }
    }
}
