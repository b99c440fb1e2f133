package io.triskel.orders.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.codec.EventCodec;
import io.triskel.codec.WireEvent;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.Delivery;
import io.triskel.consume.EventConsumer;
import io.triskel.consume.FailurePolicy;
import io.triskel.consume.Redelivery;
import io.triskel.consume.Settlement;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventKind;
import io.triskel.event.EventType;
import io.triskel.event.Page;
import io.triskel.event.StreamId;
import io.triskel.hosting.Heartbeat;
import io.triskel.hosting.operation.ConsumerFunctions;
import io.triskel.hosting.operation.GivenUp;
import io.triskel.hosting.operation.OperatorTalk;
import io.triskel.hosting.operation.Past;
import io.triskel.hosting.operation.StoreRestore;
import io.triskel.orders.MemoryOrders;
import io.triskel.orders.fulfilment.FulfilmentSaga;
import io.triskel.orders.ordering.OrderEvent.OrderRejected;
import io.triskel.orders.pipeline.Style;
import io.triskel.outbox.Outbox;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkingLot;
import io.triskel.parking.ParkingLot.ParkedEvent;
import io.triskel.projection.History;
import io.triskel.projection.ReadModel;
import io.triskel.saga.SagaRef;
import io.triskel.saga.SagaRow;
import io.triskel.saga.SagaStatus;
import io.triskel.saga.SagaStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class OperatorTalkTest {
    private final MemoryOrders orders = new MemoryOrders(Style.ORCHESTRATION);
    private final OperatorTalk talk = talk(Past.of((after, limit) -> new Page<>(List.of(), Optional.empty())));
    private GivenUp givenUp = GivenUp.never("the bus drops events after a week");
    private Optional<String> closed = Optional.empty();

    private OperatorTalk talk(Past past) {
        return new OperatorTalk(new OperatorTalk.Site(
                orders.pipeline(),
                () -> past,
                () -> new StoreRestore.Published(Duration.ofDays(7), past),
                this::functions,
                () -> givenUp));
    }

    private ConsumerFunctions functions() {
        return (consumer, request, within) -> {
            closed.ifPresent(why -> {
                throw new IllegalStateException(why);
            });
            return ConsumerFunctions.direct(orders.pipeline()).invoke(consumer, request, within);
        };
    }

    private ObjectNode ask(String request) {
        return talk.answer("{" + request.replace('\'', '"') + "}");
    }

    @Nested
    class What_is_parked {
        private void park() {
            orders.spoils(ReadModel.class);
            orders.place(true);
            orders.settle();
        }

        @Test
        void is_listed_by_lane_with_type_and_reason() {
            park();

            JsonNode lane = ask("'op':'parked'").path("lanes").path(0);

            assertThat(lane.path("consumer").asText()).isEqualTo("order-view");
            assertThat(lane.path("events").path(0).path("type").asText()).isEqualTo("orders.order-placed.v1");
            assertThat(lane.path("events").path(0).path("reason").asText())
                    .contains("failed 5 times, last with java.lang.IllegalStateException at ");
        }

        @Test
        void is_replayed_once_its_cause_is_gone() {
            park();
            JsonNode inVain = ask("'op':'replay','consumer':'order-view'");
            orders.repair();

            JsonNode replayed = ask("'op':'replay'");

            assertThat(inVain.path("consumers")
                            .path("order-view")
                            .path("failed")
                            .asInt())
                    .isPositive();
            assertThat(replayed.path("consumers")
                            .path("order-view")
                            .path("handled")
                            .asInt())
                    .isPositive();
            assertThat(ask("'op':'parked'").path("lanes")).isEmpty();
        }

        @Test
        void stays_and_says_why_if_the_function_cannot_be_invoked() {
            park();
            orders.repair();
            closed = Optional.of("function orders-order-view may not be invoked");

            JsonNode answer = ask("'op':'replay'");

            assertThat(answer.path("failures").path(0).asText())
                    .isEqualTo("order-view: function orders-order-view may not be invoked");
            assertThat(ask("'op':'parked'").path("lanes")).isNotEmpty();
        }

        @Test
        void is_discarded_one_by_one_with_a_reason() {
            park();
            JsonNode event =
                    ask("'op':'parked'").path("lanes").path(0).path("events").path(0);
            String named = "'op':'discard','consumer':'order-view','source':'"
                    + event.path("source").asText() + "','id':'"
                    + event.path("id").asText() + "','reason':'a test'";

            JsonNode first = ask(named);
            JsonNode second = ask(named);

            assertThat(first.path("discarded").asText())
                    .isEqualTo(event.path("id").asText());
            assertThat(second.path("event").asText()).isEqualTo("failed");
            assertThat(second.path("message").asText()).contains("is not parked for order-view");
            assertThat(orders.ports().platform().stores().parkingLot().discarded("order-view", 10))
                    .singleElement()
                    .satisfies(discarded -> assertThat(discarded.reason()).isEqualTo("a test"));
        }

        @Test
        void is_found_however_many_wait_before_it_in_its_lane() {
            ParkingLot lot = orders.ports().platform().stores().parkingLot();
            Lane lane = Lane.of("P-1");
            for (int i = 0; i <= 500; i++) {
                lot.park(new ParkedEvent(
                        "order-view",
                        lane,
                        new EventId("/a-test", "E-" + i),
                        new WireEvent(Map.of(), new byte[0]),
                        "0/" + i,
                        "a test",
                        1,
                        Instant.EPOCH,
                        Optional.empty()));
            }

            JsonNode answer = ask("'op':'discard','consumer':'order-view','id':'E-500','reason':'a test'");

            assertThat(answer.path("discarded").asText()).as(answer.toString()).isEqualTo("E-500");
        }

        @Test
        void of_a_consumer_that_does_not_exist_is_refused_with_those_that_do() {
            assertThat(ask("'op':'parked','consumer':'nobody'").path("message").asText())
                    .startsWith("unknown consumer 'nobody'; known: ")
                    .contains("order-view");
        }
    }

    /** Its events are parked by its own function, and its handler is not here. */
    @Nested
    class A_consumer_in_another_language {
        private final List<String> invoked = new ArrayList<>();
        private final OperatorTalk mixed = new OperatorTalk(new OperatorTalk.Site(
                orders.pipeline().withOthers(Set.of("fraud-check")),
                () -> Past.of((after, limit) -> new Page<>(List.of(), Optional.empty())),
                () -> {
                    throw new IllegalStateException("nothing is restored");
                },
                () -> (consumer, request, within) -> {
                    invoked.add(consumer);
                    return "{'handled':1,'duplicates':0,'failed':0,'busy':0,'opened':1,'more':false}"
                            .replace('\'', '"')
                            .getBytes(StandardCharsets.UTF_8);
                },
                () -> givenUp));

        private void park() {
            EventConsumer failing = EventConsumer.named("fraud-check")
                    .inbox(orders.ports().platform().stores().inbox())
                    .parkingLot(orders.ports().platform().stores().parkingLot())
                    .policy(FailurePolicy.retryThenPark(1))
                    .on(Heartbeat.TYPE, Heartbeat.class, (event, handling) -> {
                        throw new IllegalStateException("a bug");
                    })
                    .build();
            Envelope<?> event = Heartbeat.at(orders.now(), "/orders");
            Settlement settlement = BatchProcessor.of(failing)
                    .codec(orders.ports().platform().codec())
                    .clock(orders.ports().platform().clock())
                    .build()
                    .process(
                            List.of(new Delivery.Decoded(event, new Delivery.Position("1"), Optional.empty())),
                            Redelivery.FROM_FIRST_UNSETTLED,
                            orders.soon());
            assertThat(settlement.complete()).isTrue();
        }

        private ObjectNode ask(String request) {
            return mixed.answer("{" + request.replace('\'', '"') + "}");
        }

        @Test
        void has_its_parked_events_listed_counted_and_replayed_by_its_function() {
            park();

            JsonNode parked = ask("'op':'parked','consumer':'fraud-check'");
            JsonNode lag = ask("'op':'lag'");
            JsonNode replayed = ask("'op':'replay','consumer':'fraud-check'");

            assertThat(parked.path("lanes")
                            .path(0)
                            .path("events")
                            .path(0)
                            .path("reason")
                            .asText())
                    .contains("failed 1 times, last with java.lang.IllegalStateException");
            assertThat(lag.path("parkedLanes").path("fraud-check").asInt()).isEqualTo(1);
            assertThat(replayed.path("consumers")
                            .path("fraud-check")
                            .path("handled")
                            .asInt())
                    .isEqualTo(1);
            assertThat(invoked).containsExactly("fraud-check");
        }

        @Test
        void has_a_parked_event_discarded_without_a_handler() {
            park();
            JsonNode event =
                    ask("'op':'parked'").path("lanes").path(0).path("events").path(0);

            JsonNode discarded = ask("'op':'discard','consumer':'fraud-check','id':'"
                    + event.path("id").asText() + "','reason':'a test'");

            assertThat(discarded.path("event").asText())
                    .as(discarded.toString())
                    .isEqualTo("summary");
            assertThat(ask("'op':'parked'").path("lanes")).isEmpty();
            assertThat(invoked).isEmpty();
        }

        @Test
        void is_unknown_where_its_deployment_does_not_name_it() {
            assertThat(OperatorTalkTest.this
                            .ask("'op':'replay','consumer':'fraud-check'")
                            .path("message")
                            .asText())
                    .startsWith("unknown consumer 'fraud-check'; known: ");
        }
    }

    @Nested
    class A_stuck_saga {
        private void stick() {
            orders.place(false);
            orders.settle();
            SagaStore sagas = orders.ports().platform().stores().sagas();
            SagaRow row = sagas.load(new SagaRef(FulfilmentSaga.NAME, "O-1")).orElseThrow();
            SagaStatus stuck = new SagaStatus.Stuck(
                    "nobody answers",
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(Instant.parse("2026-01-01T00:00:00Z")));
            assertThat(sagas.save(
                            SagaRow.of(
                                    row.ref(),
                                    row.revision() + 1,
                                    stuck,
                                    row.fingerprint(),
                                    row.state(),
                                    row.timers(),
                                    row.unsent(),
                                    row.seen(),
                                    row.trouble()),
                            row.revision()))
                    .isTrue();
        }

        @Test
        void is_listed_with_its_reason_and_since_when() {
            stick();

            JsonNode answer = ask("'op':'stuck'");

            assertThat(answer.path("stuck").path("O-1").asText()).isEqualTo("nobody answers");
            assertThat(answer.path("stuckSince").path("O-1").asText()).isEqualTo("2026-01-01T00:00:00Z");
        }

        @Test
        void is_resumed() {
            stick();

            JsonNode answer = ask("'op':'resume','order':'O-1'");

            assertThat(answer.path("resumed").asText()).isEqualTo("O-1");
            assertThat(ask("'op':'stuck'").path("stuck")).isEmpty();
        }

        @Test
        void is_abandoned_once() {
            stick();

            JsonNode answer = ask("'op':'abandon','order':'O-1','reason':'settled by hand'");
            JsonNode again = ask("'op':'abandon','order':'O-1','reason':'settled by hand'");

            assertThat(answer.path("abandoned").asText()).isEqualTo("O-1");
            assertThat(again.path("event").asText()).isEqualTo("failed");
            assertThat(again.path("message").asText()).contains("is not stuck");
        }
    }

    @Test
    void commits_that_were_left_behind_are_counted_and_published() {
        orders.breaks(Outbox.class);
        orders.place(true);
        orders.repair();

        JsonNode before = ask("'op':'lag'");
        JsonNode drained = ask("'op':'drain'");
        JsonNode after = ask("'op':'lag'");

        assertThat(before.path("unpublishedStreams").asInt()).isEqualTo(2);
        assertThat(drained.path("published").asInt()).isEqualTo(2);
        assertThat(drained.path("failures")).isEmpty();
        assertThat(after.path("unpublishedStreams").asInt()).isZero();
        assertThat(after.path("parkedLanes").path("order-view").asInt()).isZero();
    }

    @Test
    void the_lag_shows_when_each_consumer_saw_a_heartbeat() {
        Heartbeat.note(orders.ports().platform().stores().replicas(), "payment", orders.now());
        orders.pass(Duration.ofMinutes(11));

        assertThat(ask("'op':'lag'").path("heartbeatAges").toString()).isEqualTo("{\"payment\":660}");
    }

    @Test
    void the_view_is_rebuilt_and_said_to_come_from_where_it_came() {
        Envelope<?> rejected = Envelope.of(
                        new EventId("/orders", "1"),
                        new EventType("orders.order-rejected", 1),
                        new OrderRejected("O-9", "C-1", "no stock"))
                .withPattern(new EventKind.Sourced(new StreamId("order-O-9"), 1));

        JsonNode answer = talk(new PassingTime(rejected)).answer("{\"op\":\"rebuild-view\"}");

        assertThat(answer.path("event").asText()).as(answer.toString()).isEqualTo("summary");
        assertThat(answer.path("view").asText()).isEqualTo("orders");
        assertThat(answer.path("archive").asLong()).isEqualTo(1);
        assertThat(answer.path("bus").asLong(-1)).isZero();
        assertThat(answer.path("unreadable").asLong(-1)).isZero();
        assertThat(orders.pipeline().view().find(new StreamId("order-O-9"))).isPresent();
    }

    /** An archive of one event, and time that passes while the bus is read. */
    private final class PassingTime implements Past {
        private final Envelope<?> event;

        PassingTime(Envelope<?> event) {
            this.event = event;
        }

        @Override
        public History archive(Consumer<Delivery.Undecodable> broken) {
            return (after, limit) -> new Page<>(List.of(event), Optional.empty());
        }

        @Override
        public void subscribe() {
            // There is no bus.
        }

        @Override
        public BusReading bus(BatchProcessor processor, EventCodec codec) {
            return deadline -> {
                orders.pass(Duration.ofMinutes(1));
                return new BusReading.Run(true, Optional.empty());
            };
        }
    }

    @Test
    void a_restore_says_what_was_put_back_and_from_when_on_the_bus_is_read_again() throws Exception {
        String now = orders.ports().platform().clock().instant().toString();

        JsonNode answer = talk(Past.of((after, limit) -> new Page<>(List.of(), Optional.empty())))
                .answer("{\"op\":\"restore\",\"to\":\"" + now + "\"}");

        assertThat(answer.path("recovered").asLong(-1)).isZero();
        assertThat(answer.path("failures").isArray()).isTrue();
        assertThat(Instant.parse(answer.path("replayFrom").asText()))
                .isEqualTo(Instant.parse(now).minus(Duration.ofHours(1)));
    }

    @Test
    void a_restore_to_no_moment_is_refused() {
        assertThat(ask("'op':'restore','to':'yesterday'").path("message").asText())
                .isEqualTo("to must be a moment such as 2026-12-01T03:15:00Z, not 'yesterday'");
    }

    @Test
    void a_store_that_fails_is_told_in_words() {
        orders.breaks(Outbox.class);

        assertThat(ask("'op':'lag'").path("message").asText()).isEqualTo("a store failed: Outbox was told to fail");
    }

    @Test
    void what_nobody_can_do_is_refused() {
        assertThat(ask("'op':'explode'").path("message").asText()).contains("unknown operation \"explode\"");
    }

    @Nested
    class What_the_trigger_gave_up {
        private final List<String> redelivered = new ArrayList<>();

        private void giveUp() {
            givenUp = new GivenUp() {
                @Override
                public List<Batch> list(Predicate<String> consumers, int limit) {
                    return Stream.of("payment", "order-view")
                            .filter(consumers)
                            .limit(limit)
                            .map(consumer -> new Batch(
                                    "o-" + consumer, consumer, "shard 1", 7, Instant.EPOCH, "RecordAgeExceeded"))
                            .toList();
                }

                @Override
                public Redelivered redeliver(Batch batch) {
                    redelivered.add(batch.id());
                    return batch.consumer().equals("payment")
                            ? new Redelivered(7, Optional.empty())
                            : new Redelivered(3, Optional.of("4 records are not settled"));
                }
            };
        }

        @Test
        void is_listed_and_left_alone() {
            giveUp();

            JsonNode answer = ask("'op':'given-up'");

            assertThat(answer.path("batches")).hasSize(2);
            assertThat(answer.path("batches").path(0).path("condition").asText())
                    .isEqualTo("RecordAgeExceeded");
            assertThat(answer.path("failures")).isEmpty();
            assertThat(redelivered).isEmpty();
        }

        @Test
        void is_handed_to_its_consumers_function_on_request_and_problems_are_failures() {
            giveUp();

            JsonNode answer = ask("'op':'given-up','replay':true");

            assertThat(redelivered).containsExactly("o-payment", "o-order-view");
            assertThat(answer.path("batches").path(0).path("settled").asInt()).isEqualTo(7);
            assertThat(answer.path("failures"))
                    .extracting(JsonNode::asText)
                    .containsExactly("order-view, o-order-view: 4 records are not settled");
        }

        @Test
        void is_nothing_where_the_trigger_never_gives_up() {
            JsonNode answer = ask("'op':'given-up','replay':true");

            assertThat(answer.path("never").asText()).isEqualTo("the bus drops events after a week");
            assertThat(answer.path("batches")).isEmpty();
        }
    }
}
