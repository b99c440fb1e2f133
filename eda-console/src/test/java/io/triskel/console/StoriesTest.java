package io.triskel.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.asyncapi.AsyncApi;
import io.triskel.codec.EventCodec;
import io.triskel.codec.JsonObject;
import io.triskel.codec.TypeRegistry;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.event.OrderingKey;
import io.triskel.publish.OrderedPublisher;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happened to one id, and what of it may be shown. */
class StoriesTest {
    private final Shop shop = new Shop();
    private final Console console = shop.place("A-1", "P-1", "S-1", "<img src=x onerror=alert(1)>")
            .console()
            .start(0);
    private final Browser browser = new Browser(console);

    @AfterEach
    void close() {
        console.close();
        shop.close();
    }

    private JsonObject story(String id) {
        return browser.json("/api/memory/story/" + id);
    }

    @Test
    void of_an_order_has_its_events_saga_rows_and_what_is_parked() {
        JsonObject story = story("P-1");

        assertThat(story.bool("found")).isTrue();
        assertThat(story.bool("pending")).isTrue();
        assertThat(story.objects("rows"))
                .extracting(row -> row.text("kind") + " " + row.text("where"))
                .containsExactly("fact order-P-1, 1", "parked parked by payment");
        assertThat(story.objects("rows").get(1).text("cause"))
                .isEqualTo(story.objects("rows").get(0).text("id"));
        assertThat(story.objects("sagas"))
                .singleElement()
                .satisfies(saga -> assertThat(saga.text("status")).isEqualTo("running"));
        assertThat(story.objects("parked"))
                .singleElement()
                .satisfies(lane -> assertThat(lane.text("lane")).isEqualTo("order-P-1"));
        assertThat(story.objects("views")).singleElement().satisfies(view -> {
            assertThat(view.text("view")).isEqualTo("orders");
            assertThat(view.object("row").integer("cents")).isEqualTo(1_200);
        });
    }

    @Test
    void has_timers_of_its_saga() {
        assertThat(story("S-1").objects("rows"))
                .filteredOn(row -> row.text("kind").equals("timer"))
                .singleElement()
                .satisfies(row -> assertThat(row.text("at")).isEqualTo("2026-11-29T13:00:00.000Z"));
    }

    @Test
    void never_has_personal_data_and_says_who_was_forgotten() {
        assertThat(browser.get("/api/memory/story/A-1").body())
                .doesNotContain("@A-1")
                .doesNotContain("sealed");
        assertThat(story("A-1").objects("rows").get(0).object("data").text("contact"))
                .isEqualTo("personal");
        assertThat(story("A-1").objects("views").get(0).object("row").text("person"))
                .as("shown without the person, who is known")
                .isEqualTo("personal");

        shop.platform.personalKeys().forget("customer-of-A-1");

        assertThat(story("A-1").objects("rows").get(0).object("data").text("contact"))
                .isEqualTo("forgotten");
        assertThat(story("A-1").objects("views").get(0).object("row").text("person"))
                .isEqualTo("forgotten");
        assertThat(browser.get("/api/memory/story/A-1").body()).doesNotContain("@A-1");
    }

    @Test
    void of_an_unknown_id_names_what_was_asked_and_what_was_not_read() {
        JsonObject story = story("A-9");

        assertThat(story.bool("found")).isFalse();
        assertThat(story.objects("read"))
                .extracting(one -> one.text("what") + " " + one.integer("n"))
                .contains("stream order-A-9 0", "saga fulfilment 0", "parking lot of payment 0");
        assertThat(story.objects("notRead")).isNotEmpty();
    }

    @Test
    void of_a_store_that_fails_names_it_and_tells_the_rest() {
        JsonObject story = story("x".repeat(125));

        assertThat(story.objects("read")).extracting(one -> one.text("what")).contains("saga fulfilment");
    }

    @Test
    void is_json_whatever_the_id_has() {
        var answer = browser.get("/api/memory/story/%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E");

        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(JsonObject.parse(answer.body()).bool("found")).isTrue();
        assertThat(JsonObject.parse(answer.body()).text("id")).isEqualTo("<img src=x onerror=alert(1)>");
    }

    @Test
    void of_types_has_members_and_who_reads_them() {
        JsonObject types = browser.json("/api/memory/types");

        JsonObject placed = types.objects("types").get(0);
        assertThat(placed.text("type")).isEqualTo("shop.order-placed.v1");
        assertThat(placed.texts("consumers")).containsExactly("fulfilment", "orders", "payment");
        assertThat(placed.objects("members"))
                .extracting(member -> member.text("name") + " " + member.bool("personal"))
                .containsExactly("order false", "contact true", "cents false");
        assertThat(types.bool("asyncapi")).isFalse();
    }

    @Test
    void of_types_names_a_version_that_is_parked_because_nobody_here_can_read_it() {
        EventType newer = new EventType("shop.order-placed", 2);
        TypeRegistry ofTheProducer =
                TypeRegistry.builder().add(newer, Shop.NoteOrder.class).build();
        Envelope<?> event = Envelope.of(new EventId("/shop", "n-1"), newer, new Shop.NoteOrder("N-1"))
                .withKey(new OrderingKey("order-N-1"));
        var report = OrderedPublisher.builder(shop.platform.bus(), EventCodec.of(ofTheProducer))
                .clock(shop.now::get)
                .build()
                .publishAndWait(List.of(event), Deadline.in(Duration.ofMinutes(1), shop.now::get));
        var unused = shop.pump.drain();

        assertThat(report.complete()).isTrue();
        assertThat(browser.json("/api/memory/types").objects("undecodable"))
                .extracting(one -> one.text("type") + " " + one.text("consumer"))
                .contains("shop.order-placed.v2 payment");
    }

    @Test
    void of_a_contract_says_whom_a_document_breaks_also_to_a_reader() {
        try (Console reading = shop.console()
                .asyncApi(() -> AsyncApi.of("Shop", "1", Shop.TYPES))
                .readOnly()
                .start(0)) {
            Browser reader = new Browser(reading);
            JsonObject served = reader.json("/api/memory/asyncapi");
            JsonObject same = reader.act("/api/memory/types/check", document(served.toString()));
            served.object("components").object("messages").remove("shop.order-placed.v1");
            served.object("channels").object("events").object("messages").remove("shop.order-placed.v1");
            JsonObject less = reader.act("/api/memory/types/check", document(served.toString()));

            assertThat(same.integer("changes")).isZero();
            assertThat(less.integer("breaking")).isEqualTo(1);
            assertThat(less.objects("shown").get(0).text("rule")).isEqualTo("message-removed");
        }
    }

    @Test
    void of_a_document_that_is_none_or_too_large_is_a_refusal() {
        try (Console reading = shop.console()
                .asyncApi(() -> AsyncApi.of("Shop", "1", Shop.TYPES))
                .start(0)) {
            Browser reader = new Browser(reading);

            assertThat(reader.post("/api/memory/types/check", document("{}")).statusCode())
                    .isEqualTo(422);
            assertThat(reader.post("/api/memory/types/check", document("x".repeat(1024 * 1024)))
                            .statusCode())
                    .isEqualTo(413);
        }
    }

    private static String document(String text) {
        return JsonObject.empty().set("document", text).toString();
    }
}
