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
 * The place where a program runs: its types and source, clock, codec, bus and stores, given once. A program described with
 * it does not know which cloud it is on.
 *
 * <p>{@link io.triskel.memory.InMemoryPlatform} is the one in memory; each adapter makes one from the environment. Its
 * parts are made when first asked for. Safe for threads. Close it when its program ends, not after each call of a function.
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
     * Puts a platform together.
     *
     * @param bus asked for once, when the first event is published
     * @param keys of personal data as this place reads them: cached, where the stores are far away
     */
    protected Platform(
            Settings settings, Stores stores, Supplier<? extends EventBus> bus, Supplier<PersonalKeys> keys) {
        this(settings, stores, bus, keys, () -> {});
    }

    /**
     * As above, for a platform that owns what it runs on.
     *
     * @param atClose closes that; run once, by {@link #close}
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
        this.states = new Once<>(() -> StateCodec.of().withPersonal(this.keys.get()));
        this.publisher = new Once<>(() -> OrderedPublisher.builder(bus.get(), codec())
                .clock(settings.clock())
                .observer(settings.observer())
                .build());
        this.repeating = new Once<>(() -> RepeatingPublisher.of(publisher(), settings.clock(), settings.waiter()));
        this.eventStore = new Once<>(() -> stores.eventStore(codec()));
        this.dispatcher = new Once<>(() -> dispatching().build());
    }

    /**
     * {@return the platform over a cloud's bus and stores; the keys of personal data are read once in five minutes}
     *
     * @param bus asked for once, when the first event is published
     */
    public static Platform of(Settings settings, Stores stores, Supplier<? extends EventBus> bus) {
        return of(settings, stores, bus, () -> {});
    }

    /**
     * {@return as above, a platform that owns what it runs on}
     *
     * @param atClose closes that, such as a cloud's clients; run once, by {@link #close}
     */
    public static Platform of(Settings settings, Stores stores, Supplier<? extends EventBus> bus, Runnable atClose) {
        return new Platform(settings, stores, bus, () -> stores.personalKeys().cached(settings.clock()), atClose);
    }

    /**
     * Closes the publisher, and what the platform owns: the clients of a platform made from the environment, nothing in memory.
     * Later events are not published. Closing again does nothing.
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

    /** {@return where time comes from} */
    public final InstantSource clock() {
        return settings.clock();
    }

    /** {@return the observer} */
    public final Observer observer() {
        return settings.observer();
    }

    /** {@return how events travel and are kept; personal data encrypted} */
    public final EventCodec codec() {
        return codec.get();
    }

    /** {@return how states are kept; personal data encrypted} */
    public final StateCodec states() {
        return states.get();
    }

    /** {@return the keys of personal data, which {@link #codec} and {@link #states} use} */
    public final PersonalKeys personalKeys() {
        return keys.get();
    }

    /** {@return the stores} */
    public final Stores stores() {
        return stores;
    }

    /** {@return event streams} */
    public final EventStore eventStore() {
        return eventStore.get();
    }

    /**
     * {@return the outbox of {@link #eventStore}} Where one object is both, as in each adapter, it is that very object: a stream's
     * end or head that an append has just read is then not read again to publish it.
     */
    public final Outbox outbox() {
        return eventStore() instanceof Outbox both ? both : stores.outbox(codec());
    }

    /**
     * {@return the publisher to the bus, for callers that treat each event's entry themselves; others call {@link #publish}}
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

    /** {@return a builder of the dispatcher, for a platform to configure further} */
    protected Dispatcher.Builder dispatching() {
        return Dispatcher.builder(eventStore(), outbox(), publisher())
                .clock(settings.clock())
                .observer(settings.observer())
                .pause(settings.waiter()::pause);
    }

    /** {@return the dispatcher that publishes committed events, inline or as a drainer} */
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
     * Publishes a new event, and waits for at most 10 s until it is on the bus.
     *
     * @param data of a class that is registered
     * @param key the ordering key, 1 to 128 characters
     * @throws PublishFailedException if the event is not on the bus, or may not be; the key is open nevertheless
     */
    public final void publish(Object data, String key) {
        publish(List.of(events().of(data).keyed(key)));
    }

    /** Publishes events, and waits for at most 10 s; see {@link #publish(List, Deadline)}. */
    public final void publish(List<? extends Envelope<?>> events) {
        publish(events, in(PUBLISH_TIME));
    }

    /**
     * Publishes events, those that the bus refuses for a cause that may pass again and again, in the order of each key, until
     * the bus has them all. Two calls with one key wait for each other.
     *
     * @throws PublishFailedException if an event is not on the bus by the deadline, or may not be; its report has an entry per
     *     event, and no key is withheld
     */
    public final void publish(List<? extends Envelope<?>> events, Deadline deadline) {
        repeating.get().publish(events, deadline);
    }

    /**
     * {@return a builder of a handler of commands on event streams} Events are published right after they are committed;
     * where that fails, {@link Dispatcher#drain} makes up for it. Snapshots are taken where {@code snapshotEvery} asks for
     * them.
     */
    public final <C, S, E> CommandHandlerBuilder<C, S, E> commands(Decider<C, S, E> decider) {
        return CommandHandler.builder(decider, eventStore(), types(), settings.source())
                .clock(settings.clock())
                .observer(settings.observer())
                .dispatcher(dispatcher())
                .snapshots(stores.snapshots(), states());
    }

    /** {@return a consumer of this name, to be described: with inbox and parking lot, unless it says otherwise} */
    public final HostedConsumer.Builder consumer(String name) {
        return new HostedConsumer.Builder(this, name, "consumer");
    }

    /**
     * {@return a participant of sagas, to be described} It handles the commands that go to {@code name} and publishes its
     * answers. An answer is caused by its command and has its key; if the command comes again, so does the same answer.
     */
    public final Participant participant(String name) {
        return new Participant(this, name);
    }

    /**
     * {@return the view of this projection, fed with {@link Projection#events}}
     *
     * @throws IllegalArgumentException if the name has another owner, or as {@link ViewBuilder#build}
     */
    public final <R> View<R> view(Projection<R> projection) {
        return owning(viewOf(projection).build());
    }

    /** {@return a builder of the view, for a platform to configure further} */
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
     * {@return replicas of entities of this class, from the events that carry their states}
     *
     * @throws IllegalArgumentException if the name has another owner
     */
    public final <T> Replicator<T> replica(String collection, Class<T> state) {
        return owning(new Replicator<>(stores.replicas(), collection, states(), types().requireTypeOf(state), state));
    }

    /** {@return the publisher of states of entities of this class} */
    public final <T> EntityPublisher<T> entityPublisher(Class<T> state) {
        return new EntityPublisher<>(this, state);
    }

    /**
     * {@return the consumer that this describes, with the platform's ports}
     *
     * @throws IllegalArgumentException if the name has another owner
     */
    public final HostedConsumer host(ConsumerSpec spec) {
        return spec instanceof HostedConsumer hosted ? owning(hosted) : HostedConsumer.of(this, spec);
    }

    /**
     * Takes a name for something that this platform has not made: a name has one owner on a platform. Owners of one name
     * would share a consumer group, an inbox, a parking lot, rows. Nothing is known of other platforms and processes.
     *
     * @throws IllegalArgumentException if the name has another owner
     */
    public final void takeName(String name, ConsumerSpec.Owner owner) {
        names.take(name, owner);
    }

    private <S extends ConsumerSpec> S owning(S spec) {
        takeName(spec.name(), spec.owner());
        return spec;
    }

    /**
     * The settings of a platform.
     *
     * @param source the CloudEvents source of its events, see {@link io.triskel.event.EventId}
     * @param types the types of its events
     * @param clock where time comes from
     * @param ids where the ids of new events come from
     * @param observer the observer of the whole platform
     * @param executor runs lanes of a batch side by side
     * @param waiter how a thread waits before it publishes again
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
         * {@return settings with the system's clock, random ids, no observer, a batch's lanes one after another on the calling
         * thread, and waits that block it}
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

        /** {@return the same with this clock} */
        public Settings clock(InstantSource other) {
            return new Settings(source, types, other, ids, observer, executor, waiter);
        }

        /** {@return the same with these ids} */
        public Settings ids(IdSource other) {
            return new Settings(source, types, clock, other, observer, executor, waiter);
        }

        /** {@return the same with this observer} */
        public Settings observer(Observer other) {
            return new Settings(source, types, clock, ids, other, executor, waiter);
        }

        /** {@return the same with this executor; see {@link io.triskel.consume.BatchProcessor.Builder#executor}} */
        public Settings executor(Executor other) {
            return new Settings(source, types, clock, ids, observer, other, waiter);
        }

        /** {@return the same with this waiter} */
        public Settings waiter(Waiter other) {
            return new Settings(source, types, clock, ids, observer, executor, other);
        }
    }
}
