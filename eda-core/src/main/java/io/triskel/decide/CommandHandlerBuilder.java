package io.triskel.decide;

import io.triskel.codec.StateCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.event.DerivedId;
import io.triskel.event.EventId;
import io.triskel.json.Schema;
import io.triskel.observe.Observer;
import io.triskel.outbox.Dispatcher;
import io.triskel.personal.Personal;
import io.triskel.store.EventStore;
import io.triskel.store.Snapshots;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Configures a {@link CommandHandler}; everything but decider, store and types has a default.
 *
 * @param <C> commands
 * @param <S> states
 * @param <E> events
 */
public final class CommandHandlerBuilder<C, S, E> {
    final Decider<C, S, E> decider;
    final EventStore store;
    final TypeRegistry types;
    String source;
    InstantSource clock = InstantSource.system();
    int maxConflicts = 8;
    Observer observer = Observer.none();
    Optional<Dispatcher> dispatcher = Optional.empty();
    Duration dispatchTime = Duration.ofSeconds(5);
    private Optional<Snapshots> snapshots = Optional.empty();
    private StateCodec states = StateCodec.of();
    private Optional<Class<S>> schema = Optional.empty();
    private int every;
    int remembered;
    Predicate<C> begins = command -> false;
    private int stateVersion = 1;
    private Optional<String> deciderName;

    CommandHandlerBuilder(Decider<C, S, E> decider, EventStore store, TypeRegistry types, String source) {
        this.decider = decider;
        // Functions, proxies and anonymous classes have names that differ from JVM to JVM or with the order of the
        // code.
        this.deciderName = decider instanceof FunctionDecider || Proxy.isProxyClass(decider.getClass())
                ? Optional.empty()
                : Optional.ofNullable(decider.getClass().getCanonicalName());
        this.store = store;
        this.types = types;
        this.source = source;
    }

    /** Sets the CloudEvents source of the events, see {@link EventId}. */
    public CommandHandlerBuilder<C, S, E> source(String uri) {
        source = uri;
        return this;
    }

    /** Sets the clock of the events' times. Default: the system's. */
    public CommandHandlerBuilder<C, S, E> clock(InstantSource newClock) {
        clock = newClock;
        return this;
    }

    /**
     * Sets how often a conflict is retried, by loading and deciding again. Default: 8; 0 for never.
     *
     * @throws IllegalArgumentException if {@code most} is negative
     */
    public CommandHandlerBuilder<C, S, E> maxConflicts(int most) {
        if (most < 0) {
            throw new IllegalArgumentException("maxConflicts must be at least 0, not " + most);
        }
        maxConflicts = most;
        return this;
    }

    /** Sets the observer of commits and failing snapshots. Default: none. */
    public CommandHandlerBuilder<C, S, E> observer(Observer newObserver) {
        observer = Observer.guarded(newObserver);
        return this;
    }

    /** Publishes a stream right after each commit, for at most 5 seconds. Default: a drain publishes it. */
    public CommandHandlerBuilder<C, S, E> dispatcher(Dispatcher inline) {
        return dispatcher(inline, Duration.ofSeconds(5));
    }

    /** Publishes a stream right after each commit, for at most this time. */
    public CommandHandlerBuilder<C, S, E> dispatcher(Dispatcher inline, Duration atMost) {
        dispatcher = Optional.of(inline);
        dispatchTime = atMost;
        return this;
    }

    /** Sets where and how snapshots are stored, if {@link #snapshotEvery} asks for them. */
    public CommandHandlerBuilder<C, S, E> snapshots(Snapshots where, StateCodec codec) {
        snapshots = Optional.of(where);
        states = codec;
        return this;
    }

    /**
     * Saves the state after a commit that ends at least this many events after the last snapshot. Default: never.
     *
     * <p>A snapshot belongs to the decider and to the types of its state: without the same name and types it is not found,
     * and the stream is read from its start. A decider of functions needs a {@link #deciderName}.
     *
     * @param events at least 1
     * @param state the class of the states
     * @throws IllegalArgumentException if {@code events} is less than 1
     */
    public CommandHandlerBuilder<C, S, E> snapshotEvery(int events, Class<S> state) {
        if (events < 1) {
            throw new IllegalArgumentException("events must be at least 1, not " + events);
        }
        every = events;
        schema = Optional.of(state);
        return this;
    }

    /**
     * Keeps the states of the most recently used streams in memory, so that their next command reads only newer events.
     * Default: none. States must be immutable. A stream with more than 10,000 commands after its last snapshot is not kept.
     *
     * @param streams how many streams, at least 1
     * @param state the class of the states
     * @throws IllegalArgumentException if {@code streams} is less than 1, or a state has {@link Personal} data, which would
     *     stay readable after its subject was forgotten
     */
    public CommandHandlerBuilder<C, S, E> remember(int streams, Class<S> state) {
        // A cache around Snapshots would save the request but not the decoding, which costs more. Appending at the
        // remembered revision without reading newer events would conflict with every other writer, and decide a
        // repeated command again. A maximum age does not help personal data: a state cannot drop one subject's
        // part.
        if (streams < 1) {
            throw new IllegalArgumentException("streams must be at least 1, not " + streams);
        }
        if (Schema.hasPersonal(state)) {
            throw new IllegalArgumentException("A " + state.getName() + " has personal data, which would stay "
                    + "readable in memory after its subject was forgotten: do not remember such states");
        }
        remembered = streams;
        return this;
    }

    /**
     * Sets which commands usually begin their stream: each is first decided on the initial state, and its events appended
     * to a stream without events, which saves reading it. If that is rejected, has no events or finds events, the stream is
     * read and the command decided again: not for a decider that has effects, such as a call of a payment provider. Default:
     * none.
     */
    public CommandHandlerBuilder<C, S, E> begins(Predicate<C> commands) {
        begins = commands;
        return this;
    }

    /**
     * Sets the version of {@code evolve}. Default: 1. Raise it when {@code evolve} changes but the state's class does not,
     * so that older snapshots are ignored.
     */
    public CommandHandlerBuilder<C, S, E> stateVersion(int version) {
        stateVersion = version;
        return this;
    }

    /**
     * Sets the name by which snapshots know the decider. Default: the name of its class, if it has one of its own. Deciders
     * of one class with different rules need different names.
     */
    public CommandHandlerBuilder<C, S, E> deciderName(String name) {
        deciderName = Optional.of(name);
        return this;
    }

    private String fingerprint(Class<S> state) {
        String name =
                deciderName.orElseThrow(() -> new IllegalStateException("snapshotEvery needs a name for the decider, "
                        + "since that of its class, " + decider.getClass().getName()
                        + ", may be another in the next JVM: call deciderName(..)"));
        return DerivedId.of(name, states.exactFingerprint(state)) + "." + stateVersion;
    }

    Optional<SnapshotPolicy<S>> policy() {
        return schema.map(state -> new SnapshotPolicy<>(
                snapshots.orElseThrow(() ->
                        new IllegalStateException("snapshotEvery needs a store for snapshots: call snapshots(..)")),
                states,
                state,
                every,
                fingerprint(state),
                observer));
    }

    /**
     * {@return the handler, which is thread-safe}
     *
     * @throws IllegalArgumentException if a snapshot's state could be written and never be read back
     * @throws IllegalStateException if {@code snapshotEvery} was called without {@code snapshots}, or for a decider without
     *     a name
     */
    public CommandHandler<C, S, E> build() {
        return new CommandHandler<>(this);
    }
}
