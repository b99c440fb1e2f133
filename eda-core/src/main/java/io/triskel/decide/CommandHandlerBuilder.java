package io.triskel.decide;

import io.triskel.codec.StateCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.event.EventId;
import io.triskel.json.Schema;
import io.triskel.observe.Observer;
import io.triskel.outbox.Dispatcher;
import io.triskel.personal.Personal;
import io.triskel.store.EventStore;
import io.triskel.store.Snapshots;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

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
    private int stateVersion = 1;

    CommandHandlerBuilder(Decider<C, S, E> decider, EventStore store, TypeRegistry types, String source) {
        this.decider = decider;
        this.store = store;
        this.types = types;
        this.source = source;
    }

    /** Replaces the source of the events, see {@link EventId}. */
    public CommandHandlerBuilder<C, S, E> source(String uri) {
        source = uri;
        return this;
    }

    /** Where the events' times come from; the system's clock by default. */
    public CommandHandlerBuilder<C, S, E> clock(InstantSource newClock) {
        clock = newClock;
        return this;
    }

    /**
     * How often a conflict is answered by loading and deciding anew; 8 by default, 0 for never.
     *
     * @throws IllegalArgumentException if {@code most} is negative
     */
    public CommandHandlerBuilder<C, S, E> maxConflicts(int most) {
        if (most < 0) {
            throw new IllegalArgumentException("Conflicts are retried 0 times or more, not " + most);
        }
        maxConflicts = most;
        return this;
    }

    /** The observer of commits and of failing snapshots; none by default. */
    public CommandHandlerBuilder<C, S, E> observer(Observer newObserver) {
        observer = Observer.guarded(newObserver);
        return this;
    }

    /**
     * Publishes a stream right after a commit to it, for at most 5 seconds; by default that is left to a drainer.
     */
    public CommandHandlerBuilder<C, S, E> dispatcher(Dispatcher inline) {
        return dispatcher(inline, Duration.ofSeconds(5));
    }

    /** As above, for at most this time. */
    public CommandHandlerBuilder<C, S, E> dispatcher(Dispatcher inline, Duration atMost) {
        dispatcher = Optional.of(inline);
        dispatchTime = atMost;
        return this;
    }

    /** Where snapshots are kept and how they are written, if any are taken: see {@link #snapshotEvery}. */
    public CommandHandlerBuilder<C, S, E> snapshots(Snapshots where, StateCodec codec) {
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
    public CommandHandlerBuilder<C, S, E> snapshotEvery(int events, Class<S> state) {
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
    public CommandHandlerBuilder<C, S, E> remember(int streams, Class<S> state) {
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
    public CommandHandlerBuilder<C, S, E> stateVersion(int version) {
        stateVersion = version;
        return this;
    }

    Optional<SnapshotPolicy<S>> policy() {
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
