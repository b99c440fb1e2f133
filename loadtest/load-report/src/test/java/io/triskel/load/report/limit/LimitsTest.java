package io.triskel.load.report.limit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.cloud.Clouds;
import io.triskel.load.report.limit.LimitCheck.Status;
import io.triskel.load.report.sample.Reports;
import io.triskel.load.report.sample.SampleRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimitsTest {
    private static final SampleRun ON_AWS = new SampleRun(Map.of("aws", "cloud"), 1, 1, 24);

    @TempDir
    Path folder;

    @Test
    void limits_are_the_facts_that_a_load_test_may_press_on() {
        assertThat(Limits.documented().all())
                .hasSizeGreaterThan(20)
                .allSatisfy(limit -> assertThat(limit.value()).isPositive())
                .allSatisfy(limit ->
                        assertThat(limit.target()).isIn(Clouds.installed().ids()))
                .extracting(Limit::id)
                .doesNotHaveDuplicates()
                .contains("kds-shard-in-records", "eh-tu-out-bytes", "ps-key-rate");
    }

    @Test
    void a_rate_that_presses_on_the_limit_of_all_units_is_within() throws IOException {
        assertThat(events(json -> accepted(json, 7_900))).isEqualTo(Status.WITHIN);
    }

    @Test
    void a_rate_above_it_is_over() throws IOException {
        assertThat(events(json -> accepted(json, 8_200))).isEqualTo(Status.OVER);
    }

    @Test
    void a_rate_far_below_says_nothing() throws IOException {
        assertThat(events(json -> accepted(json, 800))).isEqualTo(Status.NOT_REACHED);
    }

    @Test
    void a_rate_that_held_for_a_moment_does_not_count() throws IOException {
        assertThat(events(json -> {
                    accepted(json, 800);
                    ((ArrayNode) json.at("/series/accepted")).set(3, json.numberNode(9_000));
                }))
                .isEqualTo(Status.NOT_REACHED);
    }

    @Test
    void a_limit_per_unit_cannot_be_compared_where_units_are_unknown() throws IOException {
        assertThat(events(json -> json.remove("units"))).isEqualTo(Status.NOT_COMPARABLE);
    }

    @Test
    void stand_ins_cannot_be_compared_with_a_services_limits() throws IOException {
        assertThat(events(json -> json.put("evidence", "emulator"))).isEqualTo(Status.NOT_COMPARABLE);
    }

    @Test
    void what_was_not_sampled_is_not_measured() throws IOException {
        assertThat(events(json -> json.remove("series"))).isEqualTo(Status.NOT_MEASURED);
    }

    @Test
    void memory_has_no_limits() throws IOException {
        assertThat(Limits.documented()
                        .checked(Reports.material(folder, new SampleRun(Map.of("memory", "memory"), 1, 1, 24))
                                .run()))
                .isEmpty();
    }

    private Status events(Consumer<ObjectNode> change) throws IOException {
        List<LimitCheck> checks = Limits.documented()
                .checked(Reports.material(folder, ON_AWS, (result, json) -> change.accept(json))
                        .run());
        return checks.stream()
                .filter(one -> one.limit().id().equals("kds-shard-in-records"))
                .map(LimitCheck::status)
                .findFirst()
                .orElseThrow();
    }

    private static void accepted(ObjectNode json, int rate) {
        ArrayNode samples = ((ObjectNode) json.path("series")).putArray("accepted");
        for (int i = 0; i < 24; i++) {
            samples.add(rate);
        }
    }
}
