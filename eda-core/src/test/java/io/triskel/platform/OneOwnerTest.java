package io.triskel.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.triskel.codec.TypeRegistry;
import io.triskel.consume.ConsumerSpec;
import io.triskel.consume.EventConsumer;
import io.triskel.event.Envelope;
import io.triskel.memory.InMemoryPlatform;
import io.triskel.memory.InMemoryPump;
import io.triskel.projection.Projection;
import io.triskel.projection.Projection.SimpleProjection;
import io.triskel.projection.View;
import io.triskel.saga.Saga;
import io.triskel.saga.Steps;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class OneOwnerTest {
    private static final TypeRegistry TYPES = TypeRegistry.builder()
            .add("test.paid", 1, Paid.class)
            .add("test.shop", 1, Shop.class)
            .add("test.charge", 1, Charge.class)
            .add("test.charged", 1, Charged.class)
            .build();

    private final InMemoryPlatform platform = InMemoryPlatform.of("/shop", TYPES);
    private final List<Object> handled = new ArrayList<>();

    record Paid(int number) {}

    record Shop(String name) {}

    record Charge(int number) {}

    record Charged(int number) {}

    private HostedConsumer.Builder collecting(String name) {
        return platform.consumer(name).on(Paid.class, (event, handling) -> handled.add(event.data()));
    }

    private static SimpleProjection<Shop> shops(String name) {
        return Projection.of(name, Shop.class, Paid.class, new Shop(""), (row, paid) -> row);
    }

    private static Saga<?> charging(String name, Duration within) {
        return Steps.named(name, Paid.class)
                .startedBy(Paid.class, paid -> "" + paid.number(), paid -> paid)
                .step("charge")
                .command("payment", paid -> new Charge(paid.number()))
                .done(Charged.class)
                .within(within)
                .nothingToUndo()
                .build();
    }

    @Nested
    class Two_owners_of_a_name {
        @Test
        void would_each_miss_events() {
            var unused = platform.replica("shop", Shop.class);

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> {
                        InMemoryPump pump = platform.subscribe(
                                platform.replica("shop", Shop.class),
                                collecting("shop").build());
                        for (int number = 0; number < 400; number++) {
                            platform.publish(new Paid(number), "payment-" + number);
                        }
                        pump.drain();
                        assertThat(handled).hasSize(400);
                    })
                    .withMessage(
                            "The name 'shop' is taken by a replica, so a consumer cannot have it. They would share a"
                                    + " consumer group, and each would miss events: rename one of them");
        }

        @Test
        void are_refused_whatever_their_kinds() {
            var view = platform.view(shops("a view"));
            var saga = platform.saga(charging("a saga", Duration.ofMinutes(1)));
            var participant = platform.participant("a participant")
                    .on(Charge.class, charge -> new Charged(charge.number()))
                    .build();

            assertThat(List.of(view.name(), saga.name(), participant.name()))
                    .containsExactly("a view", "a saga", "a participant");
            for (String taken : List.of("a view", "a saga", "a participant")) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> collecting(taken).build())
                        .withMessageStartingWith(
                                "The name '" + taken + "' is taken by " + taken + ", so a consumer cannot have it.");
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> platform.replica(taken, Shop.class))
                        .withMessageContaining("so a replica cannot have it");
            }
        }

        @Test
        void are_refused_if_both_are_consumers_of_two_descriptions() {
            var unused = collecting("shop").build();

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> collecting("shop").build())
                    .withMessage(
                            "The name 'shop' is taken by another consumer, so this consumer cannot have it. They would"
                                    + " share a consumer group, and each would miss events: rename one of them, or, if"
                                    + " they are the same, make it once");
        }

        @Test
        void are_refused_if_both_are_views_of_two_shapes_sagas_of_two_shapes_or_replicas_of_two_classes() {
            var view = platform.view(shops("view"));
            var saga = platform.saga(charging("saga", Duration.ofMinutes(1)));
            var replica = platform.replica("replica", Shop.class);

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> platform.view(shops("view").indexedBy("name", Shop::name)));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> platform.saga(charging("saga", Duration.ofMinutes(2))));
            assertThatIllegalArgumentException().isThrownBy(() -> platform.replica("replica", Paid.class));
            assertThat(List.of(view.name(), saga.name(), replica.name())).doesNotHaveDuplicates();
        }

        @Test
        void are_refused_when_a_consumer_of_the_users_is_hosted() {
            var unused = platform.host(new Listening("shop"));

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> platform.host(new Listening("shop")))
                    .withMessageStartingWith("The name 'shop' is taken by another consumer");
        }

        @Test
        void are_refused_in_one_pump_even_if_they_are_one() {
            HostedConsumer shop = collecting("shop").build();

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> platform.subscribe(shop, shop))
                    .withMessage("This pump feeds 'shop' already: subscribe each name once");
        }
    }

    @Nested
    class One_owner {
        @Test
        void is_made_again_from_the_same_definition() {
            HostedConsumer.Builder shop = collecting("shop");
            ConsumerSpec listening = new Listening("listening");

            assertThatCode(() -> {
                        for (int times = 0; times < 2; times++) {
                            var consumer = platform.host(shop.build());
                            var view = platform.host(platform.view(shops("view")));
                            var saga = platform.host(platform.saga(charging("saga", Duration.ofMinutes(1))));
                            var replica = platform.host(platform.replica("replica", Shop.class));
                            var hosted = platform.host(listening);
                            var own = platform.view(new OwnProjection());
                            assertThat(List.of(consumer, view, saga, replica, hosted, own))
                                    .doesNotHaveDuplicates();
                        }
                    })
                    .doesNotThrowAnyException();
        }

        @Test
        void has_not_taken_the_name_if_it_could_not_be_made() {
            try {
                var unused = platform.consumer("shop").build();
            } catch (IllegalStateException handlesNothing) {
                handled.add("handles nothing");
            }

            assertThat(collecting("shop").build().name()).isEqualTo("shop");
            assertThat(handled).containsExactly("handles nothing");
        }
    }

    @Nested
    class Parts_of_a_platform {
        @Test
        void are_what_it_made_and_hosts_the_last_of_each_name() {
            View<Shop> first = platform.view(shops("shop"));
            View<Shop> view = platform.view(shops("shop"));
            HostedConsumer hosted = platform.host(view);
            HostedConsumer consumer = collecting("collector").build();

            assertThat(platform.parts())
                    .containsExactlyInAnyOrder(view, hosted, consumer)
                    .doesNotContain(first);
        }

        @Test
        void have_no_rebuild_which_ends() {
            View<Shop> view = platform.view(shops("shop"));

            var unused = platform.rebuild(view);

            assertThat(platform.parts()).containsExactly(view);
        }
    }

    @Nested
    class Names_of_rebuilds {
        @Test
        void are_no_others() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> collecting("shop.g2").build())
                    .withMessage("The name 'shop.g2' is that of a rebuild of view 'shop', so a consumer cannot have it:"
                            + " end it differently");
        }

        @Test
        void are_those_of_the_rebuild_itself() {
            View<Shop> view = platform.view(shops("shop"));

            assertThat(platform.rebuild(view).name()).isEqualTo("shop.g2");
        }
    }

    private record Listening(String name, List<Object> heard) implements ConsumerSpec {
        Listening(String name) {
            this(name, new ArrayList<>());
        }

        @Override
        public EventConsumer.Builder subscribe(EventConsumer.Builder consumer) {
            return consumer.on(Paid.class, (event, handling) -> heard.add(event.data()));
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    private static final class OwnProjection implements Projection<Shop> {
        @Override
        public String name() {
            return "own";
        }

        @Override
        public Class<Shop> rowType() {
            return Shop.class;
        }

        @Override
        public List<Class<?>> events() {
            return List.of(Paid.class);
        }

        @Override
        public Optional<Shop> evolve(Optional<Shop> row, Envelope<?> event) {
            return row;
        }
    }
}
