package io.triskel.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.codec.JsonObject;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class FaultsTest {
    private static final String REASON = "{\"reason\":\"to see it recover\"}";

    private final Shop shop = new Shop();
    private final BrokenOnPurpose faults = new BrokenOnPurpose();
    private Console console = open(builder -> builder.faults(faults));
    private InputStream page = openPage();

    private Console open(UnaryOperator<ConsoleBuilder> with) {
        return with.apply(shop.console()).start(0);
    }

    private void reopen(UnaryOperator<ConsoleBuilder> with) {
        console.close();
        console = open(with);
        page = openPage();
    }

    /** No fault lasts without a page. */
    private InputStream openPage() {
        try {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(
                                            "http://127.0.0.1:" + console.port() + "/events?lane=all&screen=parked"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofInputStream())
                    .body();
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    @AfterEach
    void close() throws Exception {
        page.close();
        console.close();
        shop.close();
    }

    private Browser browser() {
        return new Browser(console);
    }

    private JsonObject act(String path) {
        return browser().act("/api/memory/faults/" + path, REASON);
    }

    private JsonObject last() {
        List<JsonObject> runs = browser().json("/api/memory/faults").objects("runs");
        return runs.get(runs.size() - 1);
    }

    private List<JsonObject> actions() {
        return browser().json("/api/memory/actions").objects("items");
    }

    private static void until(BooleanSupplier holds) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).as("only a fault reaches this").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private boolean isNowhere() {
        Browser browser = browser();
        return browser.get("/api/memory/faults").statusCode() == 404
                && browser.post("/api/memory/faults/throttle", REASON).statusCode() == 404
                && browser.post("/api/memory/faults/throttle/stop", REASON).statusCode() == 404
                && browser.get("/events?lane=all&screen=faults").statusCode() == 404
                && !browser.json("/api/console").texts("screens").contains("faults");
    }

    @Nested
    class Without_a_handler {
        @Test
        void a_console_that_was_given_no_faults_has_neither_paths_nor_a_screen_for_them() {
            reopen(builder -> builder);

            assertThat(isNowhere()).isTrue();
        }

        @Test
        void a_deployed_environment_has_none_whatever_the_application_gives() {
            reopen(builder -> builder.faults(faults).environment("orders-prod", true));

            assertThat(isNowhere()).isTrue();
            assertThat(faults.injected).hasValue(0);
        }

        @Test
        void a_console_for_reading_starts_none_and_records_who_asked() {
            reopen(builder -> builder.faults(faults).readOnly());

            JsonObject refused = act("throttle");

            assertThat(refused.text("error")).isEqualTo("read-only");
            assertThat(faults.injected).hasValue(0);
            assertThat(actions().get(0).integer("status")).isEqualTo(403);
        }
    }

    @Nested
    class When_a_fault_is_started {
        @Test
        void it_is_recorded_before_it_begins_and_again_with_how_it_was_recovered_from() {
            act("throttle");

            JsonObject begun = actions().get(0);
            act("throttle/stop");
            until(() -> actions().stream().anyMatch(one -> one.text("answer").startsWith("recovered")));

            assertThat(begun.text("action")).isEqualTo("fault");
            assertThat(begun.text("on")).isEqualTo("fault throttle");
            assertThat(begun.text("by")).isEqualTo("m.diallo");
            assertThat(begun.text("why")).isEqualTo("to see it recover");
            assertThat(begun.integer("status")).isZero();
            assertThat(actions())
                    .filteredOn(one -> one.text("answer").startsWith("recovered"))
                    .singleElement()
                    .satisfies(ended -> assertThat(ended.text("answer")).contains("lost 0, doubled not counted"));
        }

        @Test
        void it_shows_lag_before_worst_lag_and_recovery_and_what_nobody_counts_is_absent() {
            faults.waiting = 3;
            act("throttle");
            faults.waiting = 41;
            until(() -> last().integer("worstLag") == 41);
            act("throttle/stop");
            JsonObject recovering = last();
            faults.waiting = 3;
            until(() -> last().text("state").equals("recovered"));

            assertThat(recovering.text("state")).isEqualTo("recovering");
            assertThat(last().integer("lagBefore")).isEqualTo(3);
            assertThat(last().integer("recoveredMs")).isNotNegative();
            assertThat(last().integer("lost")).isZero();
            assertThat(last().has("doubled")).isFalse();
        }

        @Test
        void its_damage_and_its_orders_are_its_own_and_not_those_of_earlier_faults() {
            faults.doubled = OptionalLong.of(1);
            act("throttle");
            faults.lost = 2;
            faults.doubled = OptionalLong.of(4);
            faults.orders = 5;
            act("throttle/stop");
            until(() -> last().text("state").equals("recovered"));
            JsonObject first = last();

            act("throttle");
            faults.lost = 3;
            faults.orders = 11;
            act("throttle/stop");
            until(() -> last().text("state").equals("recovered"));

            assertThat(first.integer("lost")).isEqualTo(2);
            assertThat(first.integer("doubled")).isEqualTo(3);
            assertThat(first.integer("orders")).isEqualTo(5);
            assertThat(last().integer("lost")).isEqualTo(1);
            assertThat(last().integer("doubled")).isZero();
            assertThat(last().integer("orders")).isEqualTo(6);
            assertThat(actions())
                    .extracting(one -> one.text("answer"))
                    .anyMatch(answer -> answer.endsWith("lost 1, doubled 0"));
        }

        @Test
        void an_event_that_was_on_its_way_when_it_began_and_is_lost_counts() {
            faults.lost = 1;
            act("throttle");
            act("throttle/stop");
            until(() -> last().text("state").equals("recovered"));

            assertThat(last().integer("lost")).isEqualTo(1);
        }

        @Test
        void it_is_not_recovered_from_while_an_order_is_under_way() {
            faults.underWay = 1;
            act("throttle");
            act("throttle/stop");
            until(() -> last().integer("worstUnderWay") == 1);
            String before = last().text("state");

            faults.underWay = 0;
            until(() -> last().text("state").equals("recovered"));

            assertThat(before).isEqualTo("recovering");
        }

        @Test
        void it_ends_by_itself_after_its_time() {
            act("slow");

            until(() -> last().text("state").equals("recovered"));

            assertThat(faults.injected).hasValue(1);
            assertThat(faults.inForce).hasValue(0);
        }

        @Test
        void it_ends_when_no_page_has_been_open_for_some_seconds() {
            FaultRuns alone = new FaultRuns(
                    shop.platform,
                    faults,
                    () -> System.nanoTime() - Duration.ofSeconds(6).toNanos());
            Call call = new Call(
                    "POST", List.of("faults", "throttle"), java.util.Map.of(), "m.diallo", JsonObject.parse(REASON));

            JsonObject unused = alone.start(call).begin().apply(ended -> {});
            until(() -> faults.inForce.get() == 0);

            assertThat(faults.injected).hasValue(1);
            alone.close();
        }

        @Test
        void it_ends_with_the_console() {
            act("throttle");

            console.close();

            assertThat(faults.inForce).hasValue(0);
        }

        @Test
        void a_second_one_of_its_kind_is_refused_and_one_of_another_kind_is_not() {
            act("throttle");

            JsonObject again = act("throttle");
            JsonObject other = act("slow");

            assertThat(again.text("error")).isEqualTo("fault-running");
            assertThat(other.text("state")).isEqualTo("running");
            assertThat(faults.injected).hasValue(2);
        }

        @Test
        void it_needs_a_reason_and_a_refusal_is_recorded() {
            JsonObject refused = browser().act("/api/memory/faults/throttle", "{\"reason\":\"fun\"}");

            assertThat(refused.text("error")).isEqualTo("reason-too-short");
            assertThat(faults.injected).hasValue(0);
            assertThat(actions().get(0).integer("status")).isEqualTo(422);
        }

        @Test
        void one_that_is_not_possible_here_says_why_and_an_unknown_one_is_not_found() {
            JsonObject impossible = act("kill");
            JsonObject unknown = act("earthquake");

            assertThat(impossible.text("error")).isEqualTo("not-ready");
            assertThat(impossible.text("message")).endsWith("There is no process.");
            assertThat(unknown.text("error")).isEqualTo("not-found");
        }

        @Test
        void a_page_of_the_screen_is_told_what_there_is_and_how_far_each_is() {
            act("throttle");

            List<Browser.Event> events =
                    browser().events("faults", "", event -> event.name().equals("fault"));

            assertThat(events).extracting(Browser.Event::name).contains("faults");
            assertThat(events.get(events.size() - 1).data().text("state")).isEqualTo("running");
        }
    }
}
