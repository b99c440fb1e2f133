package io.triskel.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.consume.BatchProcessor;
import io.triskel.consume.Delivery;
import io.triskel.consume.Delivery.Position;
import io.triskel.consume.EventConsumer;
import io.triskel.consume.FailurePolicy.Decision;
import io.triskel.consume.ParkedReplay;
import io.triskel.consume.Redelivery;
import io.triskel.decide.CommandHandler;
import io.triskel.decide.CommandResult;
import io.triskel.decide.Decider;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventType;
import io.triskel.event.Metadata;
import io.triskel.event.StreamId;
import io.triskel.memory.InMemoryBus;
import io.triskel.memory.InMemoryEventStore;
import io.triskel.memory.InMemoryInbox;
import io.triskel.memory.InMemoryParkingLot;
import io.triskel.memory.InMemoryPersonalKeys;
import io.triskel.memory.InMemorySagaStore;
import io.triskel.memory.InMemoryStores;
import io.triskel.personal.Personal;
import io.triskel.projection.Projection;
import io.triskel.projection.ReadModel;
import io.triskel.projection.View;
import io.triskel.publish.EventBus.WireMode;
import io.triskel.publish.OrderedPublisher;
import io.triskel.saga.Progress;
import io.triskel.saga.SagaRunner;
import io.triskel.saga.Steps;
import io.triskel.store.CommandId;
import io.triskel.store.Snapshots;
import io.triskel.transfer.Replicas;
import io.triskel.transfer.Replicas.Replica;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** After a subject is forgotten everything still loads, and no store has its plain text in any byte or text it holds. */
class ForgottenEverywhereTest {
    private static final StreamId STREAM = new StreamId("customer-1");
    private static final String SUBJECT = "customer-1";
    private static final Personal<String> FORGOTTEN = new Personal.Forgotten<>(SUBJECT);
    private static final InstantSource CLOCK = () -> Instant.parse("2026-01-01T00:00:00Z");

    record Registered(String customer, Personal<String> name) {}

    record Customer(int events, Optional<Personal<String>> name) {}

    record Greet(String customer, Personal<String> name) {}

    record Greeted(String customer) {}

    private final InMemoryPersonalKeys keys = new InMemoryPersonalKeys();
    private final TypeRegistry types = TypeRegistry.builder()
            .add(EventType.of("customers.registered", 1), Registered.class)
            .add(EventType.of("customers.greet", 1), Greet.class)
            .add(EventType.of("customers.greeted", 1), Greeted.class)
            .build();
    private final EventCodec events = EventCodec.of(types).withPersonal(keys);
    private final StateCodec states = StateCodec.of().withPersonal(keys);
    private final InMemoryEventStore store = InMemoryEventStore.encoded(events);
    private final Snapshots snapshots = new InMemoryStores().snapshots();
    private final Replicas replicas = new InMemoryStores().replicas();
    private final ReadModel readModel = new InMemoryStores().readModel();
    private final InMemorySagaStore sagas = new InMemorySagaStore();
    private final InMemoryInbox inbox = new InMemoryInbox();
    private final InMemoryParkingLot parkingLot = new InMemoryParkingLot();
    private final InMemoryBus bus = InMemoryBus.of(events, WireMode.STRUCTURED, 1);

    private final CommandHandler<String, Customer, Registered> handler = CommandHandler.builder(
                    Decider.<String, Customer, Registered>of(
                            new Customer(0, Optional.empty()),
                            (name, customer) -> List.of(new Registered(SUBJECT, Personal.of(SUBJECT, name))),
                            (customer, event) -> new Customer(customer.events() + 1, Optional.of(event.name()))),
                    store,
                    types,
                    "/customers")
            .snapshots(snapshots, states)
            .snapshotEvery(1, Customer.class)
            .deciderName("customer")
            .build();
    private final View<Customer> view = View.of(new Customers(), readModel, states)
            .events(types, Registered.class)
            .build();
    private final SagaRunner<Progress<Greet>> saga = SagaRunner.of(
                    Steps.named("welcome", Greet.class)
                            .startedBy(
                                    Registered.class,
                                    Registered::customer,
                                    registered -> new Greet(registered.customer(), registered.name()))
                            .step("greet")
                            .command("post", greet -> greet)
                            .done(Greeted.class)
                            .build(),
                    sagas,
                    events,
                    OrderedPublisher.builder(bus, events).clock(CLOCK).build())
            .states(states)
            .clock(CLOCK)
            .sendLater()
            .build();
    private final List<Object> handled = new ArrayList<>();
    private final EventConsumer consumer = EventConsumer.named("greeter")
            .on(EventType.of("customers.registered", 1), Registered.class, (event, handling) -> {
                if (event.data().name().known().isPresent()) {
                    throw new IllegalStateException("cannot greet by name");
                }
                handled.add(event.data());
            })
            .policy((event, failure, attempt) -> Decision.park("cannot greet"))
            .inbox(inbox)
            .parkingLot(parkingLot)
            .build();

    @BeforeEach
    void something_personal_is_kept() throws Exception {
        assertThat(handler.handle(STREAM, new CommandId("c-1"), "Ada Lovelace", Metadata.empty()))
                .isInstanceOf(CommandResult.Done.class);
        assertThat(handler.handle(STREAM, new CommandId("c-2"), "Ada Lovelace", Metadata.empty()))
                .isInstanceOf(CommandResult.Done.class);
        replicas.put(
                "customers",
                Replica.of(
                        "customer-1",
                        1,
                        states.encode(new Customer(1, Optional.of(Personal.of(SUBJECT, "Ada Lovelace"))))));
        Envelope<?> registered = store.read(STREAM, 0, 1).events().get(0);
        view.apply(registered);
        saga.handle(registered, soon());
        assertThat(BatchProcessor.of(consumer)
                        .codec(events)
                        .clock(CLOCK)
                        .build()
                        .process(List.of(Delivery.of(registered, new Position("1"))), Redelivery.ONE_BY_ONE, soon())
                        .complete())
                .isTrue();
        assertThat(parkingLot.size()).isEqualTo(1);
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(30), CLOCK);
    }

    @Test
    void the_plain_text_is_in_no_store() {
        assertThat(saga.sendPending(10, soon()).sent()).isEqualTo(1);

        for (Object kept : List.of(store, snapshots, replicas, readModel, sagas, inbox, parkingLot, bus, keys)) {
            List<String> contents = ContentsOf.object(kept);

            assertThat(contents)
                    .as("contents of %s", kept.getClass().getSimpleName())
                    .isNotEmpty();
            assertThat(contents).noneMatch(text -> text.contains("Lovelace"));
        }
        assertThat(ContentsOf.object(store)).anyMatch(text -> text.contains("\"subject\":\"customer-1\""));
        for (Object kept : List.of(snapshots, replicas, readModel, sagas, parkingLot, bus)) {
            assertThat(ContentsOf.object(kept))
                    .as("contents of %s", kept.getClass().getSimpleName())
                    .anyMatch(text -> text.contains("\"sealed\""));
        }
    }

    @Test
    void a_store_that_kept_it_would_be_found_out() {
        Object leaky = Optional.of(List.of(new Registered("customer-1", Personal.of("customer-1", "Ada Lovelace"))));

        assertThat(ContentsOf.object(leaky)).anyMatch(text -> text.contains("Lovelace"));
        assertThat(ContentsOf.object("{\"state\":\"eyJuYW1lIjoiQWRhIExvdmVsYWNlIn0=\"}"))
                .anyMatch(text -> text.contains("Ada Lovelace"));
    }

    @Test
    void streams_snapshots_and_replicas_still_load_and_read_as_forgotten() {
        keys.forget(SUBJECT);

        assertThat(store.read(STREAM, 0, 10).events())
                .extracting(event -> ((Registered) event.data()).name())
                .containsExactly(FORGOTTEN, FORGOTTEN);
        assertThat(handler.load(STREAM).state()).isEqualTo(new Customer(2, Optional.of(FORGOTTEN)));
        assertThat(states.decode(
                        replicas.get("customers", "customer-1").orElseThrow().state(), Customer.class))
                .isEqualTo(new Customer(1, Optional.of(FORGOTTEN)));
    }

    @Test
    void rows_of_sagas_and_read_models_still_load_and_read_as_forgotten() {
        keys.forget(SUBJECT);

        assertThat(saga.state(SUBJECT).orElseThrow().data()).contains(new Greet(SUBJECT, FORGOTTEN));
        assertThat(view.find(STREAM)).contains(new Customer(1, Optional.of(FORGOTTEN)));
    }

    @Test
    void what_was_parked_is_replayed_and_reads_as_forgotten() {
        keys.forget(SUBJECT);

        var replayed = ParkedReplay.of(consumer)
                .codec(events)
                .clock(CLOCK)
                .build()
                .replay(parkingLot.held("greeter", Optional.empty(), 1).get(0).lane(), 10, soon());

        assertThat(replayed.handled()).isEqualTo(1);
        assertThat(handled).containsExactly(new Registered(SUBJECT, FORGOTTEN));
        assertThat(parkingLot.size()).isZero();
    }

    private static final class Customers implements Projection<Customer> {
        @Override
        public String name() {
            return "customers";
        }

        @Override
        public Class<Customer> rowType() {
            return Customer.class;
        }

        /** Its rows hold personal data sealed and nowhere else. */
        @Override
        public Optional<String> subject(Customer row) {
            return Optional.empty();
        }

        @Override
        public Optional<Customer> evolve(Optional<Customer> row, Envelope<?> event) {
            return Optional.of(new Customer(
                    row.map(Customer::events).orElse(0) + 1, Optional.of(((Registered) event.data()).name())));
        }
    }
}
