package io.triskel.simulation.system;

import io.triskel.consume.EventConsumer;
import io.triskel.consume.EventHandler;
import io.triskel.decide.CommandHandler;
import io.triskel.event.Deadline;
import io.triskel.event.EventType;
import io.triskel.outbox.Dispatcher;
import io.triskel.personal.CachedPersonalKeys;
import io.triskel.personal.PersonalKeys;
import io.triskel.publish.EventPublisher;
import io.triskel.publish.OrderedPublisher;
import io.triskel.publish.RepeatingPublisher;
import io.triskel.saga.Progress;
import io.triskel.saga.Saga;
import io.triskel.saga.SagaRunner;
import io.triskel.saga.SagaRunnerBuilder;
import io.triskel.store.EventStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One life of one host: everything of the core that it needs, made anew over what outlives it. */
final class Host {
    static final Duration KEY_AGE = Duration.ofSeconds(30);

    private final int number;
    private final World world;
    private final Faults.Life life;
    private final PersonalKeys keys;
    private final EventPublisher publisher;
    private final EventPublisher careless;
    private final RepeatingPublisher repeating;
    private final Dispatcher dispatcher;
    private final CommandHandler<Orders.Command, Orders.Order, Orders.Event> orders;
    private final SagaRunner<Progress<Fulfilment.Task>> fulfilment;
    private final SagaRunner<Progress<GiftWrapping.Gift>> gifts;
    private final SagaRunner<Progress<Billing.Account>> billing;
    private final SagaRunner<Loyalty.Card> loyalty;
    private final ViewPart view;
    private final Workers workers;
    private final List<Station> stations = new ArrayList<>();

    Host(int number, World world) {
        this.number = number;
        this.world = world;
        this.life = new Faults.Life(number);
        this.keys = new CachedPersonalKeys(world.keys(life), KEY_AGE, 8, world.clock);
        this.publisher = OrderedPublisher.builder(world.bus(life), world.codecs.events)
                .clock(world.clock)
                .build();
        this.careless = publisher.withOwnWithholding();
        this.repeating = RepeatingPublisher.of(publisher, world.clock, (woken, most) -> world.clock.advance(most));
        EventStore store = world.store(life);
        this.dispatcher = Dispatcher.builder(store, world.outbox(life), world.flaw.others(publisher))
                .clock(world.clock)
                .lease(Duration.ofSeconds(30))
                .pause(time -> {})
                .build();
        this.orders = orders(store);
        this.fulfilment = runner(Fulfilment.saga(world.flaw));
        this.gifts = runner(GiftWrapping.saga(world.flaw));
        this.billing = runner(Billing.saga(world.flaw));
        this.loyalty = runner(new Loyalty());
        this.view = new ViewPart(world, life);
        this.workers = new Workers(world, life, orders, repeating);
        workers.stations().forEach(stations::add);
        sagas().forEach(saga -> stations.add(station(saga)));
    }

    private CommandHandler<Orders.Command, Orders.Order, Orders.Event> orders(EventStore store) {
        var builder = CommandHandler.builder(new Orders(), store, world.codecs.events.types(), "/orders")
                .clock(world.clock)
                .snapshots(world.snapshots(life), world.codecs.states)
                .snapshotEvery(3, Orders.Order.class);
        return (world.random.nextBoolean() ? builder.dispatcher(dispatcher) : builder).build();
    }

    private <S> SagaRunner<S> runner(Saga<S> saga) {
        SagaRunnerBuilder<S> builder = SagaRunner.of(saga, world.sagas(life), world.codecs.events, publisher)
                .states(world.codecs.states)
                .clock(world.clock);
        return (world.random.nextBoolean() ? builder.sendLater() : builder).build();
    }

    private Station station(SagaRunner<?> runner) {
        String name = runner.name();
        EventConsumer.Builder builder = Station.consumer(world, life, name).lane(runner.lane());
        for (EventType type :
                runner.subscribe(EventConsumer.named(name)).build().types()) {
            Station.on(world, builder, name, type, (EventHandler<Object>) runner);
        }
        return new Station(world, life, builder);
    }

    int number() {
        return number;
    }

    Faults.Life life() {
        return life;
    }

    PersonalKeys keys() {
        return keys;
    }

    EventPublisher publisher() {
        return publisher;
    }

    /** {@return the way of first programs to publish} */
    RepeatingPublisher repeating() {
        return repeating;
    }

    /** {@return a view for those who ignore its reports} */
    EventPublisher careless() {
        return careless;
    }

    /** A publisher turns its host's death into an unknown outcome; the dead do no more all the same. */
    void requireAlive() {
        if (life.over()) {
            throw life.end("while it published");
        }
    }

    CommandHandler<Orders.Command, Orders.Order, Orders.Event> orders() {
        return orders;
    }

    List<SagaRunner<?>> sagas() {
        return List.of(fulfilment, gifts, billing, loyalty);
    }

    ViewPart view() {
        return view;
    }

    List<Station> stations() {
        List<Station> all = new ArrayList<>(stations);
        all.addAll(view.stations());
        return all;
    }

    void drain(int limit) {
        dispatcher.drain(limit, Deadline.in(Duration.ofSeconds(20), world.clock));
    }

    void tick(int limit) {
        Deadline deadline = Deadline.in(Duration.ofSeconds(20), world.clock);
        for (SagaRunner<?> saga : sagas()) {
            saga.fireDue(world.clock.instant(), limit);
            saga.sendPending(limit, deadline);
        }
    }

    void answerLate() {
        workers.answerLate();
    }

    @Override
    public String toString() {
        return "host " + number;
    }
}
