package io.triskel.saga;

import io.triskel.codec.EventCodec;
import io.triskel.codec.StateCodec;
import io.triskel.codec.WrittenEvent;
import io.triskel.consume.NotYetException.SetAside;
import io.triskel.event.DerivedId;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventKind;
import io.triskel.event.Metadata;
import io.triskel.event.Metadata.ExtensionValue;
import io.triskel.event.Metadata.TraceContext;
import io.triskel.event.OrderingKey;
import io.triskel.observe.Observer;
import io.triskel.saga.Reaction.TimerChange;
import io.triskel.saga.SagaRow.PendingCommand;
import io.triskel.saga.SagaRow.Timer;
import io.triskel.store.Remembered;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Applies one input to an instance: computes the new row from the old one, without I/O. */
final class InstanceUpdate<S> {
    /**
     * Bytes reserved in each row, so that a full row can still record that the instance is stuck or a command was rejected.
     */
    static final int RESERVE = 4 * 1024;

    /** Larger states are not remembered: with {@link Remembered} as it is, all together have at most 16 MiB of bytes. */
    private static final int MOST_REMEMBERED = 4 * 1024;

    private final Saga<S> saga;
    private final StateForm<S> form;
    private final EventCodec events;
    private final String source;
    private final Observer observer;

    /** The states last read and made, so that a process need not read what it has just written. */
    private final Remembered<SagaRef, Known<S>> states = new Remembered<>();

    InstanceUpdate(Saga<S> saga, EventCodec events, StateCodec states, String source, Observer observer) {
        this.saga = saga;
        this.form = saga.form(states);
        this.events = events;
        this.source = source;
        this.observer = observer;
    }

    /** A state and what it was written as: other bytes are another state. */
    private record Known<S>(byte[] bytes, String fingerprint, S state) {
        boolean isOf(SagaRow row) {
            return Arrays.equals(bytes, row.state()) && fingerprint.equals(row.fingerprint());
        }
    }

    S stateOf(SagaRow row) {
        Optional<Known<S>> known = states.get(row.ref()).filter(last -> last.isOf(row));
        if (known.isPresent()) {
            return known.get().state();
        }
        S state = form.read(row.state(), row.fingerprint());
        remember(row, state);
        return state;
    }

    private void remember(SagaRow row, S state) {
        if (form.readsAlike() && row.state().length <= MOST_REMEMBERED) {
            states.put(row.ref(), new Known<>(row.state(), row.fingerprint(), state));
        }
    }

    /**
     * {@return the row after the event, as {@link #take}}
     *
     * @param written gets the row's new commands, as they were just written
     * @throws SetAside if the saga lets the event wait
     */
    Optional<SagaRow> takeEvent(
            SagaRef ref, Optional<SagaRow> before, Input.Event event, Instant now, List<WrittenEvent> written)
            throws SetAside {
        S state = before.map(this::stateOf).orElseGet(saga::initial);
        Optional<String> waits = before.filter(row -> !isStuckOn(event, row))
                .flatMap(row -> saga.letsWait(state, row.status(), event.envelope()));
        if (waits.isPresent()) {
            throw new SetAside("Saga " + ref + " lets it wait: " + waits.get());
        }
        return take(ref, before, state, event, now, written);
    }

    /** Whether the instance is stuck because it failed on this event: then only handling it helps. */
    private static boolean isStuckOn(Input.Event event, SagaRow row) {
        return row.status() instanceof SagaStatus.Stuck stuck && stuck.on().equals(Optional.of(event.id()));
    }

    /** {@return the row after the input; empty if there was none and the input changed nothing} */
    Optional<SagaRow> take(SagaRef ref, Optional<SagaRow> before, Input input, Instant now) {
        return take(ref, before, before.map(this::stateOf).orElseGet(saga::initial), input, now, new ArrayList<>());
    }

    private Optional<SagaRow> take(
            SagaRef ref, Optional<SagaRow> before, S state, Input input, Instant now, List<WrittenEvent> written) {
        S after = saga.evolve(state, input);
        Reaction reaction = saga.react(after, input);
        if (before.isEmpty() && after.equals(state) && reaction.equals(Reaction.nothing())) {
            return Optional.empty();
        }
        Object same = state instanceof Progress<?> progress ? progress.nothingTodo() : state;
        if (before.isPresent() && same.equals(after) && isEarly(before.get(), input, reaction, now)) {
            return Optional.empty();
        }
        Optional<TraceContext> trace = traceOf(before, input);
        SagaRow row = SagaRow.of(
                ref,
                before.map(SagaRow::revision).orElse(0L) + 1,
                status(before, input, reaction, now),
                form.fingerprint(),
                form.write(after),
                timers(before.map(SagaRow::timers).orElse(List.of()), input, reaction, now, trace),
                before.map(SagaRow::unsent)
                        .orElse(PendingCommands.nothing())
                        .plus(commands(ref, input, reaction, now, trace, written)),
                seen(before.map(SagaRow::seen).orElse(SeenEvents.nothing()), input, now),
                before.flatMap(SagaRow::trouble)
                        .filter(trouble -> !trouble.input().equals(input.id())));
        remember(requireFit(row), after);
        return Optional.of(row);
    }

    /**
     * Whether an input without effect is a reply to this instance. It does not count as seen: after a restore of this store
     * it may be early, and counts when it comes again.
     */
    private static boolean isEarly(SagaRow row, Input input, Reaction reaction, Instant now) {
        return input instanceof Input.Event event
                && reaction.equals(Reaction.nothing())
                && row.trouble().isEmpty()
                && row.status().equals(status(Optional.of(row), input, reaction, now))
                && ReplyAddress.of(event.envelope())
                        .filter(address -> address.saga().equals(row.ref().saga())
                                && address.instance().equals(row.ref().instance()))
                        .isPresent();
    }

    private static SeenEvents seen(SeenEvents seen, Input input, Instant now) {
        return input instanceof Input.Event event ? seen.plus(event.envelope(), now) : seen;
    }

    private static Optional<TraceContext> traceOf(Optional<SagaRow> before, Input input) {
        return input.fold(
                event -> event.envelope().metadata().trace(),
                timeout -> before.stream()
                        .flatMap(row -> row.timers().stream())
                        .filter(timer -> timer.matches(timeout))
                        .findFirst()
                        .flatMap(Timer::trace),
                resumed -> Optional.empty(),
                abandoned -> Optional.empty());
    }

    private static SagaStatus status(Optional<SagaRow> before, Input input, Reaction reaction, Instant now) {
        SagaStatus was = before.map(SagaRow::status).orElseGet(SagaStatus.Running::new);
        if (reaction.status().isPresent()) {
            SagaStatus next = reaction.status().get();
            return next instanceof SagaStatus.Stuck stuck ? stuck(was, stuck.reason(), Optional.empty(), now) : next;
        }
        return input instanceof Input.Resumed
                ? unstuck(was)
                : was instanceof SagaStatus.Stuck ? unstuckFrom(was, input.id()) : was;
    }

    /** The status of an instance that is stuck now; if it was stuck before, it has been stuck since then. */
    static SagaStatus stuck(SagaStatus was, String reason, Optional<String> on, Instant now) {
        Optional<String> ending =
                was.fold(running -> Optional.empty(), ended -> Optional.of(ended.ending()), SagaStatus.Stuck::ending);
        Instant since = now.truncatedTo(ChronoUnit.MILLIS);
        return new SagaStatus.Stuck(
                Texts.reason(reason), on, ending, was instanceof SagaStatus.Stuck s ? s.since() : Optional.of(since));
    }

    static SagaStatus unstuckFrom(SagaStatus was, String what) {
        return was instanceof SagaStatus.Stuck stuck && stuck.on().equals(Optional.of(what)) ? unstuck(was) : was;
    }

    private static SagaStatus unstuck(SagaStatus was) {
        return was.fold(
                running -> was,
                ended -> was,
                stuck -> stuck.ending().<SagaStatus>map(SagaStatus.Ended::new).orElseGet(SagaStatus.Running::new));
    }

    private static List<Timer> timers(
            List<Timer> before, Input input, Reaction reaction, Instant now, Optional<TraceContext> trace) {
        List<Timer> timers = new ArrayList<>(before);
        if (input instanceof Input.Timeout timeout) {
            timers.removeIf(timer -> timer.matches(timeout));
        }
        if (input instanceof Input.Resumed) {
            timers.replaceAll(Timer::armed);
        }
        if (reaction.status().filter(SagaStatus.Ended.class::isInstance).isPresent()) {
            timers.clear();
        }
        for (TimerChange change : reaction.timers()) {
            timers.removeIf(timer -> timer.name().equals(change.name()));
            change.due(now)
                    .ifPresent(wanted -> timers.add(Timer.of(change.name(), due(change.name(), wanted, input), trace)));
        }
        return timers;
    }

    /**
     * A timer set again by its own timeout is due later than that timeout, which otherwise would count for both settings.
     */
    private static Instant due(String name, Instant wanted, Input input) {
        Instant due = wanted.truncatedTo(ChronoUnit.MILLIS);
        return input instanceof Input.Timeout timeout && timeout.isTimeout(name) && !due.isAfter(timeout.due())
                ? timeout.due().plusMillis(1)
                : due;
    }

    private List<PendingCommand> commands(
            SagaRef ref,
            Input input,
            Reaction reaction,
            Instant now,
            Optional<TraceContext> trace,
            List<WrittenEvent> written) {
        List<PendingCommand> commands = new ArrayList<>();
        for (Reaction.Send send : reaction.commands()) {
            String id = commandId(ref, input, send, commands.size());
            OrderingKey key = send.key().orElseGet(() -> new OrderingKey(ref.instance()));
            Envelope<Object> command = observer.traced(Envelope.of(
                            new EventId(source, id),
                            events.types().requireTypeOf(send.data().getClass()),
                            send.data())
                    .withSubject(ref.instance())
                    .withTime(now.atOffset(ZoneOffset.UTC))
                    .withKey(key)
                    .withPattern(new EventKind.Command(send.target()))
                    .withMetadata(Metadata.empty()
                            .withCorrelation(ref.instance())
                            .withCausation(input.causation())
                            .withTrace(trace)
                            .withExtension(
                                    Metadata.REPLY_TO,
                                    ExtensionValue.of(ReplyAddress.of(ref, send.round(), id)
                                            .text()))));
            try (EventCodec.EventWriter writer = events.writer()) {
                WrittenEvent one = writer.written(command);
                written.add(one);
                commands.add(new PendingCommand(id, send.target(), key, one.structured()));
            }
        }
        return commands;
    }

    /**
     * {@return whether all commands of the row are this input's, and none has an id that an earlier command may have} Steps
     * ask again only after a timeout or on an operator's demand.
     */
    boolean sendsOnce(SagaRow row, Input input) {
        List<PendingCommand> commands = row.unsent().commands();
        return saga instanceof StepSaga
                || IntStream.range(0, commands.size())
                        .allMatch(i -> commands.get(i)
                                .id()
                                .equals(DerivedId.of(
                                        row.ref().saga(), row.ref().instance(), input.id(), Integer.toString(i))));
    }

    static String commandId(SagaRef ref, Input input, Reaction.Send send, int index) {
        return send.effect()
                .map(effect -> commandId(ref, effect, send.round()))
                .orElseGet(() -> DerivedId.of(ref.saga(), ref.instance(), input.id(), Integer.toString(index)));
    }

    /** {@return the id of the instance's command for this effect in this round, the same on every attempt} */
    static String commandId(SagaRef ref, String effect, int round) {
        return DerivedId.of(ref.saga(), ref.instance(), "effect", effect, round == 1 ? "" : Integer.toString(round));
    }

    private static SagaRow requireFit(SagaRow row) {
        int most = SagaRow.MAX_BYTES - RESERVE;
        if (RowFormat.certainlyFits(row, most)) {
            return row;
        }
        int bytes = row.encoded().length;
        if (bytes > most) {
            throw new SagaTooLargeException(row.ref(), bytes, most);
        }
        return row;
    }
}
