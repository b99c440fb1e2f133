package io.triskel.platform;

import io.triskel.codec.EventCodec;
import io.triskel.codec.EventFactory;
import io.triskel.codec.StateCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.consume.ConsumerSpec;
import io.triskel.decide.CommandHandler;
import io.triskel.decide.CommandHandlerBuilder;
import io.triskel.decide.Decider;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.IdSource;
import io.triskel.observe.Observer;
import io.triskel.outbox.Dispatcher;
import io.triskel.outbox.Outbox;
import io.triskel.personal.PersonalKeys;
import io.triskel.projection.Projection;
import io.triskel.projection.View;
import io.triskel.projection.ViewBuilder;
import io.triskel.publish.EventBus;
import io.triskel.publish.EventPublisher;
import io.triskel.publish.OrderedPublisher;
import io.triskel.publish.PublishFailedException;
import io.triskel.publish.RepeatingPublisher;
import io.triskel.publish.RepeatingPublisher.Waiter;
import io.triskel.saga.Saga;
import io.triskel.saga.SagaRunner;
import io.triskel.store.EventStore;
import io.triskel.transfer.Replicator;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives a program its environment: types, source, clock, codec, bus and stores. Code written on it does not depend on a
 * cloud.
 *
 * <p>{@link io.triskel.memory.InMemoryPlatform} runs in memory; each adapter makes a platform from environment variables.
 * Parts are created on first use. Thread-safe. Close it when the program ends, not after each call of a function.
 */
public class Platform implements AutoCloseable {
    static final Duration PUBLISH_TIME = Duration.ofSeconds(10);

    private final Settings settings;
    private final Stores stores;
    private final Once<PersonalKeys> keys;
    private final Once<EventCodec> codec;
    private final Once<StateCodec> states;
    private final Once<OrderedPublisher> publisher;
    private final Once<RepeatingPublisher> repeating;
    private final Once<EventStore> eventStore;
    private final Once<Dispatcher> dispatcher;
    private final Names names = new Names();
    private final AtomicReference<@Nullable Runnable> atClose;

    /**
     * Makes a platform.
     *
     * @param bus called once, when the first event is published
     * @param keys of personal data, cached if the stores are remote
     */
    protected Platform(
            Settings settings, Stores stores, Supplier<? extends EventBus> bus, Supplier<PersonalKeys> keys) {
        this(settings, stores, bus, keys, () -> {});
    }

    /**
     * Makes a platform that owns resources.
     *
     * @param atClose closes them; run once, by {@link #close}
     */
    protected Platform(
            Settings settings,
            Stores stores,
            Supplier<? extends EventBus> bus,
            Supplier<PersonalKeys> keys,
            Runnable atClose) {
        this.atClose = new AtomicReference<>(atClose);
        this.settings = settings;
        this.stores = stores;
        this.keys = new Once<>(keys);
        this.codec = new Once<>(() -> EventCodec.of(settings.types()).withPersonal(this.keys.get()));
        this.states =
                new Once<>(() -> StateCodec.of().withTypes(settings.types()).withPersonal(this.keys.get()));
        this.publisher = new Once<>(() -> OrderedPublisher.builder(bus.get(), codec())
                .clock(settings.clock())
                .observer(settings.observer())
                .build());
        this.repeating = new Once<>(() -> RepeatingPublisher.of(publisher(), settings.clock(), settings.waiter()));
        this.eventStore = new Once<>(() -> stores.eventStore(codec()));
        this.dispatcher = new Once<>(() -> dispatching().build());
    }

    /**
     * {@return a platform over a cloud's bus and stores; keys of personal data are cached for five minutes}
     *
     * @param bus called once, when the first event is published
     */
    public static Platform of(Settings settings, Stores stores, Supplier<? extends EventBus> bus) {
        return of(settings, stores, bus, () -> {});
    }

    /**
     * {@return a platform that owns resources}
     *
     * @param atClose closes them, such as a cloud's clients; run once, by {@link #close}
     */
    public static Platform of(Settings settings, Stores stores, Supplier<? extends EventBus> bus, Runnable atClose) {
        return new Platform(settings, stores, bus, () -> stores.personalKeys().cached(settings.clock()), atClose);
    }

    /**
     * Closes the publisher and what the platform owns, such as clients made from the environment. Later events are not
     * published. Closing again does nothing.
     */
    @Override
    public final void close() {
        Runnable once = atClose.getAndSet(null);
        if (once != null) {
            publisher.made().ifPresent(OrderedPublisher::close);
            once.run();
        }
    }

    /** {@return the settings} */
    public final Settings settings() {
        return settings;
    }

    /** {@return the types of its events} */
    public final TypeRegistry types() {
        return settings.types();
    }

    /** {@return the clock} */
    public final InstantSource clock() {
        return settings.clock();
    }

    /** {@return the observer} */
    public final Observer observer() {
        return settings.observer();
    }

    /** {@return the codec of events, which encrypts personal data} */
    public final EventCodec codec() {
        return codec.get();
    }

    /** {@return the codec of states, with the versions of {@link #types}; it encrypts personal data} */
    public final StateCodec states() {
        return states.get();
    }

    /** {@return the keys of personal data, used by {@link #codec} and {@link #states}} */
    public final PersonalKeys personalKeys() {
        return keys.get();
    }

    /** {@return the stores} */
    public final Stores stores() {
        return stores;
    }

    /** {@return the store of event streams} */
    public final EventStore eventStore() {
        return eventStore.get();
    }

    /**
     * {@return the outbox of {@link #eventStore}} The same object, if it implements both as in each adapter: publishing
     * then does not read again the stream's end or head that the append has just read.
     */
    public final Outbox outbox() {
        return eventStore() instanceof Outbox both ? both : stores.outbox(codec());
    }

    /**
     * {@return the publisher, for callers that check each event's entry themselves; others call {@link #publish}}
     *
     * @throws IllegalStateException if the platform is closed
     */
    public final EventPublisher publisher() {
        if (atClose.get() == null) {
            throw new IllegalStateException(
                    "The platform of " + settings.source() + " is closed: publish before you close it");
        }
        return publisher.get();
    }

    /** {@return a builder of the dispatcher, which subclasses may configure} */
    protected Dispatcher.Builder dispatching() {
        return Dispatcher.builder(eventStore(), outbox(), publisher())
                .clock(settings.clock())
                .observer(settings.observer())
                .pause(settings.waiter()::pause);
    }

    /** {@return the dispatcher that publishes committed events, inline or in a drain} */
    public final Dispatcher dispatcher() {
        return dispatcher.get();
    }

    /** {@return the factory of new events} */
    public final EventFactory events() {
        return new EventFactory(settings.source(), settings.types(), settings.clock(), settings.ids());
    }

    /** {@return the deadline that is this far from now} */
    public final Deadline in(Duration time) {
        return Deadline.in(time, settings.clock());
    }

    /**
     * Publishes a new event, and waits at most 10 s until it is on the bus.
     *
     * @param data of a registered class
     * @param key the ordering key, 1 to 128 characters
     * @throws PublishFailedException if the event is not on the bus, or may not be; its key is not withheld
     */
    public final void publish(Object data, String key) {
        publish(List.of(events().of(data).keyed(key)));
    }

    /** Publishes events, and waits at most 10 s; see {@link #publish(List, Deadline)}. */
    public final void publish(List<? extends Envelope<?>> events) {
        publish(events, in(PUBLISH_TIME));
    }

    /**
     * Publishes events until the bus has them all: events rejected for a transient cause are retried, in the order of each
     * key. Two calls with one key wait for each other.
     *
     * @throws PublishFailedException if an event is not on the bus by the deadline, or may not be; the exception's report
     *     has an entry per event, and no key is withheld
     */
    public final void publish(List<? extends Envelope<?>> events, Deadline deadline) {
        repeating.get().publish(events, deadline);
    }

    /**
     * {@return a builder of a command handler over event streams} Events are published right after the commit; if that
     * fails, the next {@link Dispatcher#drain} publishes them. Snapshots are taken if {@code snapshotEvery} is set.
     */
    public final <C, S, E> CommandHandlerBuilder<C, S, E> commands(Decider<C, S, E> decider) {
        return CommandHandler.builder(decider, eventStore(), types(), settings.source())
                .clock(settings.clock())
                .observer(settings.observer())
                .dispatcher(dispatcher())
                .snapshots(stores.snapshots(), states());
    }

    /** {@return a builder of a consumer with this name, by default with parking lot and, unless it only sends commands, with inbox} */
    public final HostedConsumer.Builder consumer(String name) {
        return new HostedConsumer.Builder(this, name, "consumer");
    }

    /**
     * {@return a builder of a participant of sagas} It handles commands sent to {@code name} and publishes its replies. A
     * reply is caused by its command and has its key; a redelivered command gets the same reply.
     */
    public final Participant participant(String name) {
        return new Participant(this, name);
    }

    /**
     * {@return the view of this projection, fed by {@link Projection#events}}
     *
     * @throws IllegalArgumentException if the name has another owner, or as {@link ViewBuilder#build}
     */
    public final <R> View<R> view(Projection<R> projection) {
        return owning(viewOf(projection).build());
    }

    /** {@return a builder of the view, which subclasses may configure} */
    protected <R> ViewBuilder<R> viewOf(Projection<R> projection) {
        return View.of(projection, stores.readModel(), states()).events(types()).clock(settings.clock());
    }

    /**
     * {@return a runner of this saga}
     *
     * @throws IllegalArgumentException if the name has another owner
     */
    public final <S> SagaRunner<S> saga(Saga<S> saga) {
        return owning(SagaRunner.of(saga, stores.sagas(), codec(), publisher())
                .states(states())
                .clock(settings.clock())
                .observer(settings.observer())
                .build());
    }

    /**
     * {@return a replicator of entities of this class, from events that carry their states}
     *
     * @throws IllegalArgumentException if the name has another owner
     */
    public final <T> Replicator<T> replica(String collection, Class<T> state) {
        return owning(new Replicator<>(stores.replicas(), collection, states(), types().requireTypeOf(state), state));
    }

    /** {@return a publisher of states of this class} */
    public final <T> EntityPublisher<T> entityPublisher(Class<T> state) {
        return new EntityPublisher<>(this, state);
    }

    /**
     * {@return the consumer of this specification, with the platform's ports}
     *
     * @throws IllegalArgumentException if the name has another owner
     */
    public final HostedConsumer host(ConsumerSpec spec) {
        return spec instanceof HostedConsumer hosted ? owning(hosted) : HostedConsumer.of(this, spec);
    }

    /**
     * Takes a name for something that this platform has not made. A name has one owner on a platform, because two owners
     * would share a consumer group, inbox, parking lot and rows. Other platforms and processes are not checked.
     *
     * @throws IllegalArgumentException if the name has another owner
     */
    public final void takeName(String name, ConsumerSpec.Owner owner) {
        names.take(name, owner);
    }

    /**
     * {@return the views, sagas, replicas and {@linkplain HostedConsumer consumers} that this platform made, by name} Of
     * parts made again from the same definition it is the last; rebuilds are not among them.
     */
    public final List<ConsumerSpec> parts() {
        return names.parts();
    }

    <S extends ConsumerSpec> S owning(S spec) {
        return names.keep(spec);
    }

    /**
     * The settings of a platform.
     *
     * @param source the CloudEvents source of its events, see {@link io.triskel.event.EventId}
     * @param types the types of its events
     * @param clock the clock
     * @param ids makes the ids of new events
     * @param observer the observer of the whole platform
     * @param executor runs the lanes of a batch
     * @param waiter makes a thread wait before it publishes again
     */
    public record Settings(
            String source,
            TypeRegistry types,
            InstantSource clock,
            IdSource ids,
            Observer observer,
            Executor executor,
            Waiter waiter) {
        /**
         * {@return settings with the system's clock, random ids and no observer; the calling thread runs lanes one after
         * another and blocks to wait}
         */
        public static Settings of(String source, TypeRegistry types) {
            return new Settings(
                    source,
                    types,
                    InstantSource.system(),
                    IdSource.random(),
                    Observer.none(),
                    Runnable::run,
                    Waiter.blocking());
        }

        /** {@return a copy with this clock} */
        public Settings clock(InstantSource other) {
            return new Settings(source, types, other, ids, observer, executor, waiter);
        }

        /** {@return a copy with these ids} */
        public Settings ids(IdSource other) {
            return new Settings(source, types, clock, other, observer, executor, waiter);
        }

        /** {@return a copy with this observer} */
        public Settings observer(Observer other) {
            return new Settings(source, types, clock, ids, other, executor, waiter);
        }

        /** {@return a copy with this executor; see {@link io.triskel.consume.BatchProcessor.Builder#executor}} */
        public Settings executor(Executor other) {
            return new Settings(source, types, clock, ids, observer, other, waiter);
        }

        /** {@return a copy with this waiter} */
        public Settings waiter(Waiter other) {
            return new Settings(source, types, clock, ids, observer, executor, other);
        }
    }
}
