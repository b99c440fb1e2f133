package io.triskel.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.codec.JsonObject;
import io.triskel.console.Browser.Event;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Server-sent events, over real HTTP and in their bounded memory. */
class LiveEventsTest {
    private final Shop shop = new Shop();
    private final Console console = shop.place("A-1", "P-1").console().start(0);
    private final Browser browser = new Browser(console);

    @AfterEach
    void close() {
        console.close();
        shop.close();
    }

    @Test
    void a_new_page_gets_hello_then_the_whole_screen() {
        List<Event> events = browser.events("parked", "", event -> event.name().equals("lot"));

        assertThat(events).extracting(Event::name).containsExactly("hello", "need", "lot");
        assertThat(events).allSatisfy(event -> {
            assertThat(event.data().text("lane")).isEqualTo("memory");
            assertThat(event.data().text("at")).isEqualTo("2026-11-29T12:00:00.000Z");
        });
        assertThat(events.get(1).data().object("parked").integer("n")).isEqualTo(1);
        assertThat(events.get(2).data().objects("groups")).hasSize(1);
    }

    @Test
    void a_page_that_comes_back_gets_what_it_missed_and_no_hello() {
        String last = lastId(browser.events("parked", "", event -> event.name().equals("lot")));
        shop.place("P-2");

        List<Event> events =
                browser.events("parked", last, event -> event.name().equals("lot"));

        assertThat(events).extracting(Event::name).doesNotContain("hello").endsWith("lot");
        assertThat(events.get(events.size() - 1).data().integer("events")).isEqualTo(2);
    }

    @Test
    void a_page_that_saw_another_run_or_another_screen_begins_anew() {
        String last = lastId(browser.events("parked", "", event -> event.name().equals("lot")));

        for (String id : List.of(last.replace("parked", "sagas"), "id-99-parked-1", last + "000", "nonsense")) {
            assertThat(browser.events("parked", id, event -> event.name().equals("lot"))
                            .get(0)
                            .name())
                    .as(id)
                    .isEqualTo("hello");
        }
    }

    @Test
    void an_action_is_told_on_every_screen() {
        String last = lastId(browser.events("sagas", "", event -> event.name().equals("outbox")));
        browser.post("/api/memory/outbox/drain", "{\"reason\":\"to see that it works\"}");

        List<Event> events = browser.events("sagas", last, event -> event.name().equals("done"));

        assertThat(events.get(events.size() - 1).data().text("by")).isEqualTo("m.diallo");
        assertThat(events.get(events.size() - 1).data().text("action")).isEqualTo("drain");
    }

    @Test
    void what_only_the_application_knows_can_be_told() {
        String last = lastId(browser.events("flow", "", event -> event.name().equals("figure")));
        console.tell("flow", "order", JsonObject.empty().set("order", "A-1").set("state", "paid"));

        List<Event> events = browser.events("flow", last, event -> event.name().equals("order"));

        assertThat(events.get(events.size() - 1).data().text("state")).isEqualTo("paid");
    }

    @Test
    void the_flow_says_what_waits_and_what_compensates_and_nothing_of_what_nobody_counts() {
        try (Console counting = shop.console()
                .waiting(() -> Map.of("payment", 7L))
                .compensations(Shop.Placed.class)
                .start(0)) {
            Browser watching = new Browser(counting);
            String last =
                    lastId(watching.events("flow", "", event -> event.name().equals("figure")));
            shop.place("A-2");

            List<Event> events =
                    watching.events("flow", last, event -> event.name().equals("figure"));

            JsonObject stations = events.get(events.size() - 1).data().object("stations");
            assertThat(stations.object("payment").integer("waiting")).isEqualTo(7);
            assertThat(stations.object("fulfilment").has("waiting")).isFalse();
            assertThat(events.stream().filter(event -> event.name().equals("move")))
                    .isNotEmpty()
                    .allSatisfy(
                            move -> assertThat(move.data().objects("events")).allMatch(one -> one.bool("undo")));
        }
    }

    @Test
    void the_pump_of_a_platform_in_memory_counts_what_waits() {
        shop.platform.publish(
                new Shop.Placed("A-9", io.triskel.personal.Personal.of("customer-of-A-9", "ann@example.com"), 1),
                "order-A-9");
        Map<String, Long> before = shop.pump.waiting();

        var unused = shop.pump.drain();

        assertThat(before).containsEntry("payment", 1L).containsEntry("orders", 1L);
        assertThat(shop.pump.waiting().values()).containsOnly(0L);
    }

    @Test
    void the_flow_shows_what_was_observed() {
        String last = lastId(browser.events("flow", "", event -> event.name().equals("figure")));
        shop.place("A-2", "A-3");

        List<Event> events = browser.events(
                "flow",
                last,
                event -> event.name().equals("figure") && event.data().integer("events") > 3);

        JsonObject move = events.stream()
                .filter(event -> event.name().equals("move"))
                .findFirst()
                .orElseThrow()
                .data();
        assertThat(move.integer("n")).isEqualTo(1);
        assertThat(move.objects("events")).hasSize(6).allSatisfy(one -> {
            assertThat(one.text("type")).isEqualTo("shop.order-placed.v1");
            assertThat(one.text("kind")).isEqualTo("fact");
        });
        JsonObject figure = events.get(events.size() - 1).data();
        assertThat(figure.object("stations").object("payment").integer("handled"))
                .isEqualTo(3);
        assertThat(figure.object("stations").object("payment").integer("failed"))
                .isEqualTo(1);
        assertThat(figure.object("handlerMs").has("p99")).isTrue();
        assertThat(figure.integer("parked")).isEqualTo(1);
    }

    private static String lastId(List<Event> events) {
        return events.get(events.size() - 1).id();
    }

    @Nested
    class Memory {
        private final Channel channel = new Channel();

        private void add(int number, int length) {
            channel.add(
                    Message.once("note", JsonObject.empty().set("n", number).set("text", "x".repeat(length)))
                            .at("memory", Shop.NOON),
                    false);
        }

        @Test
        void keeps_the_last_messages_only_and_says_when_some_are_gone() {
            for (int number = 1; number <= 1_000; number++) {
                add(number, 10);
            }

            assertThat(channel.after(1_000)).contains(List.of());
            assertThat(channel.after(744).orElseThrow()).hasSize(256);
            assertThat(channel.after(743)).isEmpty();
            assertThat(channel.after(1_001)).isEmpty();
        }

        @Test
        void keeps_no_more_than_two_million_characters() {
            for (int number = 1; number <= 30; number++) {
                add(number, 100_000);
            }

            assertThat(channel.after(30 - 19).orElseThrow()).hasSize(19);
            assertThat(channel.after(30 - 20)).isEmpty();
        }

        @Test
        void does_not_repeat_what_has_not_changed() {
            Message same = Message.state("lot", JsonObject.empty().set("events", 1));
            channel.add(same.at("memory", Shop.NOON), false);
            channel.add(same.at("memory", Shop.NOON.plusSeconds(5)), false);

            assertThat(channel.last()).isEqualTo(1);
            assertThat(channel.state()).hasSize(1);
        }

        @Test
        void of_the_flow_is_thirty_events_and_one_note_however_many_there_were() {
            FlowObserver flow = new FlowObserver();
            flow.watch();
            for (int i = 0; i < 10_000; i++) {
                flow.handled(
                        "payment" + i,
                        io.triskel.event.Envelope.of(
                                new io.triskel.event.EventId("/shop", "e" + i),
                                io.triskel.event.EventType.of("shop.order-placed", 1),
                                "data"),
                        io.triskel.observe.EventOutcome.HANDLED,
                        java.time.Duration.ofMillis(2));
                flow.parked("payment", new io.triskel.event.EventId("/shop", "e" + i), "failed");
            }

            FlowObserver.Sample sample = flow.takeMoves();
            assertThat(sample.moves()).hasSize(30);
            assertThat(sample.of()).isEqualTo(10_000);
            assertThat(flow.takeNotes()).hasSize(1);
            assertThat(flow.stations()).hasSize(FlowObserver.MOST_STATIONS);
            assertThat(flow.total().handled.sum()).isEqualTo(10_000);
        }

        @Test
        void of_durations_gives_a_percentile_that_is_at_most_a_sixteenth_too_high() {
            Times times = new Times();
            for (int micros = 1; micros <= 1_000; micros++) {
                times.add(micros, 5_000_000_000L);
            }

            assertThat(times.percentile(0.99, 5_000_000_000L).orElseThrow()).isBetween(990L, 990L * 17 / 16);
            assertThat(times.percentile(0.5, 5_000_000_000L).orElseThrow()).isBetween(500L, 500L * 17 / 16);
            assertThat(times.percentile(0.5, 16_000_000_000L)).isEmpty();
            assertThat(Optional.of(times.size(14_000_000_000L))).contains(1_000L);
        }
    }
}
