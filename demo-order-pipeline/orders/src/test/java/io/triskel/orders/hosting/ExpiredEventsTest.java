package io.triskel.orders.hosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.consume.EventConsumer;
import io.triskel.event.Deadline;
import io.triskel.hosting.operation.ConsumerFunctions;
import io.triskel.hosting.operation.ExpiredEvents;
import io.triskel.hosting.operation.GivenUp.Batch;
import io.triskel.hosting.operation.GivenUp.Redelivered;
import io.triskel.hosting.operation.OperatorRequests;
import io.triskel.orders.MemoryOrders;
import io.triskel.orders.catalogue.Product;
import io.triskel.orders.pipeline.Style;
import io.triskel.publish.PublishReport.Entry.Rejected;
import io.triskel.transfer.Replicas;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A consumer stood still, and the bus has dropped what it missed. */
class ExpiredEventsTest {
    private static final ExpiredEvents.Kept KEPT = new ExpiredEvents.Kept(Duration.ofDays(7), Duration.ofDays(14));
    private static final String NEWS = "order-news";
    private static final String COPY = "ordering-catalogue";

    private final MemoryOrders orders = new MemoryOrders(Style.ORCHESTRATION);

    private ExpiredEvents expired(ConsumerFunctions functions) {
        return new ExpiredEvents(
                "never",
                orders.pipeline(),
                KEPT,
                () -> (from, until, to, deadline) -> to.publishAndWait(orders.published(), deadline)
                        .firstRejected()
                        .map(Rejected::message),
                () -> functions);
    }

    private ExpiredEvents expired() {
        return expired(ConsumerFunctions.direct(orders.pipeline()));
    }

    private List<Batch> listed(String consumer) {
        return expired().list(Predicate.isEqual(consumer), 10);
    }

    private Redelivered redeliver(ExpiredEvents expired, String consumer) {
        Batch batch = listed(consumer).get(0);
        return expired.redeliver(batch);
    }

    private void missNews() {
        orders.disable(NEWS);
        orders.place(true);
        orders.settle();
    }

    @Test
    void what_the_consumer_missed_is_settled_by_its_function_and_a_repeat_does_no_harm() {
        missNews();
        orders.pass(Duration.ofDays(8));

        Redelivered first = redeliver(expired(), NEWS);
        orders.settle();
        Redelivered second = redeliver(expired(), NEWS);
        orders.settle();

        assertThat(first).isEqualTo(new Redelivered(1, Optional.empty()));
        assertThat(second).isEqualTo(first);
        assertThat(orders.messages()).isEqualTo(1);
    }

    @Test
    void what_the_bus_still_has_and_what_nobody_may_remember_are_left_alone() {
        missNews();

        orders.pass(Duration.ofDays(6));
        assertThat(listed(NEWS)).as("still on the bus").isEmpty();
        orders.pass(Duration.ofDays(2));
        assertThat(listed(NEWS))
                .hasSize(1)
                .allMatch(batch -> batch.records() == 1 && batch.consumer().equals(NEWS));
        orders.pass(Duration.ofDays(6));
        assertThat(listed(NEWS))
                .as("an event that was handled may be forgotten")
                .isEmpty();
    }

    @Test
    void what_cannot_be_handled_is_parked_since_nothing_brings_it_again() {
        orders.disable(COPY);
        orders.pipeline()
                .catalogue()
                .publish("P-1", 1, Optional.of(new Product("P-1", "Tea", List.of(100L))), orders.soon());
        orders.pass(Duration.ofDays(8));
        orders.spoils(Replicas.class);

        Redelivered redelivered = redeliver(expired(), COPY);

        assertThat(redelivered).isEqualTo(new Redelivered(1, Optional.empty()));
        assertThat(orders.ports().platform().stores().parkingLot().held(COPY, Optional.empty(), 10))
                .hasSize(1);
    }

    @Test
    void a_function_that_is_closed_or_knows_no_such_request_ends_the_run_with_its_reason() {
        missNews();
        orders.pass(Duration.ofDays(8));
        ConsumerFunctions closed = (consumer, request, within) -> {
            throw new IllegalStateException("closed");
        };
        ConsumerFunctions old = (consumer, request, within) -> "{\"handled\":0}".getBytes(StandardCharsets.UTF_8);

        assertThat(redeliver(expired(closed), NEWS)).isEqualTo(new Redelivered(0, Optional.of("closed")));
        assertThat(redeliver(expired(old), NEWS).problem().orElse(""))
                .contains("does not know the request; an older release may be deployed");
    }

    @Test
    void a_request_for_another_consumer_is_refused() {
        byte[] request = "{\"triskel\":\"redeliver\",\"consumer\":\"payment\",\"seconds\":5,\"events\":[]}"
                .getBytes(StandardCharsets.UTF_8);
        Deadline soon = orders.soon();

        assertThatThrownBy(() -> OperatorRequests.answer(
                        request,
                        Objects.requireNonNull(orders.pipeline().consumers().get(NEWS)),
                        orders.ports().platform(),
                        soon))
                .hasMessage("this is the function of consumer order-news; the request is for payment");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'triskel':'redeliver'}",
                "{'triskel':'redeliver','consumer':'order-news','seconds':5}",
                "{'triskel':'redeliver','consumer':'order-news','seconds':0,'events':[]}",
                "{'triskel':'redeliver','consumer':7,'seconds':5,'events':[]}",
                "{'triskel':'redeliver','consumer':'order-news','seconds':5,'events':[{}]}",
                "{'triskel':'redeliver','consumer':'order-news','seconds':5,'events':[{'attributes':{},'body':7}]}",
                "{'triskel':'redeliver','consumer':'order-news','seconds':5,'events':[{'attributes':{},'body':'*'}]}",
                "{'triskel':'redeliver','consumer':'order-news','seconds':5,'events':[{'attributes':{'id':1},'body':''}]}"
            })
    void a_broken_request_is_refused_with_what_was_expected(String request) {
        EventConsumer news =
                Objects.requireNonNull(orders.pipeline().consumers().get(NEWS));
        byte[] document = request.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        Deadline soon = orders.soon();

        assertThatThrownBy(() ->
                        OperatorRequests.answer(document, news, orders.ports().platform(), soon))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "expected {\"triskel\":\"redeliver\",\"consumer\":NAME,\"seconds\":N,\"events\":[");
    }

    @Test
    void an_event_of_a_request_without_an_id_is_refused_and_nothing_is_handled() {
        byte[] request =
                "{\"triskel\":\"redeliver\",\"consumer\":\"order-news\",\"seconds\":5,\"events\":[{\"attributes\":{},\"body\":\"\"}]}"
                        .getBytes(StandardCharsets.UTF_8);
        EventConsumer news =
                Objects.requireNonNull(orders.pipeline().consumers().get(NEWS));
        Deadline soon = orders.soon();

        assertThatThrownBy(() ->
                        OperatorRequests.answer(request, news, orders.ports().platform(), soon))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("event 1 of the request");
    }
}
