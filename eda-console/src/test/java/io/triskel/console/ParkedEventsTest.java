package io.triskel.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.codec.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Dry run, replay and discard of parked events. */
class ParkedEventsTest {
    private static final String WHY = "the card service works again";

    private final Shop shop = new Shop();
    private final Console console =
            shop.place("A-1", "P-1", "P-2", "P-3").console().start(0);
    private final Browser browser = new Browser(console);

    @AfterEach
    void close() {
        console.close();
        shop.close();
    }

    private List<JsonObject> groups() {
        return browser.json("/api/memory/parked").objects("groups");
    }

    private String group() {
        return groups().get(0).text("id");
    }

    private JsonObject dryRun() {
        return browser.act("/api/memory/parked/dry-run", "{\"select\":{\"groups\":[\"" + group() + "\"]}}");
    }

    private static String with(JsonObject dryRun) {
        return "{\"token\":\"" + dryRun.text("token") + "\",\"reason\":\"" + WHY + "\"}";
    }

    @Test
    void events_with_one_cause_are_one_group() {
        assertThat(groups()).singleElement().satisfies(group -> {
            assertThat(group.text("consumer")).isEqualTo("payment");
            assertThat(group.text("cause")).isEqualTo("FAILED");
            assertThat(group.integer("events")).isEqualTo(3);
            assertThat(group.integer("lanes")).isEqualTo(3);
            assertThat(group.bool("exact")).isTrue();
            assertThat(group.text("oldest")).isEqualTo("2026-11-29T12:00:00.000Z");
        });
    }

    @Test
    void a_group_is_paged_lane_by_lane_down_to_one_event_without_personal_data() {
        JsonObject first = browser.json("/api/memory/parked/" + group() + "?limit=2");
        JsonObject second = browser.json("/api/memory/parked/" + group() + "?limit=2&after=" + first.text("next"));

        assertThat(first.objects("items")).hasSize(2);
        assertThat(second.objects("items")).hasSize(1);
        JsonObject lane = first.objects("items").get(0);
        String path = "/api/memory/parked/payment/" + lane.text("key");
        assertThat(browser.json(path).objects("items")).hasSize(1);
        var event = browser.get(path + "/" + lane.object("head").text("id"));
        assertThat(event.body()).doesNotContain(".example").doesNotContain("sealed");
        JsonObject data = JsonObject.parse(event.body()).object("data");
        assertThat(data.text("order")).startsWith("P-");
        assertThat(data.text("contact")).isEqualTo("personal");
    }

    @Test
    void a_dry_run_says_what_would_happen_and_changes_nothing() {
        JsonObject dry = dryRun();

        assertThat(dry.integer("lanes")).isEqualTo(3);
        assertThat(dry.integer("deliver")).isEqualTo(3);
        assertThat(dry.integer("discards")).isEqualTo(3);
        assertThat(dry.objects("items")).extracting(one -> one.text("expect")).containsOnly("deliver");
        assertThat(groups())
                .singleElement()
                .satisfies(group -> assertThat(group.integer("events")).isEqualTo(3));
        assertThat(shop.paid).containsExactly("A-1");
    }

    @Test
    void a_replay_handles_what_the_dry_run_named_and_is_recorded() {
        JsonObject dry = dryRun();
        shop.paymentWorks = true;

        JsonObject answer = browser.act("/api/memory/parked/replay", with(dry));

        assertThat(answer.integer("handled")).isEqualTo(3);
        assertThat(answer.integer("opened")).isEqualTo(3);
        assertThat(answer.bool("more")).isFalse();
        assertThat(groups()).isEmpty();
        assertThat(shop.paid).containsExactlyInAnyOrder("A-1", "P-1", "P-2", "P-3");
        JsonObject log = browser.json("/api/memory/actions").objects("items").get(0);
        assertThat(log.text("action")).isEqualTo("replay");
        assertThat(log.text("by")).isEqualTo("m.diallo");
        assertThat(log.text("why")).isEqualTo(WHY);
        assertThat(log.text("on")).isEqualTo("payment, 3 lanes");
        assertThat(log.integer("status")).isEqualTo(200);
        assertThat(log.text("answer")).startsWith("3 handled");
    }

    @Test
    void a_function_that_does_not_answer_leaves_its_lanes_parked_and_the_answer_says_why() {
        try (Console other = shop.console()
                .replays((consumer, lane, limit, deadline) -> {
                    throw new IllegalStateException("orders-payment: the function is missing");
                })
                .start(0)) {
            Browser elsewhere = new Browser(other);
            JsonObject dry =
                    elsewhere.act("/api/memory/parked/dry-run", "{\"select\":{\"groups\":[\"" + group() + "\"]}}");

            JsonObject answer = elsewhere.act("/api/memory/parked/replay", with(dry));

            assertThat(answer.integer("handled")).isZero();
            assertThat(answer.integer("portFailures")).isEqualTo(3);
            assertThat(answer.objects("items"))
                    .extracting(item -> item.text("message"))
                    .containsOnly("orders-payment: the function is missing");
            assertThat(groups())
                    .singleElement()
                    .satisfies(group -> assertThat(group.integer("events")).isEqualTo(3));
        }
    }

    @Test
    void one_lane_is_replayed_singly() {
        JsonObject lane =
                browser.json("/api/memory/parked/" + group()).objects("items").get(0);
        shop.paymentWorks = true;
        JsonObject dry = browser.act(
                "/api/memory/parked/dry-run",
                "{\"select\":{\"lanes\":[{\"consumer\":\"payment\",\"key\":\"" + lane.text("key") + "\"}]}}");

        JsonObject answer = browser.act("/api/memory/parked/replay", with(dry));

        assertThat(answer.integer("handled")).isEqualTo(1);
        assertThat(groups())
                .singleElement()
                .satisfies(group -> assertThat(group.integer("events")).isEqualTo(2));
    }

    @Test
    void a_replay_that_fails_again_says_so_and_keeps_the_events() {
        JsonObject answer = browser.act("/api/memory/parked/replay", with(dryRun()));

        assertThat(answer.integer("failed")).isEqualTo(3);
        assertThat(groups())
                .singleElement()
                .satisfies(group -> assertThat(group.integer("events")).isEqualTo(3));
    }

    @Test
    void a_token_serves_once() {
        JsonObject dry = dryRun();
        shop.paymentWorks = true;
        browser.post("/api/memory/parked/replay", with(dry));

        var again = browser.post("/api/memory/parked/replay", with(dry));

        assertThat(again.statusCode()).isEqualTo(410);
        assertThat(JsonObject.parse(again.body()).text("error")).isEqualTo("token-expired");
    }

    @Test
    void a_token_expires_after_five_minutes() {
        JsonObject dry = dryRun();
        shop.later(Duration.ofMinutes(5));

        assertThat(browser.post("/api/memory/parked/replay", with(dry)).statusCode())
                .isEqualTo(410);
    }

    @Test
    void a_stale_selection_is_refused_with_what_changed_and_by_whom() {
        JsonObject mine = dryRun();
        JsonObject theirs = dryRun();
        shop.paymentWorks = true;
        browser.post("/api/memory/parked/replay", with(theirs));

        var answer = browser.post("/api/memory/parked/replay", with(mine));

        assertThat(answer.statusCode()).isEqualTo(409);
        JsonObject error = JsonObject.parse(answer.body());
        assertThat(error.text("error")).isEqualTo("changed");
        assertThat(error.objects("changed")).hasSize(3).allSatisfy(one -> {
            assertThat(one.isNull("now")).isTrue();
            assertThat(one.object("was").integer("events")).isEqualTo(1);
            assertThat(one.text("by")).startsWith("replay by m.diallo at 12:00:00");
        });
        assertThat(shop.payments).hasValue(4);
        assertThat(browser.json("/api/memory/actions").objects("items"))
                .extracting(one -> one.text("action") + " " + one.integer("status"))
                .startsWith("replay 409", "replay 200");
    }

    @Test
    void an_event_that_arrives_behind_another_one_does_not_make_a_selection_stale() {
        JsonObject dry = dryRun();
        shop.arriveBehind("P-1");
        shop.paymentWorks = true;

        JsonObject answer = browser.act("/api/memory/parked/replay", with(dry));

        assertThat(answer.integer("handled")).isEqualTo(4);
        assertThat(groups()).extracting(group -> group.text("consumer")).doesNotContain("payment");
    }

    @Test
    void two_operators_replay_one_lane_at_once_and_nothing_is_handled_twice() throws InterruptedException {
        JsonObject first = dryRun();
        JsonObject second = dryRun();
        shop.paymentWorks = true;
        CountDownLatch start = new CountDownLatch(1);
        Thread other = new Thread(() -> {
            try {
                start.await();
                browser.post("/api/memory/parked/replay", with(second));
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        });
        other.start();

        start.countDown();
        browser.post("/api/memory/parked/replay", with(first));
        other.join(TimeUnit.SECONDS.toMillis(60));

        assertThat(shop.payments).hasValue(4);
        assertThat(groups()).isEmpty();
    }

    @Test
    void a_lane_that_another_operator_holds_counts_as_busy() {
        shop.paymentWorks = true;
        JsonObject dry = dryRun();
        var lot = shop.platform.stores().parkingLot();
        var lane = lot.held("payment", java.util.Optional.empty(), 1).get(0).lane();
        var lease = lot.lease("payment", lane, shop.now.get(), Duration.ofMinutes(1));

        JsonObject answer = browser.act("/api/memory/parked/replay", with(dry));

        assertThat(lease).isPresent();
        assertThat(answer.integer("busy")).isEqualTo(1);
        assertThat(answer.integer("handled")).isEqualTo(2);
        assertThat(dryRun().integer("busy")).isEqualTo(1);
    }

    @Test
    void a_discard_removes_only_what_was_named_and_keeps_the_reason() {
        JsonObject lane =
                browser.json("/api/memory/parked/" + group()).objects("items").get(0);
        JsonObject dry = browser.act(
                "/api/memory/parked/dry-run",
                "{\"select\":{\"lanes\":[{\"consumer\":\"payment\",\"key\":\"" + lane.text("key") + "\"}]}}");

        JsonObject answer = browser.act("/api/memory/parked/discard", with(dry));

        assertThat(answer.integer("discarded")).isEqualTo(1);
        assertThat(groups())
                .singleElement()
                .satisfies(group -> assertThat(group.integer("events")).isEqualTo(2));
        assertThat(browser.json("/api/memory/parked/discarded").objects("items"))
                .singleElement()
                .satisfies(one -> assertThat(one.text("reason")).isEqualTo(WHY + " (m.diallo)"));
    }

    @Test
    void a_discard_needs_a_reason() {
        JsonObject dry = dryRun();

        var answer = browser.post(
                "/api/memory/parked/discard", "{\"token\":\"" + dry.text("token") + "\",\"reason\":\"because\"}");

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(JsonObject.parse(answer.body()).text("error")).isEqualTo("reason-too-short");
        assertThat(groups())
                .singleElement()
                .satisfies(group -> assertThat(group.integer("events")).isEqualTo(3));
    }

    @Test
    void nothing_selected_is_refused() {
        var answer = browser.post("/api/memory/parked/dry-run", "{\"select\":{}}");

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(JsonObject.parse(answer.body()).text("error")).isEqualTo("nothing-selected");
    }
}
