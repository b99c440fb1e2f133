package io.triskel.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.decide.CommandHandler;
import io.triskel.decide.Decider;
import io.triskel.event.EventType;
import io.triskel.event.Metadata;
import io.triskel.event.StreamId;
import io.triskel.memory.InMemoryEventStore;
import io.triskel.memory.InMemoryPersonalKeys;
import io.triskel.memory.InMemoryReplicas;
import io.triskel.memory.InMemorySnapshots;
import io.triskel.store.CommandId;
import io.triskel.transfer.Replica;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** After a subject is forgotten everything still loads, and no store has its plain text in any byte or text it holds. */
class ForgottenEverywhereTest {
    private static final EventType REGISTERED = EventType.of("customers.registered", 1);
    private static final StreamId STREAM = new StreamId("customer-1");

    record Registered(String customer, Personal<String> name) {}

    record Customer(int events, Optional<Personal<String>> name) {}

    private final InMemoryPersonalKeys keys = new InMemoryPersonalKeys();
    private final TypeRegistry types =
            TypeRegistry.builder().add(REGISTERED, Registered.class).build();
    private final StateCodec states = StateCodec.of().withPersonal(keys);
    private final InMemoryEventStore store =
            InMemoryEventStore.encoded(EventCodec.of(types).withPersonal(keys));
    private final InMemorySnapshots snapshots = new InMemorySnapshots();
    private final InMemoryReplicas replicas = new InMemoryReplicas();
    private final CommandHandler<String, Customer, Registered> handler = CommandHandler.builder(
                    Decider.<String, Customer, Registered>of(
                            new Customer(0, Optional.empty()),
                            (name, customer) -> List.of(new Registered("customer-1", Personal.of("customer-1", name))),
                            (customer, event) -> new Customer(customer.events() + 1, Optional.of(event.name()))),
                    store,
                    types,
                    "/customers")
            .snapshots(snapshots, states, Customer.class, 1)
            .build();

    @BeforeEach
    void something_personal_is_kept() {
        handler.handle(STREAM, new CommandId("c-1"), "Ada Lovelace", Metadata.empty());
        handler.handle(STREAM, new CommandId("c-2"), "Ada Lovelace", Metadata.empty());
        replicas.put(
                "customers",
                Replica.of(
                        "customer-1",
                        1,
                        states.encode(new Customer(1, Optional.of(Personal.of("customer-1", "Ada Lovelace"))))));
    }

    @Test
    void the_plain_text_is_in_no_store() {
        for (Object kept : List.of(store, snapshots, replicas, keys)) {
            List<String> contents = ContentsOf.object(kept);

            assertThat(contents)
                    .as("contents of %s", kept.getClass().getSimpleName())
                    .isNotEmpty();
            assertThat(contents).noneMatch(text -> text.contains("Ada") || text.contains("Lovelace"));
        }
        assertThat(ContentsOf.object(store)).anyMatch(text -> text.contains("\"subject\":\"customer-1\""));
        assertThat(ContentsOf.object(snapshots)).anyMatch(text -> text.contains("\"sealed\""));
        assertThat(ContentsOf.object(replicas)).anyMatch(text -> text.contains("\"sealed\""));
    }

    @Test
    void a_store_that_kept_it_would_be_found_out() {
        Object leaky = Optional.of(List.of(new Registered("customer-1", Personal.of("customer-1", "Ada Lovelace"))));

        assertThat(ContentsOf.object(leaky)).anyMatch(text -> text.contains("Ada"));
    }

    @Test
    void everything_still_loads_and_reads_as_forgotten() {
        keys.forget("customer-1");

        Personal<String> forgotten = new Personal.Forgotten<>("customer-1");
        assertThat(store.read(STREAM, 0, 10).events())
                .extracting(event -> ((Registered) event.data()).name())
                .containsExactly(forgotten, forgotten);
        assertThat(handler.load(STREAM).state()).isEqualTo(new Customer(2, Optional.of(forgotten)));
        assertThat(states.decode(
                        replicas.get("customers", "customer-1").orElseThrow().state(), Customer.class))
                .isEqualTo(new Customer(1, Optional.of(forgotten)));
    }
}
