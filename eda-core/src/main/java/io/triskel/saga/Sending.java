package io.triskel.saga;

import io.triskel.codec.EventCodec;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.PortException;
import io.triskel.observe.Observer;
import io.triskel.publish.EventPublisher;
import io.triskel.publish.PublishReport;
import io.triskel.publish.PublishReport.Entry;
import io.triskel.publish.RejectionCause;
import io.triskel.saga.SagaRow.PendingCommand;
import io.triskel.saga.SagaWork.SagaFailure;
import io.triskel.saga.SagaWork.SendReport;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Sends the commands in rows, and removes from a row only those that the bus accepted. After a crash in between, the same
 * commands are sent again, with the same ids.
 *
 * <p>An instance's commands keep their order, also across keys: the first commands that share a key are sent together, the
 * next ones once these are accepted. A rejected command stays first and is tried again after a pause.
 */
final class Sending {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private final SagaStore store;
    private final Rows rows;
    private final EventPublisher publisher;
    private final EventCodec events;
    private final InstantSource clock;
    private final Observer observer;
    private final String saga;

    Sending(
            SagaStore store,
            Rows rows,
            EventPublisher publisher,
            EventCodec events,
            InstantSource clock,
            Observer observer,
            String saga) {
        this.store = store;
        this.rows = rows;
        this.publisher = publisher;
        this.events = events;
        this.clock = clock;
        this.observer = observer;
        this.saga = saga;
    }

    SendReport sendPending(int limit, Deadline deadline) {
        Instant now = clock.instant();
        Rows.Found found = rows.find(bucket -> store.unsent(saga, bucket, now, limit), now, limit);
        Pass pass = new Pass(limit, JustWritten.nothing(), deadline);
        pass.failures.addAll(found.failures());
        for (SagaRef ref : found.refs()) {
            try {
                rows.load(ref).filter(row -> isDue(row, now)).ifPresent(pass::add);
            } catch (RuntimeException failure) {
                pass.failed(ref, failure);
            }
        }
        return pass.run(found.more());
    }

    /** Sends an event's commands immediately; throws if those in flight that fail cannot be left to {@link #sendPending}. */
    void sendNow(SagaRow row, JustWritten written, Deadline deadline) {
        if (row.unsent().inFlight() || isDue(row, clock.instant())) {
            Pass pass = new Pass(Integer.MAX_VALUE, written, deadline);
            pass.add(row);
            pass.run(false);
            if (row.unsent().inFlight() && !pass.failures.isEmpty()) {
                String why = pass.failures.get(0).message();
                throw new PortException("Saga " + row.ref() + " could not record which commands were sent: " + why);
            }
        }
    }

    private static boolean isDue(SagaRow row, Instant now) {
        return row.sendAfter().filter(after -> !after.isAfter(now)).isPresent();
    }

    /** One pass: rounds of publication until no command, time or budget is left. */
    private final class Pass {
        private final JustWritten written;
        private final Deadline deadline;
        private int budget;
        private int sent;
        private Map<SagaRef, SagaRow> waiting = new LinkedHashMap<>();
        private final List<SendReport.Refused> refused = new ArrayList<>();
        private final List<SagaFailure> failures = new ArrayList<>();

        Pass(int limit, JustWritten written, Deadline deadline) {
            this.budget = limit;
            this.written = written;
            this.deadline = deadline;
        }

        void add(SagaRow row) {
            waiting.put(row.ref(), row);
        }

        void failed(SagaRef ref, Throwable failure) {
            observer.portFailed("saga store", failure);
            failures.add(new SagaFailure(Optional.of(ref.instance()), failure.toString()));
        }

        SendReport run(boolean moreFound) {
            while (!waiting.isEmpty() && budget > 0 && !deadline.passed(clock)) {
                round();
            }
            waiting.values().stream().filter(row -> row.unsent().inFlight()).forEach(this::leave);
            return new SendReport(sent, refused, failures, moreFound || !waiting.isEmpty());
        }

        /** No time was left: {@link #sendPending} need not wait until the rest is no longer in flight. */
        private void leave(SagaRow row) {
            change(
                    row,
                    current -> current.unsent().inFlight()
                            ? Optional.of(current.with(
                                    current.status(), current.unsent().now()))
                            : Optional.empty());
        }

        private void round() {
            Map<SagaRow, List<PendingCommand>> runs = new LinkedHashMap<>();
            List<Envelope<?>> batch = new ArrayList<>();
            Map<SagaRef, SagaRow> later = new LinkedHashMap<>();
            for (SagaRow row : waiting.values()) {
                if (budget == 0) {
                    later.put(row.ref(), row);
                    continue;
                }
                List<PendingCommand> run = front(row.unsent().commands());
                try {
                    batch.addAll(run.stream()
                            .map(command -> written.event(command, events))
                            .toList());
                    runs.put(row, run);
                    budget -= run.size();
                } catch (RuntimeException unreadable) {
                    settle(
                            row,
                            Set.of(),
                            Optional.of(new Refusal(run.get(0), RejectionCause.INVALID, unreadable.toString())));
                }
            }
            waiting = later;
            runs.forEach((row, run) -> {
                if (row.unsent().refusals() > 0) {
                    publisher.resume(run.get(0).key());
                }
            });
            Map<String, Entry> entries = publish(batch);
            runs.forEach((row, run) -> settleRun(row, run, entries));
        }

        private List<PendingCommand> front(List<PendingCommand> commands) {
            List<PendingCommand> run = new ArrayList<>();
            for (PendingCommand command : commands) {
                if (run.size() >= budget
                        || !command.key().equals(commands.get(0).key())) {
                    break;
                }
                run.add(command);
            }
            return run;
        }

        /** The outcome of each command, by its id. */
        private Map<String, Entry> publish(List<Envelope<?>> batch) {
            Map<String, Entry> entries = new HashMap<>();
            if (batch.isEmpty()) {
                return entries;
            }
            try {
                PublishReport report = publisher.publishAndWait(batch, written.of(batch), deadline);
                report.entries().forEach(entry -> entries.put(entry.event().id().id(), entry));
            } catch (RuntimeException failure) {
                observer.portFailed("publisher", failure);
                for (Envelope<?> event : batch) {
                    entries.put(event.id().id(), new Entry.Rejected(event, RejectionCause.UNKNOWN, failure.toString()));
                }
            }
            return entries;
        }

        private void settleRun(SagaRow row, List<PendingCommand> run, Map<String, Entry> entries) {
            Set<String> accepted = new HashSet<>();
            Optional<Refusal> refusal = Optional.empty();
            for (PendingCommand command : run) {
                Optional<Entry> entry = Optional.ofNullable(entries.get(command.id()));
                if (entry.filter(Entry.Accepted.class::isInstance).isEmpty()) {
                    refusal = Optional.of(Refusal.of(command, entry));
                    break;
                }
                accepted.add(command.id());
            }
            sent += accepted.size();
            settle(row, accepted, refusal);
        }

        private void settle(SagaRow row, Set<String> accepted, Optional<Refusal> refusal) {
            refusal.ifPresent(
                    why -> refused.add(new SendReport.Refused(row.ref().instance(), why.command.id(), why.message)));
            if (refusal.isEmpty() && row.unsent().inFlight() && isRecordedLater(row, accepted)) {
                return;
            }
            Optional<SagaRow> left = change(row, current -> struckOut(current, accepted, refusal));
            if (refusal.isEmpty()) {
                left.filter(current -> !current.unsent().isEmpty()).ifPresent(this::add);
            }
        }

        /**
         * Leaves it to the next save to record a command as sent: the step that its answer leads to. Several commands are
         * recorded, once, because one answer does not prove that all were sent, and so are the last ones of an instance.
         */
        private boolean isRecordedLater(SagaRow row, Set<String> accepted) {
            boolean alone = row.unsent().commands().size() == 1 && !rows.hasUnrecorded(row);
            SagaRow left = rows.recordLater(row, accepted);
            if (!left.unsent().isEmpty()) {
                add(left);
                return true;
            }
            return alone && row.status() instanceof SagaStatus.Running;
        }

        private Optional<SagaRow> change(SagaRow row, Function<SagaRow, Optional<SagaRow>> change) {
            try {
                return rows.change(row.ref(), Optional.of(row), change, () -> deadline.passed(clock));
            } catch (RuntimeException failure) {
                failed(row.ref(), failure);
                return Optional.empty();
            }
        }

        private Optional<SagaRow> struckOut(SagaRow row, Set<String> accepted, Optional<Refusal> refusal) {
            PendingCommands left = accepted.isEmpty()
                    ? row.unsent()
                    : row.unsent().without(accepted).accepted();
            SagaStatus status = row.status();
            for (String command : accepted) {
                status = InstanceUpdate.unstuckFrom(status, command);
            }
            if (refusal.isPresent() && isFirst(left, refusal.get().command)) {
                Refusal why = refusal.get();
                left = left.refused(why.message, clock.instant().plus(pause(left.refusals())));
                if (!why.cause.mayPass() && !(status instanceof SagaStatus.Stuck)) {
                    String reason = "the bus rejected a command: " + why.message;
                    status = InstanceUpdate.stuck(status, reason, Optional.of(why.command.id()), clock.instant());
                }
            }
            return left.equals(row.unsent()) && status.equals(row.status())
                    ? Optional.empty()
                    : Optional.of(row.with(status, left));
        }

        private boolean isFirst(PendingCommands left, PendingCommand command) {
            return !left.isEmpty() && left.commands().get(0).id().equals(command.id());
        }
    }

    private static Duration pause(int refusals) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(refusals, 20));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    /** Why a command was not accepted. */
    private record Refusal(PendingCommand command, RejectionCause cause, String message) {
        static Refusal of(PendingCommand command, Optional<Entry> entry) {
            String what = "command " + command.id() + " to " + command.target() + " ";
            return entry.map(known -> known.fold(
                            accepted -> new Refusal(command, RejectionCause.UNKNOWN, what),
                            rejected -> new Refusal(
                                    command,
                                    rejected.cause(),
                                    what + rejected.outcome().tag() + ": " + rejected.message()),
                            withheld -> new Refusal(
                                    command, RejectionCause.TRANSIENT, what + "withheld behind " + withheld.behind())))
                    .orElseGet(() -> new Refusal(command, RejectionCause.UNKNOWN, what + "has no entry in the report"));
        }
    }
}
