package io.triskel.load.report.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.clock.ClockBounds;
import io.triskel.load.ledger.WorkerLedger;
import io.triskel.load.report.sample.Reports;
import io.triskel.load.report.sample.SampleRun;
import io.triskel.load.report.sample.Times;
import io.triskel.load.result.Correctness;
import io.triskel.load.result.ResultException;
import io.triskel.load.result.RunVerdict.Objective;
import io.triskel.load.result.Series;
import io.triskel.load.result.SeriesColumn;
import io.triskel.load.result.Stage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepeatRunTest {
    private static final SampleRun TWO_WORKERS = new SampleRun(Map.of("aws", "cloud"), 1, 2, 24);

    @TempDir
    Path folder;

    @Test
    void sixteen_workers_histograms_are_the_one_that_a_single_worker_would_have_written() throws IOException {
        Histogram all = new Histogram(3_600_000_000L, 3);
        SplittableRandom random = new SplittableRandom(1);
        RepeatRun repeat =
                only(Reports.material(folder, new SampleRun(Map.of("aws", "cloud"), 1, 16, 24), (result, json) -> {
                            Histogram part = Times.around(1000 * (1 + result.worker()), 2_000, random);
                            all.add(part);
                            ((ObjectNode) json.path("latency")).set("corrected", Times.json(part));
                        })
                        .run());

        assertThat(repeat.latency().orElseThrow().corrected()).isEqualTo(all);
    }

    @Test
    void counts_of_workers_add_up_and_the_deepest_reorder_stays() throws IOException {
        RepeatRun repeat = only(Reports.material(
                        folder,
                        TWO_WORKERS,
                        (result, json) -> ((ObjectNode) json.path("correctness"))
                                .put("sent", 100)
                                .put("reordered", 1)
                                .put("deepestReorder", result.worker() + 3))
                .run());

        assertThat(repeat.correctness().orElseThrow().sent()).isEqualTo(200);
        assertThat(repeat.correctness().orElseThrow().reordered()).isEqualTo(2);
        assertThat(repeat.correctness().orElseThrow().deepestReorder()).isEqualTo(4);
    }

    /** Two workers on one bus: worker 0 sent key 0, worker 1 sent key 1; worker 1 saw all but the last two of key 0. */
    private RepeatRun shared(boolean bothLedgers) throws IOException {
        return only(Reports.material(folder, TWO_WORKERS, (result, json) -> {
                    ((ObjectNode) json.path("correctness")).put("lost", 0).put("undecided", 5);
                    if (result.worker() == 0 || bothLedgers) {
                        ledger(result.worker());
                    }
                })
                .run());
    }

    private static long[] arrival(long nanos) {
        ClockBounds bounds = new ClockBounds();
        bounds.before(0, nanos);
        return bounds.arrivals(0);
    }

    private void ledger(int worker) {
        int[] runs = worker == 0 ? new int[] {1, 0, 9} : new int[] {0, 0, 7};
        try {
            new WorkerLedger(
                            2,
                            "run",
                            worker,
                            2,
                            "machine-" + worker,
                            new WorkerLedger.Sent(10, 10, new int[] {worker, 10}, new int[0], new int[0]),
                            List.of(new WorkerLedger.Seen(runs, new long[] {1, 9}, new int[0], 0, 0, 0, 0, 1, true)),
                            Map.of(1 - worker, arrival(2_000_000L + worker)),
                            7)
                    .write(WorkerLedger.beside(folder.resolve("aws/r0-w" + worker + ".json")));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Test
    void workers_on_one_bus_are_judged_by_all_their_ledgers() throws IOException {
        RepeatRun repeat = shared(true);

        Correctness found = repeat.correctness().orElseThrow();
        assertThat(found.sent()).isEqualTo(20);
        assertThat(found.knownLost()).hasValue(2);
        assertThat(repeat.shared().orElseThrow().words())
                .containsExactly("Lost events (key, number), the first of 2: k0 #8, k0 #9");
        assertThat(repeat.objectives())
                .filteredOn(each -> each.name().equals("lost"))
                .singleElement()
                .isEqualTo(new Objective("lost", 2, "", 0, false));
        assertThat(repeat.clockErrorUs()).isEqualTo(2_002);
        assertThat(repeat.stages())
                .filteredOn(each -> !Stage.isOfOneClock(each.name()))
                .allSatisfy(each -> assertThat(each.clockErrorUs()).isGreaterThanOrEqualTo(2_002));
    }

    @Test
    void without_a_workers_ledger_loss_is_undecided_and_its_objective_missed() throws IOException {
        RepeatRun repeat = shared(false);

        assertThat(repeat.correctness().orElseThrow().knownLost()).isEmpty();
        assertThat(repeat.correctness().orElseThrow().undecided()).isEqualTo(10);
        assertThat(repeat.shared().orElseThrow().problems())
                .containsExactly("Worker 1 of 2 left no ledger: what it sent and saw is not known");
        assertThat(repeat.objectives())
                .filteredOn(each -> each.name().equals("lost"))
                .singleElement()
                .isEqualTo(new Objective("lost", 10, "", 0, false));
    }

    @Test
    void without_any_ledger_loss_is_what_no_worker_could_tell() throws IOException {
        RepeatRun repeat = only(Reports.material(
                        folder,
                        TWO_WORKERS,
                        (result, json) -> ((ObjectNode) json.path("correctness"))
                                .put("lost", 0)
                                .put("undecided", 5))
                .run());

        assertThat(repeat.correctness().orElseThrow().knownLost()).isEmpty();
        assertThat(repeat.correctness().orElseThrow().undecided()).isEqualTo(10);
    }

    @Test
    void samples_of_workers_add_up_and_of_percentiles_the_highest_stays() throws IOException {
        RepeatRun repeat = only(Reports.material(folder, TWO_WORKERS, (result, json) -> {
                    ObjectNode series = (ObjectNode) json.path("series");
                    series.putArray("accepted").add(10).add(20);
                    series.putArray("p99Us")
                            .add(result.worker() == 0 ? 500 : 700)
                            .add(600);
                })
                .run());

        Series series = repeat.series().orElseThrow();
        assertThat(series.get(SeriesColumn.ACCEPTED).orElseThrow()).containsExactly(20, 40);
        assertThat(series.get(SeriesColumn.P99).orElseThrow()).containsExactly(700, 600);
    }

    @Test
    void a_worker_that_began_later_is_moved_by_as_many_steps() throws IOException {
        RepeatRun repeat = only(Reports.material(folder, TWO_WORKERS, (result, json) -> {
                    ((ObjectNode) json.path("series"))
                            .putArray("accepted")
                            .add(10)
                            .add(20);
                    if (result.worker() == 1) {
                        json.put("from", "2026-01-02T09:00:02Z");
                    }
                })
                .run());

        assertThat(repeat.series().orElseThrow().get(SeriesColumn.ACCEPTED).orElseThrow())
                .containsExactly(10, 20, 10, 20);
    }

    @Test
    void a_worker_that_began_when_the_others_had_ended_is_refused() {
        assertThatThrownBy(() -> Reports.material(folder, TWO_WORKERS, (result, json) -> {
                    if (result.worker() == 1) {
                        json.put("from", "2031-01-02T09:00:00Z").put("to", "2031-01-02T09:00:24Z");
                    }
                }))
                .isInstanceOf(ResultException.class)
                .hasMessageContainingAll("do not overlap", "r0-w1.json at 2031-01-02T09:00:00Z", "Check their clocks");
    }

    @Test
    void errors_of_the_same_cause_and_code_add_up_the_most_frequent_first() throws IOException {
        RepeatRun repeat = only(Reports.material(folder, TWO_WORKERS, (result, json) -> {
                    json.putArray("errors")
                            .addObject()
                            .put("cause", "THROTTLED")
                            .put("code", "T")
                            .put("count", 2);
                    json.withArray("errors")
                            .addObject()
                            .put("cause", "UNAVAILABLE")
                            .put("code", "U")
                            .put("count", 3);
                })
                .run());

        assertThat(repeat.errors())
                .extracting(error -> error.code() + error.count())
                .containsExactly("U6", "T4");
    }

    @Test
    void shares_leave_the_warm_up_out() throws IOException {
        RepeatRun repeat =
                only(Reports.material(folder, new SampleRun(Map.of("aws", "cloud"), 1, 1, 24), (result, json) -> {
                            json.putArray("phases")
                                    .addObject()
                                    .put("kind", "warm-up")
                                    .put("fromMs", 0)
                                    .put("toMs", 1000);
                            ObjectNode series = (ObjectNode) json.path("series");
                            series.putArray("offered").add(100).add(100);
                            series.putArray("throttled").add(100).add(5);
                        })
                        .run());

        assertThat(repeat.share(SeriesColumn.THROTTLED).getAsDouble()).isEqualTo(0.05);
    }

    @Test
    void a_limit_on_a_count_holds_for_all_workers_together() throws IOException {
        LoadRun run = Reports.material(
                        folder,
                        new SampleRun(Map.of("aws", "cloud"), 1, 3, 24),
                        (result, json) -> ((ObjectNode) json.path("verdict"))
                                .putArray("objectives")
                                .addObject()
                                .put("name", "lost")
                                .put("value", 2)
                                .put("unit", "")
                                .put("limit", 5)
                                .put("met", true))
                .run();

        assertThat(run.targets().get(0).objectives()).containsExactly(new Objective("lost", 6, "", 5, false));
    }

    @Test
    void units_of_workers_add_up_since_each_has_a_bus_of_its_own() throws IOException {
        LoadRun run = Reports.material(
                        folder,
                        TWO_WORKERS,
                        (result, json) -> json.putObject("units").put("shard", 4))
                .run();

        assertThat(run.targets().get(0).units()).containsExactly(Map.entry("shard", 8.0));
    }

    private static RepeatRun only(LoadRun run) {
        return run.targets().get(0).repeats().get(0);
    }
}
