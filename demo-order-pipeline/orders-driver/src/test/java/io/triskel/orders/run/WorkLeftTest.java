package io.triskel.orders.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.codec.WireEvent;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventKind;
import io.triskel.event.EventType;
import io.triskel.event.StreamId;
import io.triskel.memory.InMemoryPlatform;
import io.triskel.orders.ordering.OrderEvent;
import io.triskel.orders.payment.PaymentProvider;
import io.triskel.orders.pipeline.OrderPipeline;
import io.triskel.orders.pipeline.OrderTypes;
import io.triskel.orders.pipeline.Ports;
import io.triskel.orders.pipeline.Style;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkingLot;
import io.triskel.parking.ParkingLot.LaneLease;
import io.triskel.parking.ParkingLot.ParkedEvent;
import io.triskel.platform.Platform;
import io.triskel.store.CommandId;
import io.triskel.store.EventAppender.AppendResult;
import io.triskel.store.EventAppender.Expectation;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WorkLeftTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final InMemoryPlatform platform = InMemoryPlatform.of(
            Platform.Settings.of("/orders", OrderTypes.registry()).clock(InstantSource.fixed(NOW)));
    private final ParkingLot parking = platform.stores().parkingLot();
    private final Ports ports = ports();
    private final OrderPipeline pipeline = new OrderPipeline(ports, Style.ORCHESTRATION);
    private final String consumer = pipeline.consumers().keySet().iterator().next();

    private Ports ports() {
        return new Ports(
                platform,
                (resolved, etag, deadline) -> {
                    throw new IllegalStateException("nobody looks anything up here");
                },
                URI.create("http://orders.invalid/"),
                message -> {},
                PaymentProvider.simulated());
    }

    private String words(List<String> behind) {
        return String.valueOf(WorkLeft.of(ports, pipeline, behind, NOW).getMessage());
    }

    private void park(String id, int attempts, String reason, String body) {
        parking.park(new ParkedEvent(
                consumer,
                Lane.of("order-7"),
                new EventId("/orders", id),
                new WireEvent(Map.of(), body.getBytes(StandardCharsets.UTF_8)),
                "1",
                reason,
                attempts,
                NOW,
                Optional.empty()));
    }

    @Test
    void parked_events_are_counted_by_consumer_with_one_that_was_tried() {
        park(
                "e-1",
                5,
                "boom\n\tat a line",
                "{\"specversion\":\"1.0\",\"source\":\"/orders\",\"id\":\"e-1\",\"type\":\"orders.order-placed.v1\","
                        + "\"partitionkey\":\"order-7\"}");
        park("e-2", 0, "behind", "{}");

        assertThat(words(List.of()))
                .isEqualTo("the pipeline is stuck with unfinished work:\n  2 events are parked for " + consumer
                        + ", such as orders.order-placed.v1 of order-7, tried 5 times: boom at a line");
    }

    @Test
    void an_event_that_cannot_be_decoded_is_named_by_its_id() {
        park("e-1", 1, "no JSON", "?");

        assertThat(words(List.of())).contains("1 event is parked for " + consumer, "/orders e-1, tried once: no JSON");
    }

    @Test
    void a_lane_that_was_emptied_and_not_opened_is_named() {
        park("e-1", 1, "boom", "{}");
        LaneLease lease = parking.lease(consumer, Lane.of("order-7"), NOW, Duration.ofMinutes(1))
                .orElseThrow();
        parking.remove(lease, new EventId("/orders", "e-1"));

        assertThat(words(List.of())).contains("1 lane is empty and not opened for " + consumer + ", such as order-7");
    }

    @Test
    void commits_that_were_not_published_and_consumers_that_are_behind_are_named() {
        StreamId stream = new StreamId("order-9");
        assertThat(ports.platform()
                        .eventStore()
                        .append(
                                stream,
                                Expectation.noStream(),
                                List.of(Envelope.of(
                                                new EventId("/orders", "e-1"),
                                                new EventType("orders.order-confirmed", 1),
                                                new OrderEvent.OrderConfirmed("9"))
                                        .withPattern(new EventKind.Sourced(stream, 1))),
                                new CommandId("c-1")))
                .isInstanceOf(AppendResult.Committed.class);

        assertThat(words(List.of("payment", "order-view")))
                .contains(
                        "\n  the bus was not read to its end by: payment, order-view",
                        "\n  1 event stream has events that were never published, such as order-9");
    }

    @Test
    void where_nothing_is_left_that_is_said() {
        assertThat(words(List.of())).contains("the stores have no work left");
    }
}
