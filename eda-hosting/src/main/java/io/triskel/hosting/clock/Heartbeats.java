package io.triskel.hosting.clock;

import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.PortException;
import io.triskel.hosting.Heartbeat;
import io.triskel.platform.Platform;
import io.triskel.transfer.Replicas;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Sends heartbeats to the consumers, and tells how old the newest one is that each of them got, or an older one that it should have got and
 * has not: it is in a partition that stands.
 */
final class Heartbeats {
    /** A driver calls a clock's function more often than a schedule does. */
    private static final Duration PAUSE = Duration.ofSeconds(30);

    /** Notes in the name of no consumer what was sent: a clock that did not run has sent nothing that could be missed. */
    private static final String CLOCK = "/clock";

    private static final Duration LATE = TickReport.SILENT.plusMinutes(1);
    private static final Duration REMEMBERED = Duration.ofMinutes(50);

    private final Map<String, Instant> missing = new ConcurrentHashMap<>();
    private final Set<String> consumers;
    private final Platform platform;
    private final InstantSource clock;
    private Instant sent = Instant.MIN;

    Heartbeats(Set<String> consumers, Platform platform) {
        this.consumers = consumers;
        this.platform = platform;
        this.clock = platform.clock();
    }

    /**
     * {@return how many seconds ago the newest heartbeat that each consumer has noted was sent, or an older one that it has not noted} A
     * consumer that has noted none is waited for from now on.
     *
     * @param failures takes what failed, in words; such a consumer has no age
     */
    Map<String, Long> ages(Consumer<String> failures) {
        Replicas notes = platform.stores().replicas();
        Instant now = clock.instant();
        // What the clock has sent, read once for all consumers.
        Map<Instant, Optional<Instant>> sent = new HashMap<>();
        Map<String, Long> ages = new TreeMap<>();
        for (String consumer : consumers) {
            try {
                ages.put(consumer, age(notes, sent, consumer, now));
            } catch (RuntimeException failed) {
                failures.accept("heartbeat of " + consumer + ": " + failed);
            }
        }
        return ages;
    }

    private long age(Replicas notes, Map<Instant, Optional<Instant>> sent, String consumer, Instant now) {
        Optional<Long> age = Heartbeat.age(notes, consumer, now);
        if (age.isEmpty()) {
            Heartbeat.expect(notes, consumer, now);
            return 0;
        }
        return missing(notes, sent, consumer, now)
                .map(at -> Math.max(age.get(), Duration.between(at, now).toSeconds()))
                .orElse(age.get());
    }

    /** A heartbeat that the consumer has not noted in time, until it has, or for as long as its row is its own. */
    private Optional<Instant> missing(
            Replicas notes, Map<Instant, Optional<Instant>> sent, String consumer, Instant now) {
        Instant before = missing.get(consumer);
        Optional<Instant> noted = before != null && before.isAfter(now.minus(REMEMBERED))
                ? Optional.of(before)
                : sent.computeIfAbsent(now.minus(LATE), moment -> Heartbeat.noted(notes, CLOCK, moment));
        Optional<Instant> still = noted.filter(
                        at -> Heartbeat.noted(notes, consumer, at).isEmpty())
                .filter(at -> Heartbeat.expected(notes, consumer)
                        .filter(since -> !since.isBefore(at))
                        .isEmpty());
        still.ifPresentOrElse(at -> missing.put(consumer, at), () -> missing.remove(consumer));
        return still;
    }

    /**
     * Sends a heartbeat, unless the last one was sent just now.
     *
     * @throws PortException if the bus does not take it
     */
    synchronized void send(Deadline deadline) {
        Instant now = clock.instant();
        if (sent.isAfter(now.minus(PAUSE))) {
            return;
        }
        sent = now;
        Envelope<Heartbeat> heartbeat = Heartbeat.at(now, platform.settings().source());
        platform.publisher()
                .publishAndWait(List.of(heartbeat), deadline)
                .firstRejected()
                .ifPresent(rejected -> {
                    heartbeat.key().ifPresent(platform.publisher()::resume);
                    throw new PortException(rejected.cause() + " " + rejected.message());
                });
        Heartbeat.note(platform.stores().replicas(), CLOCK, now);
    }
}
