package io.triskel.load.size.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.triskel.load.workload.Logs;
import io.triskel.load.workload.Workload;
import io.triskel.load.workload.WorkloadFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NeedTest {
    @Test
    void keeps_the_peak_above_the_mean_in_spite_of_rounding() {
        Need need = Needs.example(1024).withMean(2.884031503126606);

        assertThat(need.withMean(2.970552448220404).peak()).isEqualTo(2.970552448220404);
    }

    @Test
    void keeps_the_ratio_of_the_peak_to_the_mean() {
        Need need = Needs.of(100, 400, 1024, 0.001, 1000, 1, Duration.ofDays(1), Optional.empty(), 0.7, false, "us");

        assertThat(need.withMean(1000).peak()).isEqualTo(4000);
    }

    @Test
    void has_a_target_load_of_at_most_all() {
        Need need = Needs.example(1024);

        assertThatThrownBy(() -> Needs.of(1, 1, 1024, 1, 1, 1, need.retention(), need.function(), 1.1, false, "us"))
                .hasMessageContaining("The target load must be above 0 and at most 1, not 1.1");
    }

    @Test
    void invokes_every_reader_for_every_event_unless_a_filter_withholds_it() {
        Need need = Needs.example(1024).with(new Traffic(9, 2, 1.5, 0.5, true, 12, List.of("event")), true);

        assertThat(need.invokedEvents(false)).isEqualTo(9 * need.eventsAnHour());
        assertThat(need.invokedEvents(true)).isEqualTo(2 * need.eventsAnHour());
        assertThat(need.handledEvents()).isEqualTo(1.5 * need.eventsAnHour());
        assertThat(need.busiestPeak()).isEqualTo(need.peak() / 2);
        assertThat(need.ordersAnHour()).isEqualTo(need.eventsAnHour() / 12);
    }

    /** By hand from the rows of the data: 14,057 events of 1,139 orders, which are wanted 15,632 times and pass the filters 18,340 times. */
    @Test
    void takes_readers_and_events_of_orders_from_what_was_counted() {
        Traffic orders = Traffic.ofOrders();

        assertThat(orders.readers()).isEqualTo(8);
        assertThat(orders.archive()).isTrue();
        assertThat(orders.perOrder()).isCloseTo(12.34, within(0.01));
        assertThat(orders.wanted()).isCloseTo(1.11, within(0.01));
        assertThat(orders.passed()).isCloseTo(1.30, within(0.01));
        assertThat(orders.busiest()).isCloseTo(0.39, within(0.01));
        assertThat(orders.inARow()).isEqualTo(9);
    }

    @Test
    void demands_what_a_workload_states() {
        Workload workload = WorkloadFile.read(Path.of("src/test/resources/corpus/good/terms.yaml"));

        assertThat(Need.of(workload, 1).terms())
                .isEqualTo(new Terms(
                        Duration.ofDays(90),
                        Duration.ofDays(730),
                        Optional.of(Duration.ofSeconds(3)),
                        Optional.of(Logs.NONE)));
    }

    @Test
    void demands_the_replay_of_its_retention_and_a_year_in_the_stores_if_a_workload_states_nothing() {
        Workload workload = WorkloadFile.read(Path.of("src/test/resources/corpus/good/demand.yaml"));

        assertThat(Need.of(workload, 1).terms())
                .isEqualTo(new Terms(Duration.ofDays(365), Duration.ofDays(365), Optional.empty(), Optional.empty()));
    }
}
