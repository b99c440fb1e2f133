package io.triskel.simulation.system;

import io.triskel.codec.StateCodec;
import io.triskel.consume.EventConsumer;
import io.triskel.consume.EventHandler.Handling;
import io.triskel.decide.CommandHandler;
import io.triskel.decide.CommandHandler.Loaded;
import io.triskel.decide.CommandResult;
import io.triskel.event.Deadline;
import io.triskel.event.DerivedId;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventKind;
import io.triskel.event.EventType;
import io.triskel.event.Metadata;
import io.triskel.event.OrderingKey;
import io.triskel.event.PortException;
import io.triskel.event.StreamId;
import io.triskel.publish.RepeatingPublisher;
import io.triskel.saga.Participation;
import io.triskel.store.CommandId;
import io.triskel.transfer.Replicas;
import io.triskel.transfer.Replicator;
import io.triskel.transfer.TransferEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The consumers of a host that are no sagas and no view. */
final class Workers {
    static final String COPIES = "copies";
    private static final Duration LATE = Duration.ofMinutes(10);

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
        EventConsumer.Builder builder = Station.consumer(world, life, "audit").inbox(world.inbox(life));
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
        EventConsumer.Builder builder =
                Station.consumer(world, life, "transfer").inbox(world.inbox(life));
        Orders.EVENTS.forEach(type -> Station.on(
                world,
                builder,
                "transfer",
                type,
                (event, handling) -> transfer(((EventKind.Sourced) event.pattern()).stream(), handling)));
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
        EventConsumer.Builder builder = Station.consumer(world, life, COPIES).lane(event -> Optional.empty());
        Station.on(world, builder, COPIES, Orders.COPY, (event, handling) -> replicator.apply(event));
        return new Station(world, life, builder);
    }

    private Station participants() {
        EventConsumer.Builder builder = Station.consumer(world, life, "participants");
        for (EventType type : List.of(
                Fulfilment.RESERVE,
                Fulfilment.RELEASE,
                Fulfilment.CHARGE,
                Fulfilment.REFUND,
                Billing.BILL,
                Billing.CANCEL,
                Loyalty.STAMP)) {
            Station.on(world, builder, "participants", type, this::participate);
        }
        return new Station(world, life, builder);
    }

    private void participate(Envelope<Object> command, Handling handling) {
        if (command.data() instanceof Fulfilment.Reserve reserve) {
            boolean done = act(command, "reserve");
            Object reply = done ? new Fulfilment.Reserved(reserve.order()) : new Fulfilment.OutOfStock(reserve.order());
            answer(command, reply, 100, handling);
        } else if (command.data() instanceof Fulfilment.Charge charge) {
            boolean done = act(command, "charge");
            Object reply = done ? new Fulfilment.Charged(charge.order()) : new Fulfilment.CardRefused(charge.order());
            answer(command, reply, 100, handling);
        } else if (command.data() instanceof Fulfilment.Release release) {
            undo(command, "reserve");
            answer(command, new Fulfilment.Released(release.order()), 600, handling);
        } else if (command.data() instanceof Fulfilment.Refund refund) {
            undo(command, "charge");
            answer(command, new Fulfilment.Refunded(refund.order()), 600, handling);
        } else if (command.data() instanceof Billing.Bill bill) {
            world.books.bills(Participation.keyOf(command), bill.order());
            boolean done = act(command, "bill");
            Object reply = done ? new Billing.Billed(bill.customer()) : new Billing.NotBilled(bill.customer());
            answer(command, reply, 100, handling);
        } else if (command.data() instanceof Billing.CancelBill cancel) {
            if (world.books.billed(cancel.customer()).indexOf(cancel.order())
                    < world.books.billed(cancel.customer()).size() - 1) {
                world.happenings.add(Happening.ROUND_BEFORE_WAS_UNDONE_LATE);
            }
            undo(command, "bill");
            answer(command, new Billing.BillCancelled(cancel.customer()), 600, handling);
        } else if (command.data() instanceof Loyalty.Stamp stamp) {
            books.stamp(stamp.customer(), stamp.number(), command.id());
        }
    }

    private boolean act(Envelope<?> command, String step) {
        String process = Participation.keyOf(command);
        Participation before = of(process, step);
        Participation.Turn turn = before.onAction();
        boolean done = turn == Participation.Turn.ANSWER_DONE;
        if (turn == Participation.Turn.DO) {
            done = world.possible(process, step);
            change(process, step, before, done ? Participation.DONE : Participation.FAILED);
        }
        world.books.answers(process, step, done);
        return done;
    }

    private void undo(Envelope<?> command, String step) {
        String process = Participation.keyOf(command);
        Participation before = of(process, step);
        if (before != Participation.UNDONE) {
            change(process, step, before, Participation.UNDONE);
        }
    }

    private Participation of(String process, String step) {
        Participation known = books.of(process, step);
        boolean careless = world.flaw == Flaw.PARTICIPANTS_ARE_CARELESS && known == Participation.UNDONE;
        return careless ? Participation.NONE : known;
    }

    private void change(String process, String step, Participation from, Participation to) {
        Participation before = world.flaw == Flaw.PARTICIPANTS_ARE_CARELESS ? books.of(process, step) : from;
        if (!books.change(process, step, before, to)) {
            throw new PortException("somebody else changed " + step + " of " + process);
        }
    }

    /** Some replies get lost, as if the participant were another system; then only a timeout helps. Some bills come very late. */
    private void answer(Envelope<?> command, Object reply, int lost, Handling handling) {
        if (world.faults.happens(lost)) {
            return;
        }
        Envelope<?> answer = Envelope.of(
                        new EventId("/participants", DerivedId.of(command.id().id())),
                        world.codecs.events.types().requireTypeOf(reply.getClass()),
                        reply)
                .withKey(new OrderingKey("replies-" + command.subject().orElseThrow()))
                .withMetadata(world.flaw.answering(command));
        if (reply instanceof Billing.Billed && world.random.nextInt(4) == 0) {
            world.late.put(answer, world.clock.instant().plus(LATE));
        } else {
            publish(answer, handling.deadline());
        }
    }

    /** Publishes the answers that are late enough by now. */
    void answerLate() {
        Instant now = world.clock.instant();
        for (Map.Entry<Envelope<?>, Instant> late : List.copyOf(world.late.entrySet())) {
            if (!late.getValue().isAfter(now)) {
                publish(late.getKey(), Deadline.in(Duration.ofSeconds(10), world.clock));
                world.late.remove(late.getKey());
            }
        }
    }

    private Station ordering() {
        EventConsumer.Builder builder = Station.consumer(world, life, "ordering");
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
