package io.triskel.hosting.operation;

import io.triskel.consume.ParkedReplay;
import io.triskel.consume.ParkedReplay.ReplayReport;
import io.triskel.event.Deadline;
import io.triskel.event.EventId;
import io.triskel.hosting.Heartbeat;
import io.triskel.hosting.HostedApplication;
import io.triskel.outbox.Dispatcher.DrainReport;
import io.triskel.outbox.Outbox;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkingLot;
import io.triskel.parking.ParkingLot.HeldLane;
import io.triskel.parking.ParkingLot.ParkedEvent;
import io.triskel.platform.Platform;
import io.triskel.projection.View;
import io.triskel.saga.SagaRef;
import io.triskel.saga.SagaRow.PendingCommand;
import io.triskel.saga.SagaStatus;
import io.triskel.saga.SagaStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * An operator's work on one application, over its stores. Every method throws {@link io.triskel.event.PortException} if a store fails, and
 * may then be called again.
 */
public final class Operations {
    private static final int PAGE = 500;

    /** Replay times and leases lie in the future; an operator asks for all work, including work that is due later. */
    private static final Duration EVER = Duration.ofDays(36_500);

    private final HostedApplication application;
    private final Platform platform;
    private final ParkingLot parking;
    private final SagaStore sagas;
    private final StuckSagas stuck;
    private final Map<String, ParkedReplay> replays;

    /** Prepares the work; nothing is called yet. */
    public Operations(HostedApplication application) {
        this.application = application;
        platform = application.platform();
        parking = platform.stores().parkingLot();
        sagas = platform.stores().sagas();
        stuck = new StuckSagas(application);
        replays = ReplaysOfAll.in(application);
    }

    /** {@return the names of the sagas; none where a workflow engine runs them} */
    public List<String> sagas() {
        return List.copyOf(application.sagas().keySet());
    }

    /** {@return the consumers of the application, those in other languages at the end} */
    public List<String> consumers() {
        return List.copyOf(replays.keySet());
    }

    /**
     * A lane that is parked, with the events that wait in it.
     *
     * @param events head first; none if a replay was interrupted just before it would have opened the lane
     */
    public record ParkedLane(String consumer, Lane lane, List<ParkedEvent> events) {}

    /**
     * {@return parked lanes of all consumers}
     *
     * @param wanted which consumers
     * @param limit the most lanes of each consumer, and the most events of each lane
     */
    public List<ParkedLane> parked(Predicate<String> wanted, int limit) {
        List<ParkedLane> found = new ArrayList<>();
        for (String consumer : replays.keySet()) {
            if (wanted.test(consumer)) {
                for (HeldLane held : parking.held(consumer, Optional.empty(), limit)) {
                    Lane lane = held.lane();
                    found.add(new ParkedLane(consumer, lane, parking.list(consumer, lane, Optional.empty(), limit)));
                }
            }
        }
        return found;
    }

    /** {@return all parked lanes of a consumer} */
    public List<Lane> lanes(String consumer) {
        List<Lane> all = new ArrayList<>();
        Optional<Lane> after = Optional.empty();
        List<Lane> page;
        do {
            page = parking.held(consumer, after, PAGE).stream()
                    .map(HeldLane::lane)
                    .toList();
            all.addAll(page);
            after = page.isEmpty() ? after : Optional.of(page.get(page.size() - 1));
        } while (page.size() == PAGE);
        return all;
    }

    /**
     * The result of a consumer's replay.
     *
     * @param report the counts of all invocations
     * @param problem why the function was not invoked to the end, for people
     */
    public record Replayed(ReplayReport report, Optional<String> problem) {}

    /**
     * Lets the consumers' own functions replay their parked lanes, due or not. No handler runs in this process.
     *
     * @param limit the most lanes of each consumer, and the most events
     * @param deadline when to stop
     * @return the results by consumer
     */
    public Map<String, Replayed> replay(
            ConsumerFunctions functions, Predicate<String> wanted, int limit, Deadline deadline) {
        FunctionReplay replay = new FunctionReplay(functions, parking, platform.clock());
        Map<String, Replayed> results = new LinkedHashMap<>();
        consumers().stream()
                .filter(wanted)
                .forEach(consumer -> results.put(consumer, replay.replay(consumer, limit, deadline)));
        return results;
    }

    /** As above, for one lane; an {@link IllegalStateException} says why the function does not answer. */
    public ReplayReport replay(ConsumerFunctions functions, String consumer, Lane lane, int limit, Deadline deadline) {
        return new FunctionReplay(functions, parking, platform.clock()).replay(consumer, lane, limit, deadline);
    }

    /**
     * Removes a parked event without handling it. It counts as handled from now on, and the parking lot keeps the reason.
     *
     * @param source the event's source; empty where its id is enough
     * @return whether it was there, and its lane was not being replayed
     * @throws IllegalArgumentException if there is no such consumer, or events of several sources have this id
     */
    public boolean discard(String consumer, Optional<String> source, String id, String reason) {
        ParkedReplay replay = replayOf(consumer);
        Map<EventId, Lane> found = new LinkedHashMap<>();
        for (Lane lane : lanes(consumer)) {
            for (EventId event : named(consumer, lane, id)) {
                if (source.filter(given -> !given.equals(event.source())).isEmpty()) {
                    found.put(event, lane);
                }
            }
        }
        if (found.size() > 1) {
            throw new IllegalArgumentException("events of several sources have the id " + id + ": "
                    + String.join(
                            ", ", found.keySet().stream().map(EventId::source).toList()) + "; name the source as well");
        }
        return found.entrySet().stream().anyMatch(parked -> replay.discard(parked.getValue(), parked.getKey(), reason));
    }

    /** As {@link #discard(String, Optional, String, String)}, where the lane is known and need not be searched for. */
    public boolean discard(String consumer, Lane lane, EventId event, String reason) {
        return replayOf(consumer).discard(lane, event, reason);
    }

    private ParkedReplay replayOf(String consumer) {
        ParkedReplay replay = replays.get(consumer);
        if (replay == null) {
            throw new IllegalArgumentException(
                    "unknown consumer '" + consumer + "'; known: " + String.join(", ", replays.keySet()));
        }
        return replay;
    }

    private List<EventId> named(String consumer, Lane lane, String id) {
        List<EventId> named = new ArrayList<>();
        Optional<EventId> after = Optional.empty();
        List<ParkedEvent> page;
        do {
            page = parking.list(consumer, lane, after, PAGE);
            page.stream()
                    .map(ParkedEvent::event)
                    .filter(event -> event.id().equals(id))
                    .forEach(named::add);
            after = page.isEmpty()
                    ? after
                    : Optional.of(page.get(page.size() - 1).event());
        } while (page.size() == PAGE);
        return named;
    }

    /** {@return the sagas that are stuck, with why and since when} */
    public Map<SagaRef, SagaStatus.Stuck> stuck() {
        return stuck.all();
    }

    /**
     * Lets a stuck saga retry the step at which it is stuck.
     *
     * @throws IllegalStateException if it is not stuck
     */
    public void resume(String instance) {
        stuck.sagaOf(instance).resume(instance);
    }

    /**
     * Ends a stuck saga as abandoned.
     *
     * @return the commands that it had not sent, which may have to be carried out manually
     * @throws IllegalStateException if it is not stuck
     */
    public List<PendingCommand> abandon(String instance, String reason) {
        return stuck.sagaOf(instance).abandon(instance, reason);
    }

    /** Publishes unpublished commits of at most {@code limit} streams. */
    public DrainReport drain(int limit, Deadline deadline) {
        return platform.dispatcher().drain(limit, deadline);
    }

    /**
     * Rebuilds a view from these events while it serves reads, switches to it, and removes the old rows.
     *
     * @param name the view's; may be empty if there is only one
     * @throws IllegalArgumentException if there is no such view, or several and no name
     */
    public ViewRebuild.Report rebuildView(String name, Past past, Deadline deadline) {
        return ViewRebuild.of(view(name), platform, past).toEnd(deadline);
    }

    private View<?> view(String name) {
        List<View<?>> views = application.views();
        List<View<?>> meant = views.stream()
                .filter(view -> name.isEmpty() ? views.size() == 1 : view.name().equals(name))
                .toList();
        if (meant.isEmpty()) {
            String known = views.isEmpty()
                    ? "this application has none"
                    : "known: "
                            + String.join(", ", views.stream().map(View::name).toList());
            throw new IllegalArgumentException(
                    (name.isEmpty() ? "name the view to rebuild" : "unknown view '" + name + "'") + "; " + known);
        }
        return meant.get(0);
    }

    /**
     * The amount of waiting work in the stores. Each count stops at a limit.
     *
     * @param streams event streams with commits that may not be published yet
     * @param timers sagas with a timer that is due
     * @param commands sagas with commands that are not sent yet
     * @param lanes parked lanes, by consumer
     * @param heartbeats seconds since the newest heartbeat that a consumer noted was sent; none if it has noted none
     */
    public record Backlog(
            int streams, int timers, int commands, Map<String, Integer> lanes, Map<String, Long> heartbeats) {}

    /**
     * {@return the amount of waiting work}
     *
     * <p>Only the cloud's own monitoring knows the consumer lag on the bus.
     *
     * @param most where counting stops, for each bucket and each consumer
     */
    public Backlog backlog(int most) {
        Instant now = platform.clock().instant();
        int streams = 0;
        for (int bucket = 0; bucket < Outbox.BUCKETS; bucket++) {
            streams += platform.outbox().dirty(bucket, now.plus(EVER), most).size();
        }
        int timers = 0;
        int commands = 0;
        for (int bucket = 0; bucket < SagaRef.BUCKETS; bucket++) {
            for (String saga : sagas()) {
                timers += sagas.due(saga, bucket, now, most).size();
                commands += sagas.unsent(saga, bucket, now.plus(EVER), most).size();
            }
        }
        Map<String, Integer> lanes = new LinkedHashMap<>();
        replays.keySet()
                .forEach(consumer -> lanes.put(
                        consumer, parking.held(consumer, Optional.empty(), most).size()));
        Map<String, Long> heartbeats = new LinkedHashMap<>();
        replays.keySet()
                .forEach(consumer -> Heartbeat.age(platform.stores().replicas(), consumer, now)
                        .ifPresent(age -> heartbeats.put(consumer, age)));
        return new Backlog(streams, timers, commands, lanes, heartbeats);
    }
}
