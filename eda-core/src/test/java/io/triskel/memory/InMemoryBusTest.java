package io.triskel.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.codec.EncodedData;
import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.consume.Delivery;
import io.triskel.consume.Redelivery;
import io.triskel.consume.Settlement;
import io.triskel.consume.Verdict;
import io.triskel.consume.Verdict.Why;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.event.OrderingKey;
import io.triskel.personal.Personal;
import io.triskel.publish.EventBus.WireMode;
import io.triskel.publish.EventPublisher;
import io.triskel.publish.OrderedPublisher;
import io.triskel.publish.PublishReport;
import io.triskel.publish.RejectionCause;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InMemoryBusTest {
    private static final EventType NOTED = EventType.of("test.noted", 1);
    private static final EventCodec CODEC =
            EventCodec.of(TypeRegistry.builder().add(NOTED, Noted.class).build());

    record Noted(String text) {}

    record Named(Personal<String> name) {}

    record Listed(List<String> texts) {}

    private final InMemoryBus bus = InMemoryBus.of(CODEC, WireMode.STRUCTURED, 1);

    @Nested
    class When_events_are_polled {
        @Test
        void they_have_been_through_the_codec() {
            InMemorySubscription subscription = bus.subscribe("g", Redelivery.FROM_FIRST_UNSETTLED);
            Envelope<Noted> sent = event("a", "1");

            publish(bus, sent);

            Delivery.Decoded delivery = (Delivery.Decoded) subscription.poll(10).get(0);
            assertThat(delivery.envelope()).isEqualTo(sent).isNotSameAs(sent);
            assertThat(delivery.wire()).isPresent();
        }

        @Test
        void they_say_when_the_bus_took_them_by_its_clock() {
            Instant now = Instant.parse("2026-11-27T12:00:00.123456Z");
            InMemoryBus timed = bus.withClock(() -> now);
            InMemorySubscription subscription = timed.subscribe("g", Redelivery.FROM_FIRST_UNSETTLED);

            publish(timed, event("a", "1"));

            assertThat(subscription.poll(10)).extracting(Delivery::acceptedAt).containsExactly(Optional.of(now));
        }

        @Test
        void without_a_clock_they_do_not_say_when_the_bus_took_them() {
            InMemorySubscription subscription = bus.subscribe("g", Redelivery.FROM_FIRST_UNSETTLED);

            publish(bus, event("a", "1"));

            assertThat(subscription.poll(10)).extracting(Delivery::acceptedAt).containsExactly(Optional.empty());
        }

        @Test
        void data_of_types_that_are_not_wanted_stays_encoded() {
            InMemorySubscription subscription =
                    bus.subscribe("g", Redelivery.FROM_FIRST_UNSETTLED, type -> !type.equals(NOTED));

            publish(bus, event("a", "1"));

            Delivery.Decoded delivery = (Delivery.Decoded) subscription.poll(10).get(0);
            assertThat(delivery.envelope().data()).isNotInstanceOf(Noted.class);
        }

        @Test
        void every_group_gets_every_event() {
            InMemorySubscription one = bus.subscribe("one", Redelivery.FROM_FIRST_UNSETTLED);
            InMemorySubscription other = bus.subscribe("other", Redelivery.HELD);

            publish(bus, event("a", "1"), event("b", "2"));

            assertThat(ids(one.poll(10))).containsExactly("1", "2");
            assertThat(ids(other.poll(10))).containsExactly("1", "2");
        }

        @ParameterizedTest
        @EnumSource(WireMode.class)
        void data_that_cannot_change_is_decoded_once_for_all_groups_that_want_it(WireMode mode) {
            InMemoryBus shared = InMemoryBus.of(CODEC, mode, 1);
            InMemorySubscription idle = shared.subscribe("idle", Redelivery.FROM_FIRST_UNSETTLED, type -> false);
            InMemorySubscription one = shared.subscribe("one", Redelivery.FROM_FIRST_UNSETTLED);
            InMemorySubscription other = shared.subscribe("other", Redelivery.FROM_FIRST_UNSETTLED);

            publish(shared, event("a", "1"));

            Object first = data(one);
            assertThat(data(idle)).isInstanceOf(EncodedData.class);
            assertThat(data(other)).isSameAs(first).isInstanceOf(Noted.class);
        }

        @ParameterizedTest
        @EnumSource(WireMode.class)
        void a_group_after_a_forgetting_does_not_get_what_an_earlier_one_has_read(WireMode mode) {
            InMemoryPersonalKeys keys = new InMemoryPersonalKeys();
            EventType named = EventType.of("test.named", 1);
            EventCodec codec = EventCodec.of(
                            TypeRegistry.builder().add(named, Named.class).build())
                    .withPersonal(keys);
            InMemoryBus personal = InMemoryBus.of(codec, mode, 1);
            InMemorySubscription before = personal.subscribe("before", Redelivery.FROM_FIRST_UNSETTLED);
            InMemorySubscription after = personal.subscribe("after", Redelivery.FROM_FIRST_UNSETTLED);
            Named ada = new Named(new Personal.Known<>("c-1", "Ada"));
            publishOne(personal, codec, Envelope.of(new EventId("/t", "1"), named, ada));

            assertThat(data(before)).isEqualTo(ada);
            keys.forget("c-1");

            assertThat(data(after)).isEqualTo(new Named(new Personal.Forgotten<>("c-1")));
        }

        @Test
        void data_that_a_handler_could_change_is_decoded_for_each_group() {
            EventType listed = EventType.of("test.listed", 1);
            EventCodec codec = EventCodec.of(
                    TypeRegistry.builder().add(listed, Listed.class).build());
            InMemoryBus mutable = InMemoryBus.of(codec, WireMode.BINARY, 1);
            InMemorySubscription one = mutable.subscribe("one", Redelivery.FROM_FIRST_UNSETTLED);
            InMemorySubscription other = mutable.subscribe("other", Redelivery.FROM_FIRST_UNSETTLED);
            publishOne(mutable, codec, Envelope.of(new EventId("/t", "1"), listed, new Listed(List.of("a"))));

            ((Listed) data(one)).texts().add("changed");

            assertThat(data(other)).isEqualTo(new Listed(List.of("a")));
        }

        private void publishOne(InMemoryBus to, EventCodec codec, Envelope<?> event) {
            assertThat(OrderedPublisher.builder(to, codec)
                            .build()
                            .publishAndWait(List.of(event), soon())
                            .complete())
                    .isTrue();
        }

        private Object data(InMemorySubscription subscription) {
            return ((Delivery.Decoded) subscription.poll(10).get(0)).envelope().data();
        }

        @Test
        void a_group_that_comes_late_begins_at_the_oldest_event() {
            publish(bus, event("a", "1"));

            assertThat(ids(bus.subscribe("late", Redelivery.ONE_BY_ONE).poll(10)))
                    .containsExactly("1");
        }

        @Test
        void a_member_gets_nothing_of_a_key_that_another_holds() {
            for (Redelivery kind : List.of(Redelivery.ONE_BY_ONE, Redelivery.HELD)) {
                InMemorySubscription first = bus.subscribe("g " + kind, kind);
                InMemorySubscription second = bus.subscribe("g " + kind, kind);
                publish(bus, event("a", "1" + kind), event("a", "2" + kind));

                first.poll(1);

                assertThat(second.poll(10)).as("%s", kind).isEmpty();
            }
        }

        @Test
        void polling_again_without_settling_brings_the_same_again() {
            for (Redelivery kind : brings()) {
                InMemorySubscription subscription = bus.subscribe("g " + kind, kind);
                publish(bus, event("a", "1" + kind));

                List<String> before = ids(subscription.poll(1));

                assertThat(ids(subscription.poll(1))).as("%s", kind).isEqualTo(before);
            }
        }

        @Test
        void what_a_member_abandons_goes_to_another() {
            for (Redelivery kind : brings()) {
                InMemorySubscription first = bus.subscribe("g " + kind, kind);
                InMemorySubscription second = bus.subscribe("g " + kind, kind);
                publish(bus, event("a", "1" + kind));

                List<String> polled = ids(first.poll(1));
                first.abandon();

                assertThat(ids(second.poll(1))).as("%s", kind).isEqualTo(polled);
            }
        }

        @Test
        void what_waits_for_a_group_is_what_it_has_not_settled() {
            for (Redelivery kind : brings()) {
                InMemorySubscription subscription = bus.subscribe("g " + kind, kind);
                settleAll(subscription);
                publish(bus, event("a", "1" + kind), event("a", "2" + kind), event("b", "3" + kind));

                long before = subscription.waiting();
                List<Delivery> polled = subscription.poll(10);
                long held = subscription.waiting();
                settleAll(subscription);

                assertThat(polled).as("%s", kind).isNotEmpty();
                assertThat(before).as("%s", kind).isEqualTo(3);
                assertThat(held).as("%s", kind).isEqualTo(3);
                assertThat(subscription.waiting()).as("%s", kind).isLessThan(3);
                assertThat(subscription.drained()).as("%s", kind).isEqualTo(subscription.waiting() == 0);
            }
        }

        @Test
        void a_group_is_drained_once_all_is_settled() {
            for (Redelivery kind : brings()) {
                InMemorySubscription subscription = bus.subscribe("g " + kind, kind);
                publish(bus, event("a", "1" + kind));

                boolean before = subscription.drained();
                settleAll(subscription);

                assertThat(before).as("%s", kind).isFalse();
                assertThat(subscription.drained()).as("%s", kind).isTrue();
            }
        }
    }

    @Nested
    class When_a_delivery_is_unsettled {
        @Test
        void from_first_unsettled_brings_it_and_all_after_it_again() {
            InMemorySubscription subscription = bus.subscribe("g", Redelivery.FROM_FIRST_UNSETTLED);
            publish(bus, event("a", "1"), event("b", "2"), event("c", "3"));

            subscription.poll(10);
            subscription.settle(settlement(true, false, true));

            assertThat(ids(subscription.poll(10))).containsExactly("2", "3");
        }

        @Test
        void whole_batch_brings_all_of_it_again() {
            InMemorySubscription subscription = bus.subscribe("g", Redelivery.WHOLE_BATCH);
            publish(bus, event("a", "1"), event("b", "2"), event("c", "3"));

            subscription.poll(2);
            subscription.settle(settlement(true, false));
            List<String> again = ids(subscription.poll(2));
            subscription.settle(settlement(true, true));

            assertThat(again).containsExactly("1", "2");
            assertThat(ids(subscription.poll(2))).containsExactly("3");
        }

        @Test
        void one_by_one_brings_it_again_and_lets_other_keys_pass() {
            InMemorySubscription subscription = bus.subscribe("g", Redelivery.ONE_BY_ONE);
            publish(bus, event("a", "1"), event("a", "2"), event("b", "3"));
            List<String> seen = new ArrayList<>();

            seen.addAll(ids(subscription.poll(10)));
            subscription.settle(settlement(false));
            seen.addAll(ids(subscription.poll(10)));
            subscription.settle(settlement(true));
            seen.addAll(ids(subscription.poll(10)));
            subscription.settle(settlement(true));
            seen.addAll(ids(subscription.poll(10)));

            assertThat(seen).containsExactly("1", "3", "1", "2");
        }

        @Test
        void held_brings_it_again_with_its_successors() {
            InMemorySubscription subscription = bus.subscribe("g", Redelivery.HELD);
            publish(bus, event("a", "1"), event("a", "2"), event("b", "3"));

            subscription.poll(10);
            subscription.settle(settlement(false, false, true));

            assertThat(ids(subscription.poll(10))).containsExactly("1", "2");
        }
    }

    @Nested
    class When_a_partition_is_full {
        @Test
        void what_a_group_still_needs_does_not_make_room() {
            InMemoryBus small = bus.withCapacity(2);
            InMemorySubscription subscription = small.subscribe("g", Redelivery.HELD);
            publish(small, event("a", "1"), event("a", "2"));

            PublishReport full = publish(small, event("b", "3"));
            settleAll(subscription);
            PublishReport roomy = publish(small, event("c", "4"));

            assertThat(full.rejected())
                    .singleElement()
                    .satisfies(rejected -> assertThat(rejected.cause()).isEqualTo(RejectionCause.THROTTLED));
            assertThat(roomy.complete()).isTrue();
        }

        @Test
        void without_a_group_the_oldest_makes_room() {
            InMemoryBus small = bus.withCapacity(2);

            PublishReport report = publish(small, event("a", "1"), event("a", "2"), event("a", "3"));

            assertThat(report.complete()).isTrue();
            assertThat(ids(small.subscribe("late", Redelivery.HELD).poll(10))).containsExactly("2", "3");
        }

        @Test
        void a_group_that_was_ended_is_not_waited_for() {
            InMemoryBus small = bus.withCapacity(1);
            small.subscribe("gone", Redelivery.HELD);
            publish(small, event("a", "1"));

            small.unsubscribe("gone");

            assertThat(publish(small, event("b", "2")).complete()).isTrue();
        }
    }

    @Nested
    class When_faults_are_injected {
        @Test
        void nothing_accepted_is_lost_and_first_occurrences_of_a_key_stay_in_order() {
            for (Redelivery kind : brings()) {
                InMemoryBus chaotic = InMemoryBus.of(CODEC, WireMode.BINARY, 3)
                        .withFaults(BusFaults.some(new Random(7)).withUndecodable(0.1));
                InMemorySubscription subscription = chaotic.subscribe("g", kind);
                List<String> accepted = publishUntilAccepted(chaotic, 200);

                List<String> firstOccurrences = drain(subscription).stream()
                        .filter(Delivery.Decoded.class::isInstance)
                        .map(delivery -> delivery.identity().id())
                        .distinct()
                        .toList();

                assertThat(firstOccurrences).as("%s", kind).containsExactlyInAnyOrderElementsOf(accepted);
                for (String key : List.of("k0", "k1", "k2")) {
                    assertThat(firstOccurrences.stream()
                                    .filter(id -> id.startsWith(key))
                                    .map(id -> Integer.valueOf(id.substring(3))))
                            .as("%s of %s", key, kind)
                            .isSorted();
                }
            }
        }

        @Test
        void each_kind_of_fault_happens() {
            InMemoryBus chaotic = InMemoryBus.of(CODEC, WireMode.STRUCTURED, 1)
                    .withFaults(new BusFaults(new Random(1), 0.2, 0.2, 0.2, 0.2, true));
            InMemorySubscription subscription = chaotic.subscribe("g", Redelivery.HELD);
            List<RejectionCause> causes = new ArrayList<>();

            for (int i = 0; i < 100; i++) {
                publish(chaotic, Envelope.of(new EventId("/test", "n" + i), NOTED, new Noted("n")))
                        .rejected()
                        .forEach(rejected -> causes.add(rejected.cause()));
            }
            List<Delivery> seen = drain(subscription);

            assertThat(causes).contains(RejectionCause.THROTTLED, RejectionCause.UNKNOWN);
            assertThat(seen).hasAtLeastOneElementOfType(Delivery.Undecodable.class);
            assertThat(ids(seen).stream().distinct().count())
                    .isLessThan(ids(seen).size());
        }

        @Test
        void the_same_seed_gives_the_same_chaos() {
            assertThat(chaosOf(5)).isEqualTo(chaosOf(5)).isNotEqualTo(chaosOf(6));
        }

        private List<String> chaosOf(long seed) {
            InMemoryBus chaotic =
                    InMemoryBus.of(CODEC, WireMode.STRUCTURED, 2).withFaults(BusFaults.some(new Random(seed)));
            InMemorySubscription subscription = chaotic.subscribe("g", Redelivery.ONE_BY_ONE);
            publishUntilAccepted(chaotic, 60);
            return ids(drain(subscription));
        }

        private List<String> publishUntilAccepted(InMemoryBus to, int events) {
            List<String> accepted = new ArrayList<>();
            EventPublisher publisher = publisher(to);
            for (int i = 0; i < events; i++) {
                OrderingKey key = new OrderingKey("k" + i % 3);
                Envelope<Noted> event = event(key.value(), key.value() + "-" + i);
                while (!publisher.publishAndWait(List.of(event), soon()).complete()) {
                    publisher.resume(key);
                }
                accepted.add(event.id().id());
            }
            return accepted;
        }
    }

    @Nested
    class When_it_is_used_wrongly {
        @Test
        void a_source_that_never_brings_back_is_refused() {
            assertThatThrownBy(() -> bus.subscribe("g", Redelivery.NEVER))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("NEVER");
        }

        @Test
        void a_group_has_one_way_of_redelivery() {
            bus.subscribe("g", Redelivery.HELD);

            assertThatThrownBy(() -> bus.subscribe("g", Redelivery.WHOLE_BATCH))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("HELD");
        }

        @Test
        void a_settlement_of_another_size_is_refused() {
            InMemorySubscription subscription = bus.subscribe("g", Redelivery.HELD);
            publish(bus, event("a", "1"), event("b", "2"));
            subscription.poll(10);

            assertThatThrownBy(() -> subscription.settle(settlement(true)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("2 were delivered");
            assertThat(ids(subscription.poll(10))).containsExactly("1", "2");
        }

        @Test
        void a_poll_for_nothing_is_refused() {
            InMemorySubscription subscription = bus.subscribe("g", Redelivery.HELD);

            assertThatThrownBy(() -> subscription.poll(0)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void everything_that_is_kept_can_be_shown_as_bytes() {
        publish(bus, event("a", "1"), event("b", "2"));
        AtomicInteger bytes = new AtomicInteger();

        bus.forEachKept(wire -> bytes.addAndGet(wire.body().length));

        assertThat(bytes).hasValue(CODEC.encode(event("a", "1")).length + CODEC.encode(event("b", "2")).length);
    }

    private static List<Redelivery> brings() {
        return List.of(Redelivery.FROM_FIRST_UNSETTLED, Redelivery.WHOLE_BATCH, Redelivery.ONE_BY_ONE, Redelivery.HELD);
    }

    private static Envelope<Noted> event(String key, String id) {
        return Envelope.of(new EventId("/test", id), NOTED, new Noted("n")).withKey(new OrderingKey(key));
    }

    private static EventPublisher publisher(InMemoryBus to) {
        return OrderedPublisher.builder(to, CODEC).build();
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // only copied
    private static PublishReport publish(InMemoryBus to, Envelope<Noted>... events) {
        return publisher(to).publishAndWait(List.of(events), soon());
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofMinutes(4), InstantSource.system());
    }

    private static List<String> ids(List<Delivery> deliveries) {
        return deliveries.stream().map(delivery -> delivery.identity().id()).toList();
    }

    private static Settlement settlement(boolean... settled) {
        List<Verdict> verdicts = new ArrayList<>();
        for (boolean each : settled) {
            verdicts.add(each ? Verdict.handled() : new Verdict.Unsettled(Why.FAILED, "test"));
        }
        return new Settlement(verdicts);
    }

    private static void settleAll(InMemorySubscription subscription) {
        drain(subscription);
    }

    private static List<Delivery> drain(InMemorySubscription subscription) {
        List<Delivery> seen = new ArrayList<>();
        List<Delivery> batch = subscription.poll(7);
        while (!batch.isEmpty()) {
            seen.addAll(batch);
            subscription.settle(
                    new Settlement(batch.stream().map(each -> Verdict.handled()).toList()));
            batch = subscription.poll(7);
        }
        return seen;
    }
}
