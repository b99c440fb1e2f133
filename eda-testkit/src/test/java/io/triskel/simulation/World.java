package io.triskel.simulation;

import io.triskel.consume.BatchProcessor;
import io.triskel.consume.Delivery;
import io.triskel.consume.EventConsumer;
import io.triskel.consume.EventHandler.Handling;
import io.triskel.consume.FailurePolicy.Decision;
import io.triskel.consume.NotYetException;
import io.triskel.consume.ParkedReplay;
import io.triskel.consume.ParkedReplay.ReplayReport;
import io.triskel.consume.Redelivery;
import io.triskel.consume.Settlement;
import io.triskel.consume.Verdict;
import io.triskel.consume.Verdict.Why;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.PortException;
import io.triskel.inbox.Fence;
import io.triskel.inbox.Inbox;
import io.triskel.inbox.Inbox.Claim;
import io.triskel.inbox.Inbox.ClaimResult;
import io.triskel.inbox.WriteOutcome;
import io.triskel.memory.InMemoryInbox;
import io.triskel.memory.InMemoryParkingLot;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkingLot;
import io.triskel.parking.ParkingLot.HeldLane;
import io.triskel.parking.ParkingLot.ParkedEvent;
import io.triskel.testkit.ManualClock;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * One consumer, two hosts of it whose clocks may differ, its ports with their troubles, and the invariants watched at every
 * step.
 */
final class World {
    private static final String CONSUMER = "simulated";
    private static final Duration BUDGET = Duration.ofSeconds(30);
    private static final int ATTEMPTS = 4;
    private static final String MISSING = "com/acme/Missing";

    /** Where nothing comes again and the inbox is out, even what may be a repeat is parked; replay takes it out unhandled. */
    private static final Pattern BLIND =
            Pattern.compile("the inbox could not claim it|its completion could not be recorded|its lease ended");

    final Random random;
    final Script script;
    final ManualClock clock = ManualClock.atNewYear();
    final List<String> violations = new ArrayList<>();
    boolean troubled = true;

    private final Mistake mistake;
    private final Effects effects = new Effects();
    private final InMemoryParkingLot truth = new InMemoryParkingLot();
    private final Set<EventId> completed = new HashSet<>();
    private final Map<EventId, Fence> newest = new HashMap<>();
    private final Map<EventId, Integer> calls = new HashMap<>();
    private final Map<EventId, Long> lastCall = new HashMap<>();
    private final Map<EventId, Instant> failingSince = new HashMap<>();
    private final Deque<Invocation> running = new ArrayDeque<>();
    private final Host here;
    private final Host elsewhere;
    private final Duration skew;
    private long callsSoFar;
    private int outage;
    private Optional<Runnable> arrivals = Optional.empty();

    /** One batch being settled. */
    private static final class Invocation {
        final List<Delivery> batch;
        final Redelivery redelivery;
        final Map<EventId, Long> ownCalls = new HashMap<>();
        final Map<EventId, Boolean> overBudget = new HashMap<>();

        Invocation(List<Delivery> batch, Redelivery redelivery) {
            this.batch = batch;
            this.redelivery = redelivery;
        }
    }

    /** An instance of the consumer, with a clock of its own. */
    private record Host(InstantSource clock, BatchProcessor processor, ParkedReplay replay) {
        Deadline in(Duration time) {
            return Deadline.in(time, clock);
        }
    }

    /**
     * Makes a world.
     *
     * @param skew by how much each host's clock is wrong at most, early or late; drawn from the seed
     */
    World(long seed, Script script, Mistake mistake, Duration skew) {
        this.random = new Random(seed * 31 + 7);
        this.skew = skew;
        this.script = script;
        this.mistake = mistake;
        Inbox inbox = Around.port(Inbox.class, mistake.in(watched(new InMemoryInbox())), this::trouble);
        ParkingLot lot = Around.port(ParkingLot.class, mistake.in((ParkingLot) truth), this::trouble);
        EventConsumer.Builder builder = EventConsumer.named(CONSUMER)
                .on(Script.TYPE, Script.Happened.class, this::handle)
                .inbox(inbox)
                .parkingLot(lot)
                .retryBudget(BUDGET)
                .cutOffLimit(8)
                .policy(this::decide);
        if (mistake == Mistake.NO_LANE_STOP) {
            builder.lane(event -> Optional.empty());
        }
        EventConsumer consumer = builder.build();
        Random clocks = new Random(seed * 17 + 3);
        here = host(consumer, wrongBy(clocks));
        elsewhere = host(consumer, wrongBy(clocks));
    }

    private Decision decide(Envelope<?> event, Throwable failure, int attempt) {
        if (MISSING.equals(failure.getMessage())) {
            violation(event.id() + " is blamed for a broken package");
        }
        if (failure instanceof DependencyOutException) {
            return Decision.halt("dependency out");
        }
        return attempt < ATTEMPTS ? Decision.retry() : Decision.park("failed " + attempt + " times");
    }

    private Duration wrongBy(Random clocks) {
        return Duration.ofMillis(clocks.nextLong(-skew.toMillis(), skew.toMillis() + 1));
    }

    private Host host(EventConsumer consumer, Duration wrongBy) {
        InstantSource own = () -> clock.instant().plus(wrongBy);
        InstantSource hurried =
                mistake == Mistake.GIVES_UP_EARLY ? () -> own.instant().plusSeconds(1) : own;
        return new Host(
                own,
                BatchProcessor.of(consumer)
                        .codec(Script.CODEC)
                        .clock(hurried)
                        .pause(clock::advance)
                        .build(),
                ParkedReplay.of(consumer).codec(Script.CODEC).clock(own).build());
    }

    private boolean skewed() {
        return !skew.isZero();
    }

    private static final class DependencyOutException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    void violation(String text) {
        violations.add(text);
    }

    /** What the inbox really recorded, below all trouble. */
    private Inbox watched(Inbox real) {
        return Around.port(Inbox.class, real, (method, args, call) -> {
            Object result = call.make();
            (result instanceof List<?> several ? several : List.of(result)).forEach(this::noteFence);
            if (method.getName().equals("completeAll")) {
                List<?> claims = (List<?>) args[0];
                List<?> outcomes = (List<?>) result;
                for (int i = 0; i < claims.size(); i++) {
                    if (outcomes.get(i) instanceof WriteOutcome.Recorded) {
                        completed.add(((Claim) claims.get(i)).event());
                    }
                }
            }
            return result;
        });
    }

    private void noteFence(Object result) {
        if (result instanceof ClaimResult.Claimed claimed) {
            newest.put(claimed.claim().event(), claimed.claim().fence());
        }
    }

    /** Outages of some calls in a row, before or after the call took effect, and now and then the end of the host. */
    private Object trouble(Method method, Object[] args, Around.Call call) throws Throwable {
        if (!troubled) {
            return call.make();
        }
        if (outage == 0 && random.nextInt(60) == 0) {
            outage = 1 + random.nextInt(8);
        }
        if (outage > 0) {
            outage--;
            if (random.nextBoolean()) {
                call.make();
            }
            throw new PortException(method.getName() + " is out of order");
        }
        Object result = call.make();
        if (random.nextInt(150) == 0) {
            throw new HostDied("after " + method.getName());
        }
        return result;
    }

    private void handle(Envelope<Script.Happened> event, Handling handling) throws Exception {
        try {
            perform(event.id(), handling);
        } catch (RuntimeException failure) {
            if (mistake != Mistake.ACKNOWLEDGES_ON_EXCEPTION) {
                throw failure;
            }
        } catch (StackOverflowError | LinkageError failure) {
            if (mistake != Mistake.ERRORS_BLAMED_WRONGLY) {
                throw failure;
            }
            if (failure instanceof LinkageError) {
                throw new IllegalStateException(failure.getMessage());
            }
            throw new InternalError(failure.getMessage());
        }
    }

    private void perform(EventId id, Handling handling) throws NotYetException {
        Script.Planned planned = script.of(id.id());
        long call = ++callsSoFar;
        int count = calls.merge(id, 1, Integer::sum);
        watchCall(id, planned, call, handling.fence());
        boolean troubleNow = count <= planned.times();
        switch (planned.fate()) {
            case FLAKY -> failIf(id, troubleNow, new IllegalStateException("flaky"));
            case POISON -> failIf(id, true, new IllegalStateException("poison"));
            case ERROR -> {
                if (troubleNow) {
                    noteFailure(id);
                    throw new AssertionError("a bug");
                }
            }
            case OVERFLOW -> {
                if (troubleNow) {
                    noteFailure(id);
                    throw new StackOverflowError("nested too deeply");
                }
            }
            case BROKEN_PACKAGE -> {
                if (troubleNow) {
                    throw new NoClassDefFoundError(MISSING);
                }
            }
            case DEPENDENCY_OUT -> {
                if (troubleNow) {
                    throw new DependencyOutException();
                }
            }
            case NOT_YET -> {
                if (troubleNow) {
                    throw new NotYetException("not there yet");
                }
            }
            case PORT_OUT -> {
                if (troubleNow) {
                    throw new IllegalStateException(new PortException("throttled"));
                }
            }
            case CRASH_AFTER_EFFECT -> {
                if (troubleNow) {
                    apply(id, handling, call);
                    throw new HostDied("after the effect of " + id);
                }
            }
            case LEASE_STOLEN -> takeOver(count, Duration.ofMinutes(3));
            case LEASE_STOLEN_AFTER_EFFECT -> {
                apply(id, handling, call);
                takeOver(count, Duration.ofMinutes(3));
            }
            case IN_PROGRESS_ELSEWHERE -> takeOver(count, Duration.ofSeconds(random.nextInt(40)));
            default -> {
                if (skewed() && random.nextInt(4) == 0) {
                    takeOver(count, Duration.ofSeconds(random.nextInt(20)));
                }
            }
        }
        apply(id, handling, call);
        if (running.isEmpty() && troubled && random.nextInt(3) == 0) {
            arrivals.ifPresent(Runnable::run);
        }
    }

    private void failIf(EventId id, boolean now, RuntimeException failure) {
        if (now) {
            noteFailure(id);
            throw failure;
        }
    }

    private void noteFailure(EventId id) {
        Instant since = failingSince.computeIfAbsent(id, first -> clock.instant());
        Invocation invocation = running.peek();
        if (invocation != null) {
            Duration budget = BUDGET.plus(skew.multipliedBy(2));
            invocation.overBudget.put(id, !clock.instant().isBefore(since.plus(budget)));
        }
    }

    private void apply(EventId id, Handling handling, long call) {
        if (!effects.apply(id, handling.fence(), call)) {
            violation("an effect of " + id + " was let in that a later call had overtaken");
        }
    }

    /** A host whose clock is slow does not know that its claim was taken over; its fence is old, so its effects are refused. */
    private boolean takenOver(EventId id, Fence fence) {
        return skewed() && fence.compareTo(newest.getOrDefault(id, fence)) < 0;
    }

    private void watchCall(EventId id, Script.Planned planned, long call, Fence fence) {
        lastCall.put(id, call);
        Invocation invocation = running.peek();
        if (invocation != null) {
            invocation.ownCalls.put(id, call);
        }
        if (completed.contains(id) && !takenOver(id, fence)) {
            violation("invariant 4: " + id + " was handed over after its completion was recorded");
        }
        for (Script.Planned earlier : script.before(planned)) {
            if (!effects.has(earlier.delivery().identity())) {
                violation("invariant 2: " + id + " was attempted before " + earlier.id() + " of its lane");
            }
        }
    }

    /** Another instance is given the same batch while a handler of this one runs. */
    private void takeOver(int count, Duration meanwhile) {
        Invocation invocation = running.peek();
        if (count == 1 && troubled && invocation != null && running.size() == 1) {
            clock.advance(meanwhile);
            settle(elsewhere, invocation.batch, invocation.redelivery);
        }
    }

    /** {@return empty if the host died} */
    Optional<Settlement> process(List<Delivery> batch, Redelivery redelivery) {
        return settle(here, batch, redelivery);
    }

    private Optional<Settlement> settle(Host host, List<Delivery> batch, Redelivery redelivery) {
        Invocation invocation = new Invocation(batch, redelivery);
        running.push(invocation);
        try {
            Duration time = random.nextInt(4) == 0
                    ? Duration.ofMillis(1 + random.nextInt(1_000))
                    : Duration.ofSeconds(5 + random.nextInt(60));
            Instant start = clock.instant();
            Settlement settlement = host.processor.process(batch, redelivery, host.in(time));
            check(invocation, settlement);
            if (clock.instant().isBefore(start.plus(time.dividedBy(4).multipliedBy(3)))) {
                checkNothingIsOutOfTime(invocation, settlement);
            }
            return Optional.of(settlement);
        } catch (HostDied died) {
            return Optional.empty();
        } catch (Error ofOneEvent) {
            violation("a batch ended for " + ofOneEvent);
            return Optional.empty();
        } finally {
            running.pop();
        }
    }

    private void check(Invocation invocation, Settlement settlement) {
        if (settlement.verdicts().size() != invocation.batch.size()) {
            violation("invariant 1: " + settlement.verdicts().size() + " verdicts for " + invocation.batch.size());
            return;
        }
        for (int i = 0; i < invocation.batch.size(); i++) {
            EventId id = invocation.batch.get(i).identity();
            Verdict verdict = settlement.verdicts().get(i);
            if (verdict instanceof Verdict.Parked && !truthHas(id) && !completed.contains(id)) {
                violation("invariant 3: " + id + " is called parked, but the lot does not have it");
            }
            if (verdict == Verdict.Done.HANDLED
                    && !invocation.ownCalls.getOrDefault(id, 0L).equals(lastCall.get(id))) {
                violation(id + " is called handled by an instance whose claim somebody had taken over");
            }
            if (verdict == Verdict.Done.DUPLICATE && !completed.contains(id)) {
                violation(id + " is called a duplicate, but was never completed");
            }
            boolean holds = invocation.redelivery == Redelivery.FROM_FIRST_UNSETTLED
                    || invocation.redelivery == Redelivery.WHOLE_BATCH;
            if (holds
                    && verdict instanceof Verdict.Unsettled unsettled
                    && unsettled.why() == Why.FAILED
                    && invocation.overBudget.getOrDefault(id, false)) {
                violation("invariant 5: " + id + " holds its source for longer than the retry budget");
            }
        }
    }

    /** However little time there is, three quarters of it are for the handlers. */
    private void checkNothingIsOutOfTime(Invocation invocation, Settlement settlement) {
        for (int i = 0; i < invocation.batch.size(); i++) {
            Verdict verdict = settlement.verdicts().get(i);
            boolean untried = verdict instanceof Verdict.Unsettled unsettled && unsettled.why() == Why.OUT_OF_TIME;
            boolean parkedUntried =
                    verdict instanceof Verdict.Parked parked && parked.reason().contains("no time left to try it");
            if (untried || parkedUntried) {
                violation(invocation.batch.get(i).identity() + " is out of time while there is time");
            }
        }
    }

    private boolean truthHas(EventId id) {
        Lane lane = script.of(id.id()).lane();
        return truth.list(CONSUMER, lane, Optional.empty(), Integer.MAX_VALUE).stream()
                        .anyMatch(parked -> parked.event().equals(id))
                || !truth.list(CONSUMER, Lane.alone(id), Optional.empty(), 1).isEmpty();
    }

    void replayDue(int limit, Runnable whileHandling) {
        replayDue(here, limit, whileHandling);
    }

    /** The other host's timer goes off at the same time. */
    void replayDueElsewhere(int limit) {
        replayDue(elsewhere, limit, () -> {});
    }

    private void replayDue(Host host, int limit, Runnable whileHandling) {
        replaying(
                whileHandling,
                () -> host.replay.replayDue(
                        host.clock.instant().plusSeconds(random.nextInt(120)), limit, host.in(Duration.ofMinutes(1))));
    }

    /** {@return whether anything came out of any lane, or a lane was opened} */
    boolean replayAll(int limit) {
        boolean progress = false;
        for (Lane lane : parkedLanes()) {
            Optional<ReplayReport> report =
                    replaying(() -> {}, () -> here.replay.replay(lane, limit, here.in(Duration.ofMinutes(1))));
            progress |= report.isEmpty()
                    || report.get().handled()
                                    + report.get().duplicates()
                                    + report.get().opened()
                            > 0;
        }
        return progress;
    }

    private List<Lane> parkedLanes() {
        return truth.held(CONSUMER, Optional.empty(), Integer.MAX_VALUE).stream()
                .map(HeldLane::lane)
                .toList();
    }

    private Optional<ReplayReport> replaying(Runnable whileHandling, Supplier<ReplayReport> work) {
        Optional<Runnable> before = arrivals;
        arrivals = Optional.of(whileHandling);
        try {
            return Optional.of(work.get());
        } catch (HostDied died) {
            return Optional.empty();
        } catch (Error ofOneEvent) {
            violation("a replay ended for " + ofOneEvent);
            return Optional.empty();
        } finally {
            arrivals = before;
        }
    }

    Script.Outcome outcome() {
        Map<Lane, List<String>> handled = new HashMap<>();
        for (EventId id : effects.inOrder()) {
            Lane lane = script.of(id.id()).lane();
            handled.computeIfAbsent(lane, first -> new ArrayList<>()).add(id.id());
        }
        Map<Lane, List<String>> parked = new HashMap<>();
        for (Lane lane : parkedLanes()) {
            List<String> ids = truth.list(CONSUMER, lane, Optional.empty(), Integer.MAX_VALUE).stream()
                    .filter(event -> !completed.contains(event.event()) || !mayBeRepeated(event))
                    .map(ParkedEvent::event)
                    .map(EventId::id)
                    .toList();
            if (!ids.isEmpty()) {
                parked.put(lane, ids);
            }
        }
        return new Script.Outcome(handled, parked);
    }

    /** A host whose clock is slow parks what was taken over from it, too; replay takes it out unhandled. */
    private boolean mayBeRepeated(ParkedEvent parked) {
        return skewed() || BLIND.matcher(parked.reason()).lookingAt();
    }

    /** {@return how often each kind of event was called, to see that something happened} */
    Map<Script.Fate, Integer> callsByFate() {
        Map<Script.Fate, Integer> byFate = new TreeMap<>();
        calls.forEach((id, count) -> byFate.merge(script.of(id.id()).fate(), count, Integer::sum));
        return byFate;
    }
}
