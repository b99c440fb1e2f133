package io.triskel.load.size;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.triskel.load.cloud.Clouds;
import io.triskel.load.size.plan.Gate;
import io.triskel.load.size.plan.Need;
import io.triskel.load.size.plan.Needs;
import io.triskel.load.size.plan.Plan;
import io.triskel.load.size.plan.Terms;
import io.triskel.load.size.price.PriceBook;
import io.triskel.load.size.store.Requests;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Replay beyond what a bus keeps: 90 days of 1,000 events/s of 1,024 bytes, of which the bus keeps one. */
class ArchivesTest {
    private static final double GIB_AN_HOUR = 3_600_000.0 * 1024 / (1 << 30);

    private final Need need = Needs.example(1024, 1)
            .with(new Terms(Duration.ofDays(90), Duration.ofDays(365), Optional.empty(), Optional.empty()));

    @Test
    void a_bus_that_keeps_less_qualifies_only_together_with_an_archive() {
        assertThat(plans("gcp", "gcp.pub-sub.pull"))
                .filteredOn(plan -> plan.archive().isEmpty())
                .flatExtracting(Plan::gates)
                .filteredOn(gate -> !gate.passes())
                .singleElement()
                .satisfies(gate -> {
                    assertThat(gate.id()).isEqualTo(Gate.RETENTION);
                    assertThat(gate.why())
                            .isEqualTo(
                                    "events must be kept for 90 days, Pub/Sub pull keeps them for 31. Fix: an archive");
                });
        assertThat(plans("gcp", "gcp.pub-sub.pull"))
                .filteredOn(plan -> plan.archive().isPresent())
                .singleElement()
                .matches(Plan::qualifies);
    }

    /** 2,160 hours of 3.43 GiB at 0.02 USD a GiB and month of 730 hours. */
    @Test
    void an_archive_is_charged_for_what_it_keeps() {
        assertThat(archived("gcp", "gcp.pub-sub.pull", "storage"))
                .isCloseTo(2160 * GIB_AN_HOUR * 0.02 / 730, within(1e-9));
        assertThat(archived("aws", "aws.kinesis.provisioned", "storage"))
                .isCloseTo(2160 * GIB_AN_HOUR * 0.023 / 730, within(1e-9));
    }

    @Test
    void a_bus_that_can_keep_the_replay_itself_is_tried_without_an_archive_and_charged_for_all_of_it() {
        Plan alone = plans("aws", "aws.kinesis.provisioned").stream()
                .filter(plan -> plan.archive().isEmpty())
                .findFirst()
                .orElseThrow();

        assertThat(alone.qualifies()).isTrue();
        // Above seven days 0.023 USD a GiB and month: 2,160 - 168 hours.
        assertThat(alone.bus().items().stream()
                        .filter(item -> item.name().equals("retention over 7 days"))
                        .mapToDouble(item -> item.usdAnHour().likely())
                        .sum())
                .isCloseTo((2160 - 168) * GIB_AN_HOUR * 0.023 / 730, within(1e-9));
    }

    @Test
    void a_note_says_how_long_reading_everything_again_takes() {
        Need bursty = need.at(1000, 5000);

        assertThat(Clouds.installed().offers(Requests.measured()).get(0).plans(bursty, PriceBook.shipped()))
                .filteredOn(plan -> plan.archive().isPresent())
                .allSatisfy(plan -> assertThat(plan.archive().orElseThrow().notes())
                        .anyMatch(note -> note.contains("keeps 90 days") && note.contains("takes 18.0 days")));
    }

    private double archived(String cloud, String bus, String item) {
        return plans(cloud, bus).stream()
                .flatMap(plan -> plan.archive().stream())
                .flatMap(archive -> archive.items().stream())
                .filter(one -> one.name().equals(item))
                .mapToDouble(one -> one.usdAnHour().likely())
                .sum();
    }

    private List<Plan> plans(String cloud, String bus) {
        return Clouds.installed().offers(Requests.measured()).stream()
                .filter(one -> one.name().equals(cloud))
                .flatMap(one -> one.plans(need, PriceBook.shipped()).stream())
                .filter(plan -> plan.bus().offer().id().equals(bus))
                .toList();
    }
}
