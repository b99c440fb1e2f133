package io.triskel.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.codec.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Stuck sagas and the outbox. */
class StuckSagasTest {
    private static final String WHY = "the warehouse has it now";

    private final Shop shop = new Shop();
    private final Console console = shop.place("A-1", "S-1", "S-2").console().start(0);
    private final Browser browser = new Browser(console);

    @AfterEach
    void close() {
        console.close();
        shop.close();
    }

    private static String seeing(long revision) {
        return "{\"reason\":\"" + WHY + "\",\"seen\":{\"revision\":" + revision + "}}";
    }

    private JsonObject instance(String id) {
        return browser.json("/api/memory/sagas/fulfilment/" + id);
    }

    @Test
    void are_listed_with_reason_and_timers() {
        JsonObject sagas = browser.json("/api/memory/sagas").object("sagas");

        assertThat(sagas.objects("stuck"))
                .extracting(one -> one.text("instance"))
                .containsExactlyInAnyOrder("S-1", "S-2");
        assertThat(sagas.objects("stuck").get(0).text("reason")).isEqualTo("the warehouse refused it");
        assertThat(sagas.objects("stuck").get(0).text("since")).isEqualTo("2026-11-29T12:00:00.000Z");
        assertThat(sagas.objects("stuck").get(0).objects("timers")).hasSize(1);
        assertThat(sagas.bool("exact")).isTrue();
        assertThat(instance("A-1").text("status")).isEqualTo("running");
    }

    @Test
    void resume_if_they_are_as_they_were_seen() {
        long revision = instance("S-1").integer("revision");

        JsonObject answer = browser.act("/api/memory/sagas/fulfilment/S-1/resume", seeing(revision));

        assertThat(answer.text("status")).isEqualTo("running");
        assertThat(answer.integer("revision")).isEqualTo(revision + 1);
    }

    @Test
    void do_not_resume_at_another_revision() {
        long revision = instance("S-1").integer("revision");
        browser.post("/api/memory/sagas/fulfilment/S-1/resume", seeing(revision));

        var answer = browser.post("/api/memory/sagas/fulfilment/S-1/resume", seeing(revision));

        assertThat(answer.statusCode()).isEqualTo(409);
        JsonObject changed = JsonObject.parse(answer.body()).objects("changed").get(0);
        assertThat(changed.object("was").integer("revision")).isEqualTo(revision);
        assertThat(changed.object("now").integer("revision")).isEqualTo(revision + 1);
        assertThat(changed.object("now").text("status")).isEqualTo("running");
        assertThat(changed.text("by")).startsWith("resume by m.diallo");
    }

    @Test
    void are_abandoned_with_a_reason() {
        long revision = instance("S-2").integer("revision");

        JsonObject answer = browser.act("/api/memory/sagas/fulfilment/S-2/abandon", seeing(revision));

        assertThat(answer.text("status")).isEqualTo("ended");
        assertThat(answer.text("ending")).isEqualTo("abandoned");
        assertThat(answer.objects("commands")).isEmpty();
        assertThat(instance("S-2").objects("timers")).isEmpty();
        assertThat(browser.json("/api/memory/actions").objects("items"))
                .singleElement()
                .satisfies(one -> assertThat(one.text("on")).isEqualTo("fulfilment/S-2"));
    }

    @Test
    void that_are_gone_are_not_found() {
        assertThat(browser.post("/api/memory/sagas/fulfilment/S-9/resume", seeing(1))
                        .statusCode())
                .isEqualTo(404);
        assertThat(browser.post("/api/memory/sagas/nothing/S-1/resume", seeing(1))
                        .statusCode())
                .isEqualTo(404);
        assertThat(browser.post("/api/memory/sagas/fulfilment/S-1/resume", "{\"reason\":\"" + WHY + "\"}")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void the_outbox_is_drained_on_demand() {
        JsonObject answer = browser.act("/api/memory/outbox/drain", "{\"reason\":\"" + WHY + "\"}");

        assertThat(answer.objects("left")).isEmpty();
        assertThat(browser.json("/api/memory/sagas").object("outbox").objects("dirty"))
                .isEmpty();
    }
}
