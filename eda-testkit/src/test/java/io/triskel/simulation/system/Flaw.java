package io.triskel.simulation.system;

import io.triskel.event.Envelope;
import io.triskel.event.Metadata;
import io.triskel.event.Page;
import io.triskel.inbox.Inbox;
import io.triskel.outbox.Outbox;
import io.triskel.outbox.Outbox.DispatchLease;
import io.triskel.parking.ParkingLot;
import io.triskel.personal.PersonalKeys;
import io.triskel.projection.ReadModel;
import io.triskel.projection.ReadModel.Row;
import io.triskel.publish.EventBus;
import io.triskel.publish.EventBus.BusResult;
import io.triskel.publish.EventBus.Outgoing;
import io.triskel.publish.EventPublisher;
import io.triskel.saga.SagaRow;
import io.triskel.saga.SagaStore;
import io.triskel.saga.SeenEvents;
import io.triskel.saga.Steps;
import io.triskel.simulation.Around;
import io.triskel.simulation.Mistake;
import io.triskel.store.CommandId;
import io.triskel.store.EventReader.Commit;
import io.triskel.store.EventReader.EventPage;
import io.triskel.store.EventStore;
import io.triskel.transfer.Replicas;
import io.triskel.transfer.Replicas.Replica;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** What could be wrong in the system: the simulation must notice every one of these. */
enum Flaw {
    NONE,
    OUTBOX_SKIPS_WHAT_WAS_NOT_ACCEPTED,
    BUS_REVERSES_A_REQUEST,
    WITHHELD_KEYS_ARE_RESUMED_BY_OTHERS,
    PUBLISHING_IS_TRIED_ONCE,
    COMMANDS_ARE_FORGOTTEN,
    INBOX_FORGETS_COMPLETIONS,
    LOT_LOSES_WHAT_STANDS_BEHIND,
    LANE_OPENS_WITH_A_TAIL,
    FAILURES_ARE_ACKNOWLEDGED,
    VIEW_DOES_NOT_COMPARE_REVISIONS,
    VIEW_STAYS_WITH_THE_FIRST_GENERATION,
    VIEW_BELIEVES_WHAT_IT_KNOWS_FROM_THE_FUTURE,
    REBUILD_IS_FED_MORE,
    ERASER_MISSES_WHAT_IS_BEING_BUILT,
    ERASER_DOES_NOTHING,
    KEY_IS_NOT_DROPPED,
    NAME_IN_CLEAR,
    SAGA_FORGETS_WHAT_IT_HAS_SEEN,
    SAGA_ROWS_ARE_OVERWRITTEN,
    PARTICIPANTS_ARE_CARELESS,
    ANSWERS_LOSE_THEIR_ADDRESS,
    SECOND_STARTS_ARE_SWALLOWED,
    COPIES_GO_BACK;

    private static final String GENERATIONS = "triskel.projections";

    EventStore in(EventStore real) {
        return this == COMMANDS_ARE_FORGOTTEN ? forgetful(real) : real;
    }

    Outbox in(Outbox real) {
        return this == OUTBOX_SKIPS_WHAT_WAS_NOT_ACCEPTED ? skipping(real) : real;
    }

    EventBus in(EventBus real) {
        return this == BUS_REVERSES_A_REQUEST ? reversing(real) : real;
    }

    /** What publishes beside the application, through the application's publisher. */
    EventPublisher others(EventPublisher real) {
        return this == WITHHELD_KEYS_ARE_RESUMED_BY_OTHERS ? resuming(real, real) : real;
    }

    Inbox in(Inbox real) {
        return this == INBOX_FORGETS_COMPLETIONS ? Mistake.INBOX_WITHOUT_MEMORY.in(real) : real;
    }

    ParkingLot in(ParkingLot real) {
        return switch (this) {
            case LOT_LOSES_WHAT_STANDS_BEHIND -> Mistake.LOSSY_LOT.in(real);
            case LANE_OPENS_WITH_A_TAIL -> Mistake.LANE_OPENS_WITH_A_TAIL.in(real);
            default -> real;
        };
    }

    ReadModel in(ReadModel real) {
        return this == VIEW_DOES_NOT_COMPARE_REVISIONS ? withoutRevisions(real) : real;
    }

    /** What live delivery writes to. */
    ReadModel live(ReadModel real) {
        return this == VIEW_STAYS_WITH_THE_FIRST_GENERATION ? firstGeneration(real) : real;
    }

    /** What tells the age of what live delivery knows: as if a moment to come had been there already, after a clock went back. */
    InstantSource live(InstantSource real) {
        if (this != VIEW_BELIEVES_WHAT_IT_KNOWS_FROM_THE_FUTURE) {
            return real;
        }
        AtomicReference<Instant> latest = new AtomicReference<>(Instant.MIN);
        return () -> latest.accumulateAndGet(real.instant(), (one, other) -> one.isAfter(other) ? one : other);
    }

    /** What the eraser writes to. */
    ReadModel erased(ReadModel real, Supplier<String> active) {
        return switch (this) {
            case ERASER_MISSES_WHAT_IS_BEING_BUILT ->
                withoutMemoryOfTheForgotten(withoutRows(real, table -> !table.equals(active.get())));
            case ERASER_DOES_NOTHING -> withoutMemoryOfTheForgotten(withoutRows(real, table -> true));
            default -> live(real);
        };
    }

    SagaStore in(SagaStore real) {
        return switch (this) {
            case SAGA_FORGETS_WHAT_IT_HAS_SEEN -> unseeing(real);
            case SAGA_ROWS_ARE_OVERWRITTEN -> overwriting(real);
            default -> real;
        };
    }

    /** How it was: whoever correlates is answered, whoever asked. */
    <D> Steps<D> in(Steps<D> real) {
        if (this == ANSWERS_LOSE_THEIR_ADDRESS) {
            Fulfilment.REPLIES.forEach(real::identifiedByCorrelation);
            Billing.REPLIES.forEach(real::identifiedByCorrelation);
        }
        return real;
    }

    Metadata answering(Envelope<?> command) {
        Metadata answer = Metadata.causedBy(command);
        return this == ANSWERS_LOSE_THEIR_ADDRESS
                ? Metadata.empty().withCorrelation(answer.correlation().orElseThrow())
                : answer;
    }

    Steps.SecondStart secondStarts() {
        return this == SECOND_STARTS_ARE_SWALLOWED ? Steps.SecondStart.IGNORED : Steps.SecondStart.PARKED;
    }

    PersonalKeys in(PersonalKeys real) {
        return this == KEY_IS_NOT_DROPPED
                ? Around.port(
                        PersonalKeys.class,
                        real,
                        (method, args, call) -> method.getName().equals("forget") ? null : call.make())
                : real;
    }

    Replicas in(Replicas real) {
        return this == COPIES_GO_BACK ? goingBack(real) : real;
    }

    /** No commit has the id of its command. */
    private static EventStore forgetful(EventStore real) {
        return Around.port(EventStore.class, real, (method, args, call) -> {
            Object result = call.make();
            if (!(result instanceof EventPage page)) {
                return result;
            }
            List<Commit> commits = page.commits().stream()
                    .map(commit ->
                            new Commit(new CommandId("forgotten-" + commit.first()), commit.first(), commit.last()))
                    .toList();
            return new EventPage(page.events(), commits, page.lastRevision(), page.more());
        });
    }

    /** Records one more than it is told. */
    private static Outbox skipping(Outbox real) {
        return Around.port(Outbox.class, real, (method, args, call) -> {
            if (method.getName().equals("advance")) {
                long to = (long) args[1];
                return real.advance((DispatchLease) args[0], to + 1) || real.advance((DispatchLease) args[0], to);
            }
            if (method.getName().equals("putOff") || method.getName().equals("finish")) {
                args[1] = (long) args[1] + 1;
            }
            return call.make();
        });
    }

    private static EventBus reversing(EventBus real) {
        return Around.port(EventBus.class, real, (method, args, call) -> {
            if (!method.getName().equals("send")) {
                return call.make();
            }
            List<Outgoing> batch = new ArrayList<>();
            ((List<?>) args[0]).forEach(one -> batch.add((Outgoing) one));
            Collections.reverse(batch);
            args[0] = batch;
            return ((CompletionStage<?>) call.make()).thenApply(results -> {
                List<BusResult> back = new ArrayList<>();
                ((List<?>) results).forEach(one -> back.add((BusResult) one));
                Collections.reverse(back);
                return back;
            });
        });
    }

    private static EventPublisher resuming(EventPublisher real, EventPublisher application) {
        return Around.port(EventPublisher.class, real, (method, args, call) -> {
            if (method.getName().startsWith("publish")) {
                ((List<?>) args[0]).forEach(event -> ((Envelope<?>) event).key().ifPresent(application::resume));
            }
            Object result = call.make();
            return result instanceof EventPublisher own ? resuming(own, application) : result;
        });
    }

    /** Every row is as if it had seen nothing yet. */
    private static ReadModel withoutRevisions(ReadModel real) {
        return Around.port(ReadModel.class, real, (method, args, call) -> {
            Object result = call.make();
            return method.getName().equals("get") && result instanceof Optional<?> row && !args[0].equals(GENERATIONS)
                    ? row.map(Row.class::cast)
                            .map(known -> new Row(known.id(), 0, known.version(), known.indexKeys(), known.state()))
                    : result;
        });
    }

    /** No switch is ever heard of. */
    private static ReadModel firstGeneration(ReadModel real) {
        return Around.port(
                ReadModel.class,
                real,
                (method, args, call) ->
                        method.getName().equals("get") && args[0].equals(GENERATIONS) ? Optional.empty() : call.make());
    }

    private static ReadModel withoutMemoryOfTheForgotten(ReadModel real) {
        return Around.port(ReadModel.class, real, (method, args, call) -> {
            boolean forgets = method.getName().equals("put") && ((String) args[0]).endsWith(".forgotten");
            return forgets ? (Object) true : call.make();
        });
    }

    private static ReadModel withoutRows(ReadModel real, Predicate<String> tables) {
        return Around.port(
                ReadModel.class,
                real,
                (method, args, call) -> method.getName().equals("query") && tables.test((String) args[0])
                        ? new Page<>(List.of(), Optional.empty())
                        : call.make());
    }

    private static SagaStore unseeing(SagaStore real) {
        SeenEvents nothing = new SeenEvents(Map.of(), Map.of());
        return Around.port(SagaStore.class, real, (method, args, call) -> {
            Object result = call.make();
            return method.getName().equals("load") && result instanceof Optional<?> row
                    ? row.map(SagaRow.class::cast).map(known -> with(known, known.revision(), nothing))
                    : result;
        });
    }

    private static SagaStore overwriting(SagaStore real) {
        return Around.port(SagaStore.class, real, (method, args, call) -> {
            if (!method.getName().equals("save")) {
                return call.make();
            }
            SagaRow row = (SagaRow) args[0];
            long there = real.load(row.ref()).map(SagaRow::revision).orElse(0L);
            return real.save(with(row, there + 1, row.seen()), there);
        });
    }

    private static SagaRow with(SagaRow row, long revision, SeenEvents seen) {
        return SagaRow.of(
                row.ref(),
                revision,
                row.status(),
                row.fingerprint(),
                row.state(),
                row.timers(),
                row.unsent(),
                seen,
                row.trouble());
    }

    /** Keeps whatever comes last, under the version that is there. */
    private static Replicas goingBack(Replicas real) {
        return Around.port(Replicas.class, real, (method, args, call) -> {
            if (method.getName().equals("put")) {
                Replica copy = (Replica) args[1];
                long there = real.get((String) args[0], copy.entity())
                        .map(Replica::version)
                        .orElse(0L);
                args[1] = new Replica(copy.entity(), Math.max(copy.version(), there + 1), copy.deleted(), copy.state());
            }
            return call.make();
        });
    }
}
