package io.triskel.load.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.triskel.load.cloud.Clouds;
import io.triskel.load.size.plan.Range;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What measuring and leaving cost, in the study. */
class ListPricesTest {
    private static final StudyData DATA = StudyHome.DATA;

    private static Range of(String id) {
        return DATA.figures().find(id).flatMap(Figure::range).orElseThrow();
    }

    @Test
    void every_workload_has_the_price_of_a_run_on_each_cloud() throws IOException {
        try (var files = Files.list(StudyHome.TOP.resolve("loadtest/workloads"))) {
            List<String> names = files.map(Path::getFileName)
                    .map(file -> file.toString().replace(".yaml", ""))
                    .toList();

            assertThat(names)
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(Clouds.installed().ids())
                            .allSatisfy(cloud -> assertThat(
                                            of("run." + name + "." + cloud).high())
                                    .isPositive()));
        }
    }

    /** A capacity unit of Dedicated costs 6.849 an hour, and the bank’s offer also has instances that never stop. */
    @Test
    void an_hour_without_events_costs_the_units() {
        assertThat(of("standing.bank-orders.azure").high()).isBetween(6.849, 20.0);
    }

    @Test
    void an_hour_without_events_costs_less_than_an_hour_of_the_month() {
        assertThat(StudyData.PROFILES)
                .allSatisfy(profile -> assertThat(Clouds.installed().ids())
                        .allSatisfy(cloud -> assertThat(
                                        of("standing." + profile + "." + cloud).high() * 730)
                                .isLessThan(of("cost." + profile + "." + cloud).high() * 1.01)));
    }

    @Test
    void a_gigabyte_that_leaves_is_priced_in_gigabytes_where_the_vendor_counts_gibibytes() {
        assertThat(of("egress.aws").high()).isEqualTo(0.09);
        assertThat(of("egress.gcp").high()).isCloseTo(0.105 / 1.073741824, within(1e-9));
    }
}
