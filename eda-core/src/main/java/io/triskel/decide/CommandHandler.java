package io.triskel.decide;

import io.triskel.codec.TypeRegistry;
import io.triskel.event.CheckReturnValue;
import io.triskel.event.Deadline;
import io.triskel.event.DerivedId;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventKind;
import io.triskel.event.Metadata;
import io.triskel.event.StreamId;
import io.triskel.observe.Observer;
import io.triskel.outbox.DispatchReport;
import io.triskel.outbox.Dispatcher;
import io.triskel.outbox.Outbox.LeasedAppend;
import io.triskel.outbox.Outbox.LeasingAppender;
import io.triskel.store.CommandId;
import io.triskel.store.EventAppender.AppendResult;
import io.triskel.store.EventAppender.Expectation;
import io.triskel.store.EventReader.Commit;
import io.triskel.store.EventStore;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Handles commands on event streams: loads, decides, appends. A command that is already committed returns its first result
 * without deciding again, so it takes effect once.
 *
 * @param <C> commands
 * @param <S> states
 * @param <E> events
 */
public final class CommandHandler<C, S, E> {
    private final Decider<C, S, E> decider;
    private final EventStore store;
    private final TypeRegistry types;
    private final String source;
    private final InstantSource clock;
    private final int maxConflicts;
    private final Observer observer;
    private final Optional<Dispatcher> dispatcher;
    private final Duration dispatchTime;
    private final History<S, E> history;
    private final Predicate<C> begins;

    CommandHandler(CommandHandlerBuilder<C, S, E> builder) {
        this.decider = builder.decider;
        this.store = builder.store;
        this.types = builder.types;
        this.source = builder.source;
        this.clock = builder.clock;
        this.maxConflicts = builder.maxConflicts;
        this.observer = builder.observer;
        this.dispatcher = builder.dispatcher;
        this.dispatchTime = builder.dispatchTime;
        this.begins = builder.begins;
        this.history = new History<>(decider, store, builder.policy(), builder.remembered);
    }

    /**
     * {@return a builder}
     *
     * @param source the CloudEvents source of the events, see {@link EventId}
     */
    public static <C, S, E> CommandHandlerBuilder<C, S, E> builder(
            Decider<C, S, E> decider, EventStore store, TypeRegistry types, String source) {
        return new CommandHandlerBuilder<>(decider, store, types, source);
    }

    /**
     * Handles the command, once per id.
     *
     * <p>Event ids derive from stream, command id and index, so a repeated decision makes the same ids. The events'
     * causation is the command; their correlation is the metadata's, or the command. With a dispatcher, a repeated command
     * whose metadata asks for a reply is answered again: its events are published once more.
     *
     * @param metadata for the events
     * @throws io.triskel.event.PortException if the store failed: the command may have taken effect, so send it again with
     *     the same id
     * @throws io.triskel.store.AppendTooLargeException if the decided events exceed one append
     * @throws IllegalArgumentException if a decided event's class is not registered
     * @throws io.triskel.codec.InvalidEventException if a decided event could not be read back; no event of the command is
     *     stored
     */
    @CheckReturnValue
    public CommandResult<E> handle(StreamId stream, CommandId id, C command, Metadata metadata) {
        if (begins.test(command)) {
            Optional<CommandResult<E>> begun = begin(stream, id, command, metadata);
            if (begun.isPresent()) {
                return begun.get();
            }
        }
        long actual = 0;
        long absentUpTo = 0;
        for (int attempt = 0; attempt <= maxConflicts; attempt++) {
            History.Read<S> read = history.read(stream);
            Optional<Commit> known = history.find(stream, id, read, absentUpTo);
            if (known.isPresent()) {
                return firstResult(stream, known.get(), metadata);
            }
            absentUpTo = read.revision();
            List<E> decided;
            try {
                decided = decider.decide(command, read.state());
            } catch (CommandRejectedException rejected) {
                return new CommandResult.Rejected<>(rejected.reason());
            }
            if (decided.isEmpty()) {
                return new CommandResult.Done<>(List.of(), read.revision(), false);
            }
            CommandResult<E> result = append(stream, id, read, decided, metadata);
            if (!(result instanceof CommandResult.Conflict<E> conflict)) {
                return result;
            }
            actual = conflict.actualRevision();
        }
        return new CommandResult.Conflict<>(actual);
    }

    /** The command's result if its stream is new, which only an append proves. */
    private Optional<CommandResult<E>> begin(StreamId stream, CommandId id, C command, Metadata metadata) {
        History.Read<S> nothing = history.nothing();
        List<E> decided;
        try {
            decided = decider.decide(command, nothing.state());
        } catch (CommandRejectedException unproved) {
            return Optional.empty();
        }
        return decided.isEmpty()
                ? Optional.empty()
                : Optional.of(append(stream, id, nothing, decided, metadata))
                        .filter(result -> !(result instanceof CommandResult.Conflict<E>));
    }

    private CommandResult<E> append(
            StreamId stream, CommandId id, History.Read<S> read, List<E> decided, Metadata metadata) {
        List<Envelope<E>> events = envelopes(stream, id, read.revision(), decided, metadata);
        Optional<LeasedAppend> leased = dispatcher
                .filter(inline -> store instanceof LeasingAppender)
                .map(inline -> inline.append(
                        (LeasingAppender) store, stream, Expectation.exactly(read.revision()), events, id));
        AppendResult result = leased.map(LeasedAppend::result)
                .orElseGet(() -> store.append(stream, Expectation.exactly(read.revision()), events, id));
        if (result instanceof AppendResult.Committed committed) {
            Commit commit = new Commit(id, committed.first(), committed.last());
            committed(stream, read, events, commit);
            publish(stream, leased, commit, events);
            return new CommandResult.Done<>(events, committed.last(), false);
        }
        if (result instanceof AppendResult.Repeated repeated) {
            return firstResult(stream, new Commit(id, repeated.first(), repeated.last()), metadata);
        }
        return new CommandResult.Conflict<>(((AppendResult.Conflict) result).actualRevision());
    }

    /** Handles the command without metadata: the events' causation and correlation are the command. */
    @CheckReturnValue
    public CommandResult<E> handle(StreamId stream, String id, C command) {
        return handle(stream, new CommandId(id), command, Metadata.empty());
    }

    /**
     * {@return the stream's current state}
     *
     * @throws io.triskel.event.PortException if the store failed
     */
    public Loaded<S> load(StreamId stream) {
        History.Read<S> read = history.read(stream);
        return new Loaded<>(read.state(), read.revision());
    }

    private List<Envelope<E>> envelopes(StreamId stream, CommandId id, long after, List<E> decided, Metadata given) {
        Metadata metadata = given.withCausation(id.value());
        if (metadata.correlation().isEmpty()) {
            metadata = metadata.withCorrelation(id.value());
        }
        OffsetDateTime now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
        List<Envelope<E>> events = new ArrayList<>(decided.size());
        for (E data : decided) {
            int index = events.size();
            // The stream is part of the id: one command may address two streams, such as an order and its stock,
            // and an inbox would take equal ids for duplicates. Random ids would have to be read back after a lost
            // answer.
            EventId eventId = new EventId(source, DerivedId.of(stream.value(), id.value(), Integer.toString(index)));
            events.add(observer.traced(new Envelope<>(
                    eventId,
                    types.requireTypeOf(data.getClass()),
                    Optional.empty(),
                    Optional.of(now),
                    Optional.of(stream.orderingKey()),
                    new EventKind.Sourced(stream, after + index + 1),
                    metadata,
                    data)));
        }
        return events;
    }

    private void committed(StreamId stream, History.Read<S> read, List<Envelope<E>> events, Commit commit) {
        observer.appended(stream, commit.first(), events.size());
        history.appended(stream, read, events, commit);
    }

    /** The report is ignored: the commit is stored, and a drain publishes what is left. */
    private void publish(StreamId stream, Optional<LeasedAppend> leased, Commit commit, List<Envelope<E>> events) {
        dispatcher.ifPresent(inline -> {
            Deadline deadline = Deadline.in(dispatchTime, clock);
            DispatchReport unused = leased.isPresent()
                    ? inline.dispatch(stream, leased.get(), commit, events, deadline)
                    : inline.dispatch(stream, commit, events, deadline);
        });
    }

    private CommandResult<E> firstResult(StreamId stream, Commit commit, Metadata metadata) {
        Deadline deadline = Deadline.in(dispatchTime, clock);
        Optional<Dispatcher> silent = dispatcher.filter(inline -> {
            DispatchReport report = inline.dispatch(stream, deadline);
            return report.clean() && report.published() == 0;
        });
        List<Envelope<E>> events = history.eventsOf(stream, commit);
        if (metadata.replyTo().isPresent()) {
            // The sender has not seen the first reply: its store may have been restored.
            silent.ifPresent(inline -> inline.publishAgain(events, deadline));
        }
        return new CommandResult.Done<>(events, commit.last(), true);
    }

    /**
     * A stream's state as of a revision.
     *
     * @param state the state
     * @param revision the last revision in the state; 0 for a stream without events
     */
    public record Loaded<S>(S state, long revision) {}
}
