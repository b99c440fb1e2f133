package io.triskel.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.triskel.codec.EventCodec;
import io.triskel.codec.InvalidStateException;
import io.triskel.codec.JsonObject;
import io.triskel.codec.StateCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.event.Metadata;
import io.triskel.event.PortException;
import io.triskel.memory.InMemorySagaStore;
import io.triskel.saga.Progress.Action;
import io.triskel.saga.Progress.Undo;
import io.triskel.saga.SagaWork.FireReport;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** An instance that yesterday's release left in the middle is continued by today's. */
class SagaUpgradeTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Deadline SOON = new Deadline(NOW.plusSeconds(30));

    record Placed(String order, long cents) {}

    record Pay(String order, String what) {}

    record Paid(String order) {}

    record Refund(String order, String what) {}

    record Refunded(String order) {}

    /** Yesterday's data. */
    record Order(String id, long cents) {}

    record Money(long cents, String currency) {}

    /** Today's data. */
    record Priced(String id, Money price) {}

    private static JsonObject upcast(JsonObject old) {
        return old.nest("price", "cents").set("price", old.object("price").set("currency", "EUR"));
    }

    private final InMemorySagaStore store = new InMemorySagaStore();
    private final RecordingPublisher bus = new RecordingPublisher();

    private static TypeRegistry.Builder types() {
        return TypeRegistry.builder()
                .add("placed", 1, Placed.class)
                .add("pay", 1, Pay.class)
                .add("paid", 1, Paid.class)
                .add("refund", 1, Refund.class)
                .add("refunded", 1, Refunded.class);
    }

    private <D> SagaRunner<Progress<D>> runner(
            TypeRegistry types, Class<D> data, Function<Placed, D> begin, Function<D, String> what) {
        Saga<Progress<D>> saga = Steps.named("order", data)
                .startedBy(Placed.class, Placed::order, begin)
                .step("pay")
                .command("payment", Pay.class, order -> new Pay("o-1", what.apply(order)))
                .done(Paid.class)
                .within(Duration.ofMinutes(1))
                .retries(0)
                .undo("payment", Refund.class, order -> new Refund("o-1", what.apply(order)))
                .undone(Refunded.class)
                .build();
        return SagaRunner.of(saga, store, EventCodec.of(types), bus)
                .states(StateCodec.of().withTypes(types))
                .clock(() -> NOW)
                .sendLater()
                .stuckAfter(2)
                .build();
    }

    private SagaRunner<Progress<Order>> yesterday() {
        TypeRegistry types = types().state("order.data", 1, Order.class).build();
        return runner(
                types, Order.class, placed -> new Order(placed.order(), placed.cents()), order -> order.cents() + "");
    }

    private SagaRunner<Progress<Priced>> today(TypeRegistry.Builder types) {
        return runner(
                types.build(),
                Priced.class,
                placed -> new Priced(placed.order(), new Money(placed.cents(), "EUR")),
                order -> order.price().cents() + " " + order.price().currency());
    }

    private SagaRunner<Progress<Priced>> today() {
        return today(
                types().state("order.data", 2, Priced.class).upcastState("order.data", 1, SagaUpgradeTest::upcast));
    }

    private SagaRunner<Progress<Priced>> withoutUpcaster() {
        return today(types().state("order.data", 2, Priced.class));
    }

    private static Envelope<?> placed() {
        return Envelope.of(new EventId("/shop", "1"), EventType.of("placed", 1), new Placed("o-1", 500));
    }

    private Envelope<?> answer(String type, Object data) {
        Envelope<?> asked = bus.accepted.get(bus.accepted.size() - 1);
        return Envelope.of(new EventId("/payment", type), EventType.of(type, 1), data)
                .withMetadata(Metadata.causedBy(asked));
    }

    private SagaRow row() {
        return store.load(new SagaRef("order", "o-1")).orElseThrow();
    }

    @Nested
    class When_an_upcaster_reads_its_data {
        @Test
        void its_waiting_command_is_sent_and_its_reply_ends_it() throws Exception {
            yesterday().handle(placed(), SOON);

            assertThat(today().sendPending(10, SOON).sent()).isEqualTo(1);
            today().handle(answer("paid", new Paid("o-1")), SOON);

            assertThat(bus.sent()).containsExactly("500");
            assertThat(row().status()).isEqualTo(new SagaStatus.Ended(Steps.COMPLETED));
            assertThat(today().state("o-1").orElseThrow().data()).contains(new Priced("o-1", new Money(500, "EUR")));
        }

        @Test
        void a_reply_that_was_outstanding_counts() throws Exception {
            yesterday().handle(placed(), SOON);
            assertThat(yesterday().sendPending(10, SOON).sent()).isEqualTo(1);

            today().handle(answer("paid", new Paid("o-1")), SOON);

            assertThat(row().status()).isEqualTo(new SagaStatus.Ended(Steps.COMPLETED));
        }

        @Test
        void its_timer_fires_and_what_was_done_is_undone() throws Exception {
            yesterday().handle(placed(), SOON);
            assertThat(yesterday().sendPending(10, SOON).sent()).isEqualTo(1);

            assertThat(today().fireDue(NOW.plusSeconds(61), 10).fired()).isEqualTo(1);
            assertThat(today().sendPending(10, SOON).sent()).isEqualTo(1);
            today().handle(answer("refunded", new Refunded("o-1")), SOON);

            assertThat(bus.sent()).containsExactly("500", "500 EUR");
            assertThat(row().status()).isEqualTo(new SagaStatus.Ended(Steps.COMPENSATED));
        }

        @Test
        void a_late_reply_to_an_earlier_round_is_undone_with_the_data_of_that_round() {
            Progress<Order> lapsed = Progress.<Order>none()
                    .withData(new Order("o-1", 500))
                    .with("pay", new StepProgress(Action.UNKNOWN, Undo.DONE, 0, 0));
            Progress<Order> second = lapsed.nextRound(new Order("o-1", 700), List.of(lapsed));
            byte[] stored = new ProgressForm<>(Order.class, StateCodec.of()).write(second);
            StateCodec states = StateCodec.of()
                    .withTypes(types().state("order.data", 2, Priced.class)
                            .upcastState("order.data", 1, SagaUpgradeTest::upcast)
                            .build());

            Progress<Priced> read = new ProgressForm<>(Priced.class, states).read(stored, "of/before");

            assertThat(read.data()).contains(new Priced("o-1", new Money(700, "EUR")));
            assertThat(read.earlier().get(0).data()).contains(new Priced("o-1", new Money(500, "EUR")));
        }
    }

    @Nested
    class When_its_upcaster_is_missing {
        @Test
        void its_events_fail_until_it_is_stuck_and_resumes_with_the_upcaster() throws Exception {
            yesterday().handle(placed(), SOON);
            assertThat(yesterday().sendPending(10, SOON).sent()).isEqualTo(1);
            SagaRow before = row();
            Envelope<?> paid = answer("paid", new Paid("o-1"));

            for (int tries = 0; tries < 2; tries++) {
                assertThatExceptionOfType(InvalidStateException.class)
                        .isThrownBy(() -> withoutUpcaster().handle(paid, SOON))
                        .withMessageContaining("add the missing upcaster from order.data.v1 to order.data.v2");
            }
            assertThatExceptionOfType(InvalidStateException.class)
                    .isThrownBy(() -> withoutUpcaster().resume("o-1"))
                    .withMessageContaining("add the missing upcaster from order.data.v1 to order.data.v2");

            assertThat(row().status()).isInstanceOf(SagaStatus.Stuck.class);
            assertThat(row().state()).isEqualTo(before.state());
            assertThat(row().fingerprint()).isEqualTo(before.fingerprint());
            assertThat(row().timers()).isEqualTo(before.timers());

            today().resume("o-1");
            assertThat(row().status()).isEqualTo(new SagaStatus.Running());
            today().handle(paid, SOON);
            assertThat(row().status()).isEqualTo(new SagaStatus.Ended(Steps.COMPLETED));
        }

        @Test
        void its_timer_is_put_off_and_fires_later() throws Exception {
            yesterday().handle(placed(), SOON);
            byte[] before = row().state();

            FireReport report = withoutUpcaster().fireDue(NOW.plusSeconds(61), 10);

            assertThat(report.fired()).isZero();
            assertThat(report.failures())
                    .singleElement()
                    .satisfies(failure -> assertThat(failure.message()).contains("missing upcaster"));
            assertThat(row().state()).isEqualTo(before);
            assertThat(today().fireDue(NOW.plusSeconds(600), 10).fired()).isEqualTo(1);
        }
    }

    @Nested
    class When_a_later_release_has_continued_it {
        @Test
        void its_event_is_not_at_fault_and_its_timer_stays() throws Exception {
            today().handle(placed(), SOON);
            SagaRow before = row();
            Envelope<?> again = Envelope.of(new EventId("/shop", "2"), EventType.of("placed", 1), new Placed("o-1", 5));

            assertThatExceptionOfType(PortException.class)
                    .isThrownBy(() -> yesterday().handle(again, SOON))
                    .withMessageContaining("a later release wrote it");
            assertThat(yesterday().fireDue(NOW.plusSeconds(61), 10).failures()).hasSize(1);

            assertThat(row()).isEqualTo(before);
        }
    }

    @Nested
    class When_it_is_of_a_release_without_versions {
        /** As the last release without versions wrote it. */
        private static final String ROW = "{\"format\":1,\"saga\":\"order\",\"instance\":\"o-1\",\"revision\":1,"
                + "\"status\":\"running\",\"fingerprint\":\"of-that-release\",\"state\":\"STATE\",\"timers\":[],"
                + "\"unsent\":{\"commands\":[],\"after\":\"1970-01-01T00:00:00Z\",\"refusals\":0},"
                + "\"seen\":{\"revisions\":[],\"ids\":[]}}";

        private static final String STEPS = "{\"phase\":\"FORWARD\",\"steps\":{\"pay\":{\"action\":\"PENDING\","
                + "\"undo\":\"NONE\",\"tries\":0,\"round\":0}},\"todo\":[{\"kind\":\"ACT\",\"about\":\"pay\"}]}";

        @Test
        void it_is_read_by_the_class_of_that_release_and_by_an_upcaster_from_version_1() {
            byte[] steps = STEPS.getBytes(StandardCharsets.UTF_8);
            byte[] data = "{\"id\":\"o-1\",\"cents\":500}".getBytes(StandardCharsets.UTF_8);
            byte[] state = ByteBuffer.allocate(4 + steps.length + data.length)
                    .putInt(steps.length)
                    .put(steps)
                    .put(data)
                    .array();
            SagaRow row =
                    SagaRow.decoded(ROW.replace("STATE", Base64.getEncoder().encodeToString(state))
                            .getBytes(StandardCharsets.UTF_8));
            assertThat(store.save(row, 0)).isTrue();

            assertThat(yesterday().state("o-1").orElseThrow().data()).contains(new Order("o-1", 500));
            assertThat(today().state("o-1").orElseThrow().data()).contains(new Priced("o-1", new Money(500, "EUR")));
        }
    }
}
