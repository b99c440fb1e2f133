package io.triskel.load.report.section;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.cloud.Clouds;
import io.triskel.load.report.sample.RealRun;
import io.triskel.load.report.sample.Reports;
import io.triskel.load.report.sample.SampleRun;
import io.triskel.load.report.section.Cell.Look;
import io.triskel.load.report.write.CsvReport;
import io.triskel.load.report.write.MarkdownReport;
import io.triskel.load.report.write.ReportJson;
import io.triskel.load.result.Evidence;
import io.triskel.load.size.Sizing;
import io.triskel.load.workload.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SectionsTest {
    @TempDir
    Path folder;

    @Test
    void a_full_run_has_all_sections_in_order() throws IOException {
        assertThat(Sections.of(Reports.material(folder, SampleRun.onStandIns())))
                .extracting(Section::id)
                .containsExactly(
                        "summary",
                        "latency",
                        "time",
                        "stages",
                        "response",
                        "capacity",
                        "correctness",
                        "errors",
                        "cost",
                        "limits",
                        "published",
                        "run");
    }

    @Test
    void functions_and_orders_have_sections_that_add_up_all_workers_and_repeats() throws IOException {
        Material material =
                Reports.material(folder, new SampleRun(Map.of("aws", "emulator"), 2, 2, 24), (result, json) -> {
                    json.putObject("functions")
                            .put("instances", 2)
                            .put("invocations", 100)
                            .put("coldStarts", 2)
                            .put("largestBatch", 30 + result.repeat())
                            .put("initP50Us", 800_000);
                    json.putObject("orders").put("shipped", 90).put("wrongEnding", 1);
                    json.putObject("reporting").put("by", "a consumer").put("events", 500);
                });

        assertThat(cells(Reports.section(material, "functions")))
                .contains(
                        "Instances|8",
                        "Largest batch|31",
                        "Events per invocation|5",
                        "Process start to first invocation, p50|800 ms",
                        "Reporting an invocation, p50|–");
        assertThat(cells(Reports.section(material, "orders"))).contains("Shipped|360", "Ended in the wrong state|4");
    }

    private static List<String> cells(Section section) {
        return section.blocks().stream()
                .filter(Block.Plain.class::isInstance)
                .flatMap(block -> ((Block.Plain) block).table().rows().stream())
                .map(row -> row.get(0).text() + "|" + row.get(1).text())
                .toList();
    }

    @Test
    void a_section_without_data_is_left_out() throws IOException {
        Material material = Reports.material(
                folder,
                new SampleRun(Map.of("memory", "memory"), 1, 1, 24),
                (result, json) -> json.remove(List.of("series", "stages", "capacity", "errors", "correctness")));

        assertThat(Sections.of(material)).extracting(Section::id).containsExactly("summary", "latency", "run");
    }

    @Test
    void cost_is_computed_for_the_clouds_of_the_run_and_says_so() throws IOException {
        Material material =
                Reports.material(folder, new SampleRun(Map.of("aws", "emulator", "gcp", "cloud"), 1, 1, 24));

        Section cost = Reports.section(material, "cost");

        assertThat(cost.computed()).isTrue();
        assertThat(cost.evidence()).isEmpty();
        assertThat(cells(cost))
                .extracting(row -> row.replaceAll("\\|.*", ""))
                .containsExactly("AWS", "Google", "AWS", "Google");
        assertThat(Reports.html(material)).contains("<span class=\"tag computed\">computed</span>", " USD");
    }

    @Test
    void a_measured_rate_of_a_cloud_is_divided_by_its_cost_and_that_of_an_emulator_is_not() throws IOException {
        Material material = Reports.material(
                folder, new SampleRun(Map.of("aws", "emulator", "sim-azure", "simulated", "gcp", "cloud"), 2, 1, 24));

        assertThat(cells(Reports.section(material, "cost")))
                .contains("AWS|emulator", "Azure, simulated|simulated", "Google|cloud");
        assertThat(Reports.html(material)).containsOnlyOnce("no figure: an emulator’s rate is not the cloud’s");
        assertThat(CsvReport.of(material))
                .contains("gcp,cloud,eventsPerUsd,events/USD,,", "sim-azure,simulated,eventsPerUsd,events/USD,,")
                .doesNotContain("aws,emulator,eventsPerUsd");
    }

    @Test
    void what_cost_says_is_what_size_computes() throws IOException {
        Material material = Reports.material(folder, SampleRun.onClouds());
        Sizing sizing = Sizing.of(Workload.fromJson(material.run().workload()), Optional.empty(), Clouds.installed());
        double month = sizing.answers().get(0).best().orElseThrow().usdAMonth().likely();

        assertThat(Reports.html(material)).contains(material.words().money(month));
    }

    @Test
    void what_was_spent_stands_beside_what_was_predicted_and_the_budget_in_every_form() throws IOException {
        Material material =
                Reports.material(folder, new SampleRun(Map.of("aws", "emulator"), 2, 2, 24), (result, json) -> {
                    ((ObjectNode) json.path("workload")).putObject("budget").put("usd", 10);
                    json.put("partial", result.repeat() == 1)
                            .putObject("spend")
                            .put("usd", 1.25)
                            .put("budgetUsd", 5 - 2.5 * result.repeat())
                            .put("stoppedAtBudget", result.repeat() == 1)
                            .put("predictedUsd", 3.5)
                            .put("offer", "Kinesis provisioned");
                });
        Section cost = Reports.section(material, "cost");

        assertThat(((Block.Plain) cost.blocks().stream()
                                .filter(block -> block instanceof Block.Plain plain
                                        && plain.table().caption().equals("Spent against the budget"))
                                .findFirst()
                                .orElseThrow())
                        .table()
                        .rows()
                        .get(0))
                .extracting(Cell::text)
                .containsExactly("AWS", "5 USD", "14 USD", "10 USD", "50%", "stopped at the budget");
        assertThat(Reports.html(material)).contains("Stopped at its budget.", "▲ stopped at the budget");
        assertThat(CsvReport.of(material))
                .contains(
                        "aws,emulator,spend,USD,1,2.50000,,,\n",
                        "aws,emulator,spend,USD,,5,,,\n",
                        "aws,emulator,predictedSpend,USD,,14,,,\n");
        JsonNode json = ReportJson.of(material, Verdicts.of(material), Sections.of(material));
        assertThat(json.at("/spend/0/usd").doubleValue()).isEqualTo(5);
        assertThat(json.at("/spend/0/predictedUsd").doubleValue()).isEqualTo(14);
        assertThat(MarkdownReport.of(material.words(), Verdicts.of(material), Sections.of(material)))
                .contains("| AWS | 5 USD (Kinesis provisioned) | 14 USD | 10 USD | 50% |");
    }

    @Test
    void a_workload_that_is_not_whole_has_no_cost() throws IOException {
        Material material = Reports.material(
                folder,
                new SampleRun(Map.of("aws", "cloud"), 1, 1, 24),
                (result, json) -> ((ObjectNode) json.path("workload")).remove("phases"));

        assertThat(Sections.of(material)).extracting(Section::id).doesNotContain("cost");
    }

    @Test
    void an_evaluation_keeps_its_own_verdict_and_every_score_stands_in_its_table() throws IOException {
        RealRun.evaluated(SampleRun.onStandIns().writeTo(folder));
        Material material = Reports.read(folder);

        Section evaluation = Reports.section(material, "evaluation");

        assertThat(evaluation.heading()).isEqualTo("No cloud leads for iot-fleet.");
        assertThat(evaluation.computed()).isTrue();
        assertThat(evaluation.blocks()).anySatisfy(block -> {
            assertThat(block).isInstanceOf(Block.Behind.class);
            assertThat(((Block.Behind) block).table().rows()).hasSize(13);
        });
        assertThat(Reports.html(material)).contains("data-aws=", "Weight of Cost");
    }

    @Test
    void an_evaluation_beside_the_results_has_the_sections_of_its_own_page() throws IOException {
        RealRun.evaluated(SampleRun.onStandIns().writeTo(folder));
        Material material = Reports.read(folder);

        List<Section> alone = Sections.of(material.evaluation().orElseThrow(), material.words());

        assertThat(alone)
                .extracting(Section::id)
                .containsExactly("gates", "evaluation", "choice", "sensitivity", "reasons");
        assertThat(Sections.of(material))
                .extracting(Section::id)
                .containsSubsequence("gates", "evaluation", "choice", "sensitivity", "reasons");
        assertThat(Reports.section(material, "reasons")).isEqualTo(alone.get(4));
        assertThat(Reports.html(material)).contains("<small><a href=\"https://github.com/boto/botocore");
    }

    @Test
    void headings_are_findings_on_clouds_and_questions_on_stand_ins() throws IOException {
        Material clouds = Reports.material(folder.resolve("clouds"), SampleRun.onClouds());
        Material standIns = Reports.material(folder.resolve("stand-ins"), SampleRun.onStandIns());

        assertThat(Reports.section(clouds, "summary").heading()).startsWith("Azure is ahead on latency");
        assertThat(Reports.section(standIns, "summary").heading()).isEqualTo("The targets side by side");
        assertThat(Reports.section(clouds, "time").heading()).isEqualTo("The rising load throttled AWS");
        assertThat(Reports.section(standIns, "time").heading()).isEqualTo("The run, sample by sample");
        assertThat(Reports.section(clouds, "capacity").heading()).startsWith("Google carries the most");
        assertThat(Reports.section(standIns, "capacity").heading()).isEqualTo("How many events each target carries");
    }

    @Test
    void nobody_leads_on_stand_ins() throws IOException {
        SampleRun repeated = new SampleRun(Map.of("aws", "emulator", "azure", "emulator"), 3, 1, 24);

        assertThat(looks(Reports.material(folder, repeated))).doesNotContain(Look.LEAD);
    }

    @Test
    void somebody_leads_on_clouds() throws IOException {
        assertThat(looks(Reports.material(folder, SampleRun.onClouds()))).contains(Look.LEAD);
    }

    @Test
    void every_measured_section_has_its_evidence() throws IOException {
        assertThat(Sections.of(Reports.material(folder, SampleRun.onStandIns())))
                .filteredOn(section ->
                        !List.of("cost", "limits", "published", "run").contains(section.id()))
                .allSatisfy(section -> assertThat(section.evidence()).contains(Evidence.EMULATOR));
    }

    @Test
    void every_drawing_has_a_table() throws IOException {
        assertThat(Sections.of(Reports.material(folder, SampleRun.onStandIns())))
                .allSatisfy(section -> {
                    boolean drawn = section.blocks().stream().anyMatch(Block.Drawing.class::isInstance);
                    boolean tabled = section.blocks().stream()
                            .anyMatch(one -> one instanceof Block.Plain || one instanceof Block.Behind);
                    assertThat(!drawn || tabled).as(section.id()).isTrue();
                });
    }

    @Test
    void zero_is_zero_and_absent_is_a_dash() throws IOException {
        Material material = Reports.material(
                folder, new SampleRun(Map.of("aws", "cloud", "gcp", "cloud"), 1, 1, 24), (result, json) -> {
                    if (result.target().equals("gcp")) {
                        ((ObjectNode) json.path("series")).remove("failed");
                    }
                });

        List<Cell> failed = table(Reports.section(material, "summary")).rows().stream()
                .filter(row -> row.get(0).text().equals("Failed"))
                .findFirst()
                .orElseThrow();
        assertThat(failed).extracting(Cell::text).startsWith("Failed", "0", "–");
    }

    @Test
    void problems_of_the_consuming_side_are_told() throws IOException {
        Material material = Reports.material(
                folder,
                new SampleRun(Map.of("aws", "cloud"), 2, 1, 24),
                (result, json) -> json.putArray("problems").add("A shard could not be read"));

        assertThat(Reports.section(material, "errors").blocks())
                .contains(new Block.Note("Consumer of AWS: A shard could not be read"));
    }

    @Test
    void a_search_in_which_no_rate_passed_ends_below_the_lowest_that_failed() throws IOException {
        Material material = Reports.material(
                folder,
                new SampleRun(Map.of("aws", "cloud"), 1, 1, 24),
                (result, json) -> ((ObjectNode) json.path("capacity")).remove("passed"));

        assertThat(Reports.html(material)).contains("less than 7,820: backlog");
    }

    @Test
    void a_fault_stands_out_by_more_than_colour() throws IOException {
        Material material = Reports.material(
                folder,
                new SampleRun(Map.of("aws", "cloud"), 1, 1, 24),
                (result, json) -> ((ObjectNode) json.path("correctness")).put("lost", 3));

        assertThat(Reports.section(material, "correctness").heading()).isEqualTo("Delivery was faulty: 3 lost");
        assertThat(Reports.html(material)).contains("▲ 3");
    }

    private static List<Look> looks(Material material) {
        return table(Reports.section(material, "summary")).rows().stream()
                .flatMap(List::stream)
                .map(Cell::look)
                .toList();
    }

    private static FigureTable table(Section section) {
        return section.blocks().stream()
                .filter(Block.Plain.class::isInstance)
                .map(block -> ((Block.Plain) block).table())
                .findFirst()
                .orElseThrow();
    }
}
