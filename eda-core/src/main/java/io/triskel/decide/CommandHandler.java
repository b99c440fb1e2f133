package io.triskel.decide;

import io.triskel.codec.StateCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.event.CheckReturnValue;
import io.triskel.event.Deadline;
import io.triskel.event.DerivedId;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventKind;
import io.triskel.event.Metadata;
import io.triskel.event.StreamId;
import io.triskel.json.Schema;
import io.triskel.observe.Observer;
import io.triskel.outbox.DispatchReport;
import io.triskel.outbox.Dispatcher;
import io.triskel.outbox.Outbox.LeasedAppend;
import io.triskel.outbox.Outbox.LeasingAppender;
import io.triskel.personal.Personal;
import io.triskel.store.CommandId;
import io.triskel.store.EventAppender.AppendResult;
import io.triskel.store.EventAppender.Expectation;
import io.triskel.store.EventReader.Commit;
import io.triskel.store.EventStore;
import io.triskel.store.Snapshots;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Handles commands on event streams: loads, decides, appends. A command that was committed before gets its first result
 * again without deciding, so it takes effect once however often it is sent.
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

    private CommandHandler(Builder<C, S, E> builder) {
        this.decider = builder.decider;
        this.store = builder.store;
        this.types = builder.types;
        this.source = builder.source;
        this.clock = builder.clock;
        this.maxConflicts = builder.maxConflicts;
        this.observer = builder.observer;
        this.dispatcher = builder.dispatcher;
        this.dispatchTime = builder.dispatchTime;
        this.history = new History<>(decider, store, builder.policy(), builder.remembered);
    }

    /**
     * {@return a builder}
     *
     * @param source the CloudEvents source of the events, see {@link EventId}
     */
    public static <C, S, E> Builder<C, S, E> builder(
            Decider<C, S, E> decider, EventStore store, TypeRegistry types, String source) {
        return new Builder<>(decider, store, types, source);
    }

    /**
     * Lets the command take effect, once.
     *
     * <p>Event ids derive from stream, command id and place, so a repeated decision makes the same ids. The command is
     * the events' causation; their correlation is the given one, else the command.
     *
     * @param metadata for the events
     * @throws io.triskel.event.PortException if the store failed: the command may have taken effect or not, so send it
     *     again with the same id
     * @throws io.triskel.store.AppendTooLargeException if the decided events are more than one append takes
     * @throws IllegalArgumentException if a decided event's class is not registered
     * @throws io.triskel.codec.InvalidEventException if a decided event could not be read back; then no event of the
     *     command is stored
     */
    @CheckReturnValue
    public CommandResult<E> handle(StreamId stream, CommandId id, C command, Metadata metadata) {
        long actual = 0;
        for (int attempt = 0; attempt <= maxConflicts; attempt++) {
            History.Read<S> read = history.read(stream);
            Optional<Commit> known = history.find(stream, id, read);
            if (known.isPresent()) {
                return firstResult(stream, known.get());
            }
            List<E> decided;
            try {
                decided = decider.decide(command, read.state());
            } catch (CommandRejectedException rejected) {
                return new CommandResult.Rejected<>(rejected.reason());
            }
            if (decided.isEmpty()) {
                return new CommandResult.Done<>(List.of(), read.revision(), false);
            }
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
                return firstResult(stream, new Commit(id, repeated.first(), repeated.last()));
            }
            actual = ((AppendResult.Conflict) result).actualRevision();
        }
        return new CommandResult.Conflict<>(actual);
    }

    /** As above, without metadata: causation and correlation of the events are the command. */
    @CheckReturnValue
    public CommandResult<E> handle(StreamId stream, String id, C command) {
        return handle(stream, new CommandId(id), command, Metadata.empty());
    }

    /**
     * {@return the stream's state as it is now}
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
            // The stream is part of the id: one command may address two streams, such as an order and its stock, and
            // with one id an inbox would take the second event for a repeat. Random ids would have to be read back
            // after a lost answer.
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

    /** The report is ignored: the commit stands, and its stream stays dirty until a drainer publishes the rest. */
    private void publish(StreamId stream, Optional<LeasedAppend> leased, Commit commit, List<Envelope<E>> events) {
        dispatcher.ifPresent(inline -> {
            Deadline deadline = Deadline.in(dispatchTime, clock);
            DispatchReport unused = leased.isPresent()
                    ? inline.dispatch(stream, leased.get(), commit, events, deadline)
                    : inline.dispatch(stream, commit, events, deadline);
        });
    }

    private CommandResult<E> firstResult(StreamId stream, Commit commit) {
        dispatcher.ifPresent(inline -> inline.dispatch(stream, Deadline.in(dispatchTime, clock)));
        return new CommandResult.Done<>(history.eventsOf(stream, commit), commit.last(), true);
    }

    /** Configures a handler; everything but decider, store and types has a default. */
    public static final class Builder<C, S, E> {
        private final Decider<C, S, E> decider;
        private final EventStore store;
        private final TypeRegistry types;
        private String source;
        private InstantSource clock = InstantSource.system();
        private int maxConflicts = 8;
        private Observer observer = Observer.none();
        private Optional<Dispatcher> dispatcher = Optional.empty();
        private Duration dispatchTime = Duration.ofSeconds(5);
        private Optional<Snapshots> snapshots = Optional.empty();
        private StateCodec states = StateCodec.of();
        private Optional<Class<S>> schema = Optional.empty();
        private int every;
        private int remembered;
        private int stateVersion = 1;

        private Builder(Decider<C, S, E> decider, EventStore store, TypeRegistry types, String source) {
            this.decider = decider;
            this.store = store;
            this.types = types;
            this.source = source;
        }

        /** Replaces the source of the events, see {@link EventId}. */
        public Builder<C, S, E> source(String uri) {
            source = uri;
            return this;
        }

        /** Where the events' times come from; the system's clock by default. */
        public Builder<C, S, E> clock(InstantSource newClock) {
            clock = newClock;
            return this;
        }

        /**
         * How often a conflict is answered by loading and deciding anew; 8 by default, 0 for never.
         *
         * @throws IllegalArgumentException if {@code most} is negative
         */
        public Builder<C, S, E> maxConflicts(int most) {
            if (most < 0) {
                throw new IllegalArgumentException("Conflicts are retried 0 times or more, not " + most);
            }
            maxConflicts = most;
            return this;
        }

        /** The observer of commits and of failing snapshots; none by default. */
        public Builder<C, S, E> observer(Observer newObserver) {
            observer = Observer.guarded(newObserver);
            return this;
        }

        /**
         * Publishes a stream right after a commit to it, for at most 5 seconds; by default that is left to a drainer.
         */
        public Builder<C, S, E> dispatcher(Dispatcher inline) {
            return dispatcher(inline, Duration.ofSeconds(5));
        }

        /** As above, for at most this time. */
        public Builder<C, S, E> dispatcher(Dispatcher inline, Duration atMost) {
            dispatcher = Optional.of(inline);
            dispatchTime = atMost;
            return this;
        }

        /** Where snapshots are kept and how they are written, if any are taken: see {@link #snapshotEvery}. */
        public Builder<C, S, E> snapshots(Snapshots where, StateCodec codec) {
            snapshots = Optional.of(where);
            states = codec;
            return this;
        }

        /**
         * Saves the state after a commit that ends this many events or more behind the last snapshot; never by default.
         *
         * @param events 1 or more
         * @param state the class of the states
         * @throws IllegalArgumentException if {@code events} is less than 1
         */
        public Builder<C, S, E> snapshotEvery(int events, Class<S> state) {
            if (events < 1) {
                throw new IllegalArgumentException("A snapshot is taken every 1 event or more, not every " + events);
            }
            every = events;
            schema = Optional.of(state);
            return this;
        }

        /**
         * Keeps the states of the streams that were used last in memory, so that the next command to one of them reads only
         * what was appended since; none by default. States must be immutable.
         *
         * @param streams how many streams, 1 or more
         * @param state the class of the states
         * @throws IllegalArgumentException if {@code streams} is less than 1, or a state has {@link Personal} data, which
         *     would be read on after its subject was forgotten
         */
        public Builder<C, S, E> remember(int streams, Class<S> state) {
            // A cache around Snapshots would save the request and not the decoding, which is dearer. Appending at the
            // remembered revision without reading on would make a conflict of each other writer, and decide a repeated
            // command again. A maximum age does not help personal data: a state is a whole, and cannot drop one
            // subject's part.
            if (streams < 1) {
                throw new IllegalArgumentException("The states of 1 stream or more are remembered, not of " + streams);
            }
            if (Schema.hasPersonal(state)) {
                throw new IllegalArgumentException("A " + state.getName() + " has personal data, which would be read on"
                        + " from memory after its subject was forgotten: do not remember such states");
            }
            remembered = streams;
            return this;
        }

        /**
         * The version of {@code evolve}, 1 by default. Raise it when {@code evolve} changes but the state's class does not,
         * so that older states are not read back.
         */
        public Builder<C, S, E> stateVersion(int version) {
            stateVersion = version;
            return this;
        }

        private Optional<SnapshotPolicy<S>> policy() {
            return schema.map(state -> new SnapshotPolicy<>(
                    snapshots.orElseThrow(() -> new IllegalStateException(
                            "Snapshots are to be taken, but nobody said where they are kept: call snapshots(..)")),
                    states,
                    state,
                    every,
                    states.fingerprint(state) + "." + stateVersion,
                    observer));
        }

        /**
         * {@return the handler; it has no state of its own and may be shared between threads}
         *
         * @throws IllegalArgumentException if a snapshot's state could be written and never be read back
         * @throws IllegalStateException if {@code snapshotEvery} was called without {@code snapshots}
         */
        public CommandHandler<C, S, E> build() {
            return new CommandHandler<>(this);
        }
    }

    /**
     * A stream's state as of a revision.
     *
     * @param state the state
     * @param revision the last revision that the state contains; 0 for a stream without events
     */
    public record Loaded<S>(S state, long revision) {}
}
