package io.triskel.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.triskel.codec.TypeRegistry;
import io.triskel.decide.CommandHandler;
import io.triskel.decide.CommandResult;
import io.triskel.decide.Decider;
import io.triskel.event.Envelope;
import io.triskel.event.EventType;
import io.triskel.event.StreamId;
import io.triskel.memory.InMemoryPlatform;
import io.triskel.memory.InMemoryPump;
import io.triskel.memory.InMemoryStores;
import io.triskel.observe.EventOutcome;
import io.triskel.projection.Projection;
import io.triskel.projection.View;
import io.triskel.publish.EventPublisher;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PlatformTest {
    private static final Instant NEW_YEAR = Instant.parse("2026-01-01T00:00:00Z");
    private static final TypeRegistry TYPES = TypeRegistry.builder()
            .add("test.opened", 1, Opened.class)
            .add("test.closed", 1, Closed.class)
            .add("test.product", 1, Product.class)
            .build();
    private static final StreamId DOOR = StreamId.of("door", "front");

    private final AtomicInteger ids = new AtomicInteger();
    private final InMemoryPlatform platform = InMemoryPlatform.of(
            Platform.Settings.of("/doors", TYPES).clock(() -> NEW_YEAR).ids(() -> "id-" + ids.incrementAndGet()));
    private final List<Object> handled = new ArrayList<>();

    sealed interface DoorEvent {}

    record Opened(int width) implements DoorEvent {}

    record Closed() implements DoorEvent {}

    record Product(String name) {}

    record Unknown() {}

    @Nested
    class A_new_event {
        @Test
        void has_the_platforms_source_clock_and_ids_and_the_type_of_its_class() {
            Envelope<Opened> event = platform.events().of(new Opened(3)).keyed("front");

            assertThat(event.id().source()).isEqualTo("/doors");
            assertThat(event.id().id()).isEqualTo("id-1");
            assertThat(event.type()).isEqualTo(EventType.of("test.opened", 1));
            assertThat(event.time().orElseThrow().toInstant()).isEqualTo(NEW_YEAR);
            assertThat(event.key().orElseThrow().value()).isEqualTo("front");
        }

        @Test
        void that_another_event_causes_is_the_same_again_when_that_is_handled_again() {
            Envelope<Opened> cause = platform.events().of(new Opened(3)).keyed("front");

            Envelope<Closed> effect = platform.events().causedBy(cause, "wind", new Closed());

            assertThat(effect).isEqualTo(platform.events().causedBy(cause, "wind", new Closed()));
            assertThat(effect.id())
                    .isNotEqualTo(platform.events()
                            .causedBy(cause, "hand", new Closed())
                            .id());
            assertThat(effect.metadata().causation()).contains("id-1");
            assertThat(effect.key()).isEqualTo(cause.key());
        }

        @Test
        void of_a_class_that_is_not_registered_is_refused_with_what_to_do() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> platform.publish(new Unknown(), "front"))
                    .withMessageContaining("Unknown is not registered: add it with TypeRegistry.builder().add(");
        }
    }

    @Nested
    class A_consumer {
        @Test
        void of_a_sealed_interface_gets_all_its_records() {
            InMemoryPump pump = platform.subscribe(collecting(DoorEvent.class).build());

            publishAll(new Opened(3), new Closed(), new Product("mug"));
            int settled = pump.drain();

            assertThat(handled).containsExactly(new Opened(3), new Closed());
            assertThat(settled).isEqualTo(3);
        }

        @Test
        void has_an_inbox_unless_it_says_otherwise() {
            Envelope<Opened> event = platform.events().of(new Opened(3)).keyed("front");
            InMemoryPump pump = platform.subscribe(
                    collecting(Opened.class).build(),
                    platform.consumer("forgetful")
                            .on(Opened.class, (each, handling) -> handled.add("forgetful"))
                            .withoutInbox()
                            .build());

            platform.publish(List.of(event, event));
            pump.drain();

            assertThat(handled).containsExactly(new Opened(3), "forgetful", "forgetful");
        }

        @Test
        void that_fails_parks_the_event_and_what_follows_it_and_replays_both_in_order() {
            AtomicInteger attempts = new AtomicInteger();
            HostedConsumer consumer = platform.consumer("fussy")
                    .on(Opened.class, (event, handling) -> {
                        if (attempts.incrementAndGet() <= 2) {
                            throw new IllegalStateException("stuck");
                        }
                        handled.add(event.data());
                    })
                    .retryThenPark(2)
                    .build();
            InMemoryPump pump = platform.subscribe(consumer);

            publishAll(new Opened(1), new Opened(2));
            pump.drain();
            List<Object> before = List.copyOf(handled);
            consumer.replayParked();

            assertThat(before).isEmpty();
            assertThat(handled).containsExactly(new Opened(1), new Opened(2));
        }

        @Test
        void of_a_class_that_is_not_registered_is_refused_when_it_is_put_together() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> collecting(Unknown.class).build())
                    .withMessageContaining("collector wants " + Unknown.class.getName());
        }

        @Test
        void with_two_handlers_for_a_type_is_refused_when_it_is_put_together() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> collecting(DoorEvent.class)
                            .on(Closed.class, (event, handling) -> {})
                            .build())
                    .withMessageContaining("has a handler for test.closed.v1 already");
        }
    }

    @Nested
    class A_pump {
        @Test
        void gives_up_what_fails_for_ever_and_is_never_parked() {
            HostedConsumer consumer = platform.consumer("hopeless")
                    .on(Opened.class, (event, handling) -> {
                        throw new IllegalStateException("never");
                    })
                    .retryThenPark(Integer.MAX_VALUE)
                    .build();
            InMemoryPump pump = platform.subscribe(consumer);

            publishAll(new Opened(1));

            assertThat(pump.drain()).isZero();
            assertThat(pump.isDrained()).isFalse();
        }
    }

    @Nested
    class The_stores {
        @Test
        void of_streams_and_their_outbox_are_one_object_which_remembers_for_both_what_it_has_read() {
            assertThat(platform.outbox()).isSameAs(platform.eventStore());
        }
    }

    @Nested
    class A_command_handler {
        private final Decider<Integer, Integer, Opened> rules =
                Decider.of(0, (width, widest) -> List.of(new Opened(width)), (widest, event) -> event.width());

        @Test
        void publishes_what_it_commits() {
            InMemoryPump pump = platform.subscribe(collecting(Opened.class).build());

            CommandResult<Opened> result = platform.commands(rules).build().handle(DOOR, "command-1", 7);
            pump.drain();

            assertThat(result).isInstanceOf(CommandResult.Done.class);
            assertThat(handled).containsExactly(new Opened(7));
        }

        @Test
        void that_takes_snapshots_nowhere_is_refused() {
            assertThatIllegalStateException()
                    .isThrownBy(() -> CommandHandler.builder(rules, platform.eventStore(), TYPES, "/doors")
                            .snapshotEvery(1, Integer.class)
                            .build())
                    .withMessageContaining("snapshotEvery needs a store for snapshots: call snapshots(..)");
        }
    }

    @Nested
    class A_view {
        private final View<Product> view = platform.view(Projection.of(
                        "doors",
                        Product.class,
                        DoorEvent.class,
                        new Product(""),
                        (row, event) -> new Product(row.name() + event))
                .indexedBy("name", Product::name)
                .totalling("doors", "letters", row -> row.name().length()));

        @Test
        void whose_evolution_overflows_the_stack_parks_that_stream_and_follows_the_others() {
            var fragile = platform.view(
                    Projection.of("fragile", Product.class, DoorEvent.class, new Product(""), (row, event) -> {
                        if (event.equals(new Opened(13))) {
                            throw new StackOverflowError("deep");
                        }
                        return new Product(row.name() + event);
                    }));
            InMemoryPump pump = platform.subscribe(fragile);
            var doors = platform.commands(Decider.<Integer, Integer, Opened>of(
                            0, (width, widest) -> List.of(new Opened(width)), (widest, event) -> event.width()))
                    .build();
            for (int door = 0; door < 40; door++) {
                assertThat(doors.handle(StreamId.of("door", "d" + door), "command-" + door, door)
                                .tag())
                        .isEqualTo("done");
            }

            pump.drain();

            List<Integer> shown = IntStream.range(0, 40)
                    .filter(door ->
                            fragile.find(StreamId.of("door", "d" + door)).isPresent())
                    .boxed()
                    .toList();
            assertThat(shown).hasSize(39).doesNotContain(13);
        }

        @Test
        void that_is_rebuilt_shows_the_same_and_goes_on() {
            InMemoryPump pump = platform.subscribe(view);
            var doors = platform.commands(Decider.<Integer, Integer, Opened>of(
                            0, (width, widest) -> List.of(new Opened(width)), (widest, event) -> event.width()))
                    .build();
            assertThat(doors.handle(DOOR, "command-1", 1)).isInstanceOf(CommandResult.Done.class);
            pump.drain();
            Product before = view.find(DOOR).orElseThrow();

            platform.rebuild(view);
            Product after = view.find(DOOR).orElseThrow();
            assertThat(doors.handle(DOOR, "command-2", 2)).isInstanceOf(CommandResult.Done.class);
            pump.drain();

            assertThat(after).isEqualTo(before);
            assertThat(view.find(DOOR)).contains(new Product("Opened[width=1]Opened[width=2]"));
            assertThat(view.query("name", "Opened[width=1]Opened[width=2]", 10)).hasSize(1);
            assertThat(view.total("doors")).containsEntry("letters", 30L);
        }

        @Test
        void is_rebuilt_as_often_as_asked_for() {
            int first = platform.rebuild(view).generation();
            int second = platform.rebuild(view).generation();

            assertThat(List.of(first, second)).containsExactly(2, 3);
        }
    }

    @Nested
    class A_replica {
        @Test
        void keeps_the_highest_version_and_tombstones() {
            var replica = platform.replica("products", Product.class);
            InMemoryPump pump = platform.subscribe(replica);
            EntityPublisher<Product> catalogue = platform.entityPublisher(Product.class);

            catalogue.changed("tea", 2, new Product("tea"));
            catalogue.changed("tea", 1, new Product("older"));
            catalogue.deleted("mug", 5);
            pump.drain();

            assertThat(replica.find("tea")).contains(new Product("tea"));
            assertThat(replica.find("mug")).isEmpty();
            assertThat(replica.kept("mug").orElseThrow().deleted()).isTrue();
        }
    }

    @Nested
    class Closed_platforms {
        private final List<String> closed = new ArrayList<>();
        private final InMemoryStores stores = new InMemoryStores();
        private final Platform owning =
                Platform.of(platform.settings(), stores, () -> platform.bus(), () -> closed.add("the clients"));

        @Test
        void have_closed_what_they_own_once() {
            owning.publish(new Opened(1), "front");

            owning.close();
            owning.close();

            assertThat(closed).containsExactly("the clients");
        }

        @Test
        void publish_nothing_and_say_so() {
            EventPublisher before = owning.publisher();
            owning.close();

            assertThatIllegalStateException()
                    .isThrownBy(() -> owning.publish(new Opened(1), "front"))
                    .withMessage("The platform of /doors is closed: publish before you close it");
            assertThat(before.publishAndWait(
                                    List.of(owning.events().of(new Opened(1)).keyed("front")),
                                    owning.in(Duration.ofSeconds(1)))
                            .entries())
                    .allMatch(entry -> entry.outcome() == EventOutcome.REJECTED_INVALID);
        }

        @Test
        void in_memory_keep_what_they_know() {
            try (InMemoryPlatform used = platform) {
                var doors = used.commands(Decider.<Integer, Integer, Opened>of(
                                0, (width, widest) -> List.of(new Opened(width)), (widest, event) -> event.width()))
                        .build();

                assertThat(doors.handle(DOOR, "command-1", 1).tag()).isEqualTo("done");
            }

            assertThat(platform.history().read(Optional.empty(), 10).items()).hasSize(1);
        }
    }

    private HostedConsumer.Builder collecting(Class<?> data) {
        return platform.consumer("collector").on(data, (event, handling) -> handled.add(event.data()));
    }

    private void publishAll(Object... data) {
        for (Object each : data) {
            platform.publish(each, "front");
        }
    }
}
