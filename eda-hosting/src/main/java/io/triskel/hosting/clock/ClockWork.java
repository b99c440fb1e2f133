package io.triskel.hosting.clock;

import io.triskel.consume.ParkedReplay;
import io.triskel.consume.ParkedReplay.ReplayReport;
import io.triskel.event.Deadline;
import io.triskel.hosting.HostedApplication;
import io.triskel.outbox.DispatchReport;
import io.triskel.outbox.Dispatcher;
import io.triskel.outbox.Dispatcher.DrainReport;
import io.triskel.parking.ParkingLot;
import io.triskel.platform.Platform;
import io.triskel.saga.SagaRunner;
import io.triskel.saga.SagaWork.FireReport;
import io.triskel.saga.SagaWork.SendReport;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Does the work that no event triggers: fires due timers, sends commands, publishes commits, replays parked lanes. Each part
 * sees what the previous part wrote; a part that fails does not stop the others.
 */
public final class ClockWork {
    private final HostedApplication application;
    private final Dispatcher dispatcher;
    private final ParkingLot parking;
    private final InstantSource clock;
    private final Map<String, ParkedReplay> replays;
    private final Heartbeats heartbeats;

    /** Creates the clock's work of an application. */
    public ClockWork(HostedApplication application) {
        this.application = application;
        this.dispatcher = application.platform().dispatcher();
        this.parking = application.platform().stores().parkingLot();
        this.clock = application.platform().clock();
        this.replays = replays(application);
        this.heartbeats = new Heartbeats(
                Stream.concat(replays.keySet().stream(), application.otherConsumers().stream())
                        .collect(Collectors.toSet()),
                application.platform());
    }

    /** {@return what replays the parked events of each consumer of an application} */
    public static Map<String, ParkedReplay> replays(HostedApplication application) {
        Platform platform = application.platform();
        Map<String, ParkedReplay> replays = new LinkedHashMap<>();
        application
                .consumers()
                .forEach((name, consumer) -> replays.put(
                        name,
                        ParkedReplay.of(consumer)
                                .codec(platform.codec())
                                .clock(platform.clock())
                                .observer(platform.observer())
                                .build()));
        return replays;
    }

    /**
     * Runs every part once, asks consumers for their newest heartbeat, and sends the next one.
     *
     * @param now timers and parked lanes due by this moment are handled; a driver may name a later moment than the clock's
     * @param limit the most timers, commands, streams, and parked events of each consumer
     * @param deadline when the host wants an answer
     */
    public TickReport tick(Instant now, int limit, Deadline deadline) {
        Tick tick = new Tick(now, limit, deadline);
        tick.beat();
        return tick.run();
    }

    /**
     * Runs a tick, and further ones until nothing is left to do, a part fails or the deadline passes.
     *
     * @param now as for {@link #tick}, the same in every tick
     * @param limit as for {@link #tick}, in each tick
     */
    public TickReport ticks(Instant now, int limit, Deadline deadline) {
        TickReport all = tick(now, limit, deadline);
        while (all.more() && all.failures().isEmpty() && !deadline.passed(clock)) {
            all = all.plus(new Tick(now, limit, deadline).run());
        }
        return all;
    }

    /**
     * Replays every parked lane, due or not, for an operator who has removed the cause of the failures.
     *
     * @param limit the most lanes of each consumer, and the most events of each lane
     */
    public TickReport replayAll(int limit, Deadline deadline) {
        return new Tick(Instant.MAX, limit, deadline).replayAll();
    }

    /**
     * Counts the parked lanes, for an alarm. A consumer whose parking lot fails is missing, and so are those that the deadline leaves out.
     *
     * @param most the count of a consumer to stop at
     */
    public Map<String, Integer> parkedLanes(int most, Deadline deadline) {
        Map<String, Integer> parked = new TreeMap<>();
        replays.forEach((consumer, replay) -> {
            if (!deadline.passed(clock)) {
                replay.parkedLanes(most).ifPresent(lanes -> parked.put(consumer, lanes));
            }
        });
        return parked;
    }

    /** A tick under way, with its counts so far. */
    private final class Tick {
        private final Instant now;
        private final int limit;
        private final Deadline deadline;
        private final List<String> failures = new ArrayList<>();
        private int fired;
        private int sent;
        private int published;
        private int replayed;
        private boolean more;
        private Map<String, Long> ages = Map.of();

        Tick(Instant now, int limit, Deadline deadline) {
            this.now = now;
            this.limit = limit;
            this.deadline = deadline;
        }

        void beat() {
            ages = heartbeats.ages(failures::add);
            part("heartbeat", () -> heartbeats.send(deadline));
        }

        TickReport run() {
            for (SagaRunner<?> saga : application.sagas().values()) {
                part("timers of " + saga.name(), () -> fired(saga.fireDue(now, limit)));
                part("commands of " + saga.name(), () -> sent(saga.sendPending(limit, deadline)));
            }
            part("commits", () -> published(dispatcher.drain(limit, deadline)));
            replays.forEach((consumer, replay) -> part(
                    "parked events of " + consumer, () -> replayed(consumer, replay.replayDue(now, limit, deadline))));
            return report();
        }

        TickReport replayAll() {
            replays.forEach((consumer, replay) -> part(
                    "parked events of " + consumer,
                    () -> parking.held(consumer, Optional.empty(), limit)
                            .forEach(held -> replayed(consumer, replay.replay(held.lane(), limit, deadline)))));
            return report();
        }

        private TickReport report() {
            return new TickReport(fired, sent, published, replayed, failures, more, ages);
        }

        private void part(String what, Runnable work) {
            try {
                work.run();
            } catch (RuntimeException failed) {
                failures.add(what + ": " + failed);
            }
        }

        private void fired(FireReport report) {
            fired += report.fired();
            more |= report.more();
            report.failures().forEach(failure -> failures.add("timers: " + failure));
        }

        private void sent(SendReport report) {
            sent += report.sent();
            more |= report.more();
            report.failures().forEach(failure -> failures.add("commands: " + failure));
            report.refused().forEach(refused -> failures.add("commands: " + refused));
        }

        private void published(DrainReport report) {
            published = report.published();
            more |= report.streams().size() >= limit;
            report.unreadBuckets().forEach(unread -> failures.add("commits: " + unread));
            report.streams().forEach(this::published);
        }

        private void published(DispatchReport stream) {
            switch (stream.ending()) {
                case CLEAN, LEASED_ELSEWHERE, FENCED -> {}
                case CUT_SHORT -> more = true;
                case NOT_ACCEPTED, UNREADABLE, PORT_FAILED -> failures.add("commits: " + stream);
            }
        }

        private void replayed(String consumer, ReplayReport report) {
            int settled = report.handled() + report.duplicates();
            replayed += settled;
            more |= settled >= limit;
            if (report.failed() + report.portFailures() > 0) {
                failures.add("parked events of " + consumer + ": " + report);
            }
        }
    }
}
