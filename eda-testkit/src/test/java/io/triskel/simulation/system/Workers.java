package io.triskel.simulation.system;

import io.triskel.codec.StateCodec;
import io.triskel.consume.Consumer;
import io.triskel.consume.EventHandler.Handling;
import io.triskel.decide.CommandHandler;
import io.triskel.decide.CommandHandler.Loaded;
import io.triskel.decide.CommandResult;
import io.triskel.event.Deadline;
import io.triskel.event.DerivedId;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.event.Metadata;
import io.triskel.event.OrderingKey;
import io.triskel.event.Pattern;
import io.triskel.event.PortException;
import io.triskel.event.StreamId;
import io.triskel.publish.RepeatingPublisher;
import io.triskel.saga.Participation;
import io.triskel.store.CommandId;
import io.triskel.transfer.Replicas;
import io.triskel.transfer.Replicator;
import io.triskel.transfer.TransferEvents;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The consumers of a host that are no sagas and no view. */
final class Workers {
    static final String COPIES = "copies";

    private final World world;
    private final Faults.Life life;
    private final CommandHandler<Orders.Command, Orders.Order, Orders.Event> orders;
    private final RepeatingPublisher publisher;
    private final Books books;
    private final TransferEvents<Orders.Order> transfers = new TransferEvents<>("/copies", Orders.COPY);

    Workers(
            World world,
            Faults.Life life,
            CommandHandler<Orders.Command, Orders.Order, Orders.Event> orders,
            RepeatingPublisher publisher) {
        this.world = world;
        this.life = life;
        this.orders = orders;
        this.publisher = publisher;
        this.books = world.books(life);
    }

    List<Station> stations() {
        return List.of(audit(), transfer(), copies(), participants(), ordering());
    }

    /** The plain one: inbox, parking lot, and events that it fails on for a while or until it is mended. */
    private Station audit() {
        Consumer.Builder builder = Station.consumer(world, life, "audit").inbox(world.inbox(life));
        Orders.EVENTS.forEach(type -> Station.on(world, builder, "audit", type, (event, handling) -> {
            if (event.data() instanceof Orders.Noted noted) {
                world.trouble(event.id(), noted.trouble());
            }
        }));
        Station.on(world, builder, "audit", Orders.MEMO, (event, handling) -> {});
        return new Station(world, life, builder);
    }

    /** Publishes the whole of an order after each of its events, to whoever keeps a copy. */
    private Station transfer() {
        Consumer.Builder builder = Station.consumer(world, life, "transfer").inbox(world.inbox(life));
        Orders.EVENTS.forEach(type -> Station.on(
                world,
                builder,
                "transfer",
                type,
                (event, handling) -> transfer(((Pattern.Sourced) event.pattern()).stream(), handling)));
        return new Station(world, life, builder);
    }

    private void transfer(StreamId stream, Handling handling) {
        Loaded<Orders.Order> order = orders.load(stream);
        String entity = entityOf(stream.value());
        Envelope<?> event = order.state().standing() == Orders.Standing.REJECTED
                ? transfers.deleted(entity, order.revision())
                : transfers.changed(entity, order.revision(), order.state());
        publish(event, handling.deadline());
    }

    /** An entity has a key of its own: nothing else is published under it. */
    static String entityOf(String order) {
        return "copy-of-" + order;
    }

    private void publish(Envelope<?> event, Deadline deadline) {
        Deadline soon = Deadline.in(Duration.ofSeconds(10), world.clock);
        publisher.publish(List.of(event), soon.at().isBefore(deadline.at()) ? soon : deadline);
    }

    private Station copies() {
        Replicas replicas = world.replicas(life);
        StateCodec states = world.codecs.states;
        Replicator<Orders.Order> replicator =
                new Replicator<>(replicas, COPIES, states, Orders.COPY, Orders.Order.class);
        Consumer.Builder builder = Station.consumer(world, life, COPIES).lane(event -> Optional.empty());
        Station.on(world, builder, COPIES, Orders.COPY, (event, handling) -> replicator.apply(event));
        return new Station(world, life, builder);
    }

    private Station participants() {
        Consumer.Builder builder = Station.consumer(world, life, "participants");
        for (EventType type :
                List.of(Fulfilment.RESERVE, Fulfilment.RELEASE, Fulfilment.CHARGE, Fulfilment.REFUND, Loyalty.STAMP)) {
            Station.on(world, builder, "participants", type, this::participate);
        }
        return new Station(world, life, builder);
    }

    private void participate(Envelope<Object> command, Handling handling) {
        if (command.data() instanceof Fulfilment.Reserve reserve) {
            boolean done = act(reserve.order(), "reserve");
            Object reply = done ? new Fulfilment.Reserved(reserve.order()) : new Fulfilment.OutOfStock(reserve.order());
            answer(command, reply, 100, handling);
        } else if (command.data() instanceof Fulfilment.Charge charge) {
            boolean done = act(charge.order(), "charge");
            Object reply = done ? new Fulfilment.Charged(charge.order()) : new Fulfilment.CardRefused(charge.order());
            answer(command, reply, 100, handling);
        } else if (command.data() instanceof Fulfilment.Release release) {
            undo(release.order(), "reserve");
            answer(command, new Fulfilment.Released(release.order()), 600, handling);
        } else if (command.data() instanceof Fulfilment.Refund refund) {
            undo(refund.order(), "charge");
            answer(command, new Fulfilment.Refunded(refund.order()), 600, handling);
        } else if (command.data() instanceof Loyalty.Stamp stamp) {
            books.stamp(stamp.customer(), stamp.number(), command.id());
        }
    }

    private boolean act(String order, String step) {
        Participation before = of(order, step);
        Participation.Turn turn = before.onAction();
        if (turn != Participation.Turn.DO) {
            return turn == Participation.Turn.ANSWER_DONE;
        }
        boolean possible = world.possible(order, step);
        change(order, step, before, possible ? Participation.DONE : Participation.FAILED);
        return possible;
    }

    private void undo(String order, String step) {
        Participation before = of(order, step);
        if (before != Participation.UNDONE) {
            change(order, step, before, Participation.UNDONE);
        }
    }

    private Participation of(String order, String step) {
        Participation known = books.of(order, step);
        boolean careless = world.flaw == Flaw.PARTICIPANTS_ARE_CARELESS && known == Participation.UNDONE;
        return careless ? Participation.NONE : known;
    }

    private void change(String order, String step, Participation from, Participation to) {
        Participation before = world.flaw == Flaw.PARTICIPANTS_ARE_CARELESS ? books.of(order, step) : from;
        if (!books.change(order, step, before, to)) {
            throw new PortException("somebody else changed " + step + " of " + order);
        }
    }

    /** Some replies get lost, as if the participant were another system; then only a timeout helps. */
    private void answer(Envelope<?> command, Object reply, int lost, Handling handling) {
        if (world.faults.happens(lost)) {
            return;
        }
        String order = command.subject().orElseThrow();
        publish(
                Envelope.of(
                                new EventId(
                                        "/participants",
                                        DerivedId.of(command.id().id())),
                                world.codecs.events.types().requireTypeOf(reply.getClass()),
                                reply)
                        .withKey(new OrderingKey("replies-" + order))
                        .withMetadata(Metadata.causedBy(command)),
                handling.deadline());
    }

    private Station ordering() {
        Consumer.Builder builder = Station.consumer(world, life, "ordering");
        Station.on(
                world,
                builder,
                "ordering",
                Fulfilment.CONFIRM,
                (command, handling) ->
                        order(command, ((Fulfilment.ConfirmOrder) command.data()).order(), new Orders.Confirm()));
        Station.on(world, builder, "ordering", Fulfilment.REJECT, (command, handling) -> {
            Fulfilment.RejectOrder reject = (Fulfilment.RejectOrder) command.data();
            order(command, reject.order(), new Orders.Reject(reject.why()));
        });
        return new Station(world, life, builder);
    }

    private void order(Envelope<?> command, String order, Orders.Command what) {
        CommandResult<Orders.Event> result =
                orders.handle(World.stream(order), new CommandId(command.id().id()), what, Metadata.causedBy(command));
        result.fold(
                done -> done,
                rejected -> {
                    world.ledger.wrong(what + " of " + order + " was rejected: " + rejected.reason());
                    return rejected;
                },
                conflict -> {
                    throw new PortException(order + " is written to by others");
                });
    }
}
