package io.triskel.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.codec.JsonObject;
import io.triskel.console.Browser.Event;
import io.triskel.event.StreamId;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A rebuild of a view, watched from its start to its end. */
class RebuiltViewsTest {
    private static final String WHY = "the totals were wrong";

    private final Shop shop = new Shop();
    private final Console console = shop.place("A-1", "A-2").console().start(0);
    private final Browser browser = new Browser(console);

    @AfterEach
    void close() {
        console.close();
        shop.close();
    }

    private static String seeing(String what) {
        return "{\"reason\":\"" + WHY + "\",\"seen\":" + what + "}";
    }

    private JsonObject watchedTo(String phase) {
        List<Event> events = browser.events(
                "views",
                "",
                event -> event.name().equals("rebuild")
                        && event.data().text("phase").equals(phase));
        return events.get(events.size() - 1).data();
    }

    private JsonObject view() {
        return browser.json("/api/memory/views").objects("views").get(0);
    }

    private int begin() {
        return browser.post("/api/memory/views/orders/rebuild", seeing("{\"generation\":1}"))
                .statusCode();
    }

    @Test
    void waits_with_a_comparison_until_a_person_switches() {
        assertThat(begin()).isEqualTo(200);
        JsonObject compared = watchedTo("compare").object("compared");

        assertThat(compared.integer("rows")).isEqualTo(2);
        assertThat(compared.integer("differ")).isZero();
        assertThat(view().integer("generation")).isEqualTo(1);
        assertThat(view().integer("building")).isEqualTo(2);

        shop.place("A-3");
        var switched = browser.post(
                "/api/memory/views/orders/switch", seeing("{\"generation\":1,\"compared\":{\"rows\":2,\"differ\":0}}"));

        assertThat(switched.statusCode()).isEqualTo(200);
        assertThat(view().integer("generation")).isEqualTo(2);
        assertThat(shop.view.find(StreamId.of("order", "A-3"))).isPresent();
        assertThat(browser.post("/api/memory/views/orders/drop", seeing("{\"generation\":2}"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(watchedTo("done").integer("dropped")).isEqualTo(3);
        assertThat(view().has("handoverEnds")).isFalse();
    }

    @Test
    void does_not_switch_on_a_comparison_that_nobody_saw() {
        begin();
        watchedTo("compare");

        var answer = browser.post(
                "/api/memory/views/orders/switch", seeing("{\"generation\":1,\"compared\":{\"rows\":7,\"differ\":0}}"));

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(view().integer("generation")).isEqualTo(1);
    }

    @Test
    void is_the_only_one_of_its_view() {
        begin();

        var second = browser.post("/api/memory/views/orders/rebuild", seeing("{\"generation\":1}"));

        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(JsonObject.parse(second.body()).text("error")).isEqualTo("rebuild-running");
    }

    @Test
    void is_refused_if_another_generation_is_read() {
        var answer = browser.post("/api/memory/views/orders/rebuild", seeing("{\"generation\":7}"));

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(JsonObject.parse(answer.body()).text("error")).isEqualTo("newer-generation");
    }

    @Test
    void is_stopped_and_leaves_no_rows() {
        begin();
        watchedTo("compare");

        assertThat(browser.post("/api/memory/views/orders/stop", seeing("{\"generation\":1}"))
                        .statusCode())
                .isEqualTo(200);

        assertThat(watchedTo("done").text("message")).isEqualTo("stopped, and its rows are removed");
        assertThat(view().integer("generation")).isEqualTo(1);
        assertThat(view().has("building")).isFalse();
        assertThat(begin()).isEqualTo(200);
    }

    @Test
    void cannot_do_what_its_phase_does_not_allow() {
        assertThat(browser.post("/api/memory/views/orders/drop", seeing("{\"generation\":1}"))
                        .statusCode())
                .isEqualTo(409);
        begin();
        watchedTo("compare");
        assertThat(browser.post("/api/memory/views/orders/drop", seeing("{\"generation\":1}"))
                        .statusCode())
                .isEqualTo(409);
    }
}
