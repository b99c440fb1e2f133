package io.triskel.load.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.report.merge.Figure;
import io.triskel.load.report.merge.FigureChange;
import io.triskel.load.report.merge.FigureChange.Verdict;
import io.triskel.load.report.merge.LoadRun;
import io.triskel.load.report.merge.TargetRun;
import io.triskel.load.report.sample.Reports;
import io.triskel.load.report.sample.SampleRun;
import io.triskel.load.report.section.Material;
import io.triskel.load.report.section.Sections;
import io.triskel.load.report.section.Verdicts;
import io.triskel.load.report.words.Language;
import io.triskel.load.report.write.CsvReport;
import io.triskel.load.report.write.MarkdownReport;
import io.triskel.load.report.write.ReportJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backlog that consumers never worked off, as a result file says it: {@code backlog} without {@code drainMs}. */
class NeverDrainedTest {
    private static final Figure DRAIN = Figure.all().stream()
            .filter(figure -> figure.id().equals("backlogDrain"))
            .findFirst()
            .orElseThrow();

    @TempDir
    Path folder;

    @Test
    void it_never_leads() throws IOException {
        LoadRun run = clouds().run();

        assertThat(run.leader(DRAIN)).map(TargetRun::id).contains("gcp");
    }

    @Test
    void it_is_worse_than_any_that_was_worked_off() throws IOException {
        SampleRun run = new SampleRun(Map.of("aws", "cloud"), 3, 1, 24);
        LoadRun before = Reports.material(folder.resolve("before"), run).run();
        LoadRun now = Reports.material(folder.resolve("now"), run, (result, json) -> undrained(json))
                .run();

        assertThat(verdict(before, now)).isEqualTo(Verdict.WORSE);
        assertThat(verdict(now, before)).isEqualTo(Verdict.BETTER);
        assertThat(verdict(now, now)).isEqualTo(Verdict.SAME);
    }

    @Test
    void one_of_several_repeats_makes_a_target_bad_but_leaves_it_to_chance() throws IOException {
        SampleRun run = new SampleRun(Map.of("aws", "cloud"), 3, 1, 24);
        LoadRun before = Reports.material(folder.resolve("before"), run).run();
        LoadRun now = Reports.material(folder.resolve("now"), run, (result, json) -> {
                    if (result.repeat() == 1) {
                        undrained(json);
                    }
                })
                .run();

        assertThat(now.targets().get(0).estimate(DRAIN).orElseThrow().value()).isInfinite();
        assertThat(verdict(before, now)).isEqualTo(Verdict.SAME);
    }

    @Test
    void page_and_markdown_say_never() throws IOException {
        Material material = clouds();

        assertThat(markdown(material))
                .containsPattern("\\| Backlog worked off in[^|]*\\| (\\*\\*)?never")
                .containsPattern("(?m)^\\| AWS \\| backlog \\|.*\\| never \\|$");
        assertThat(Reports.html(material)).contains("never");
        assertThat(markdown(Reports.in(Language.FRENCH, material))).contains("jamais");
    }

    @Test
    void a_comparison_says_never_and_no_share_by_which_it_changed() throws IOException {
        SampleRun run = new SampleRun(Map.of("aws", "cloud"), 3, 1, 24);
        LoadRun before = Reports.material(folder.resolve("before"), run).run();
        Material now = Reports.material(folder.resolve("now"), run, (result, json) -> undrained(json));

        String text = markdown(now.beside(Optional.of(before), now.words()));

        assertThat(text)
                .containsPattern(
                        "(?m)^\\| AWS \\| Backlog worked off in[^|]*\\|[^|]*\\| never \\| – \\| \\*\\*worse\\*\\* \\|$");
    }

    @Test
    void csv_says_never() throws IOException {
        assertThat(CsvReport.of(clouds()))
                .contains("aws,cloud,backlogDrain,s,0,never,,,\n", "aws,cloud,backlogDrain,s,,never,never,never,\n");
    }

    @Test
    void json_says_never_and_has_no_number() throws IOException {
        Material material = clouds();
        ObjectNode json = ReportJson.of(material, Verdicts.of(material), Sections.of(material));

        JsonNode backlog = json.path("backlog").get(0);
        assertThat(backlog.path("target").asText()).isEqualTo("aws");
        assertThat(backlog.path("never").asBoolean()).isTrue();
        assertThat(backlog.has("drainMs")).isFalse();
        JsonNode estimate = figure(json).path("by").path("aws");
        assertThat(estimate.toString()).isEqualTo("{\"never\":true,\"repeats\":3}");
    }

    private static JsonNode figure(JsonNode json) {
        return StreamSupport.stream(json.path("summary").spliterator(), false)
                .filter(figure -> figure.path("id").asText().equals("backlogDrain"))
                .findFirst()
                .orElseThrow();
    }

    private static Verdict verdict(LoadRun before, LoadRun now) {
        List<FigureChange> drains = FigureChange.of(before, now).stream()
                .filter(one -> one.figure().equals(DRAIN))
                .toList();
        assertThat(drains).hasSize(1);
        return drains.get(0).verdict();
    }

    private static String markdown(Material material) {
        return MarkdownReport.of(material.words(), Verdicts.of(material), Sections.of(material));
    }

    /** On AWS it is never worked off; Google is otherwise the quickest. */
    private Material clouds() throws IOException {
        return Reports.material(
                folder.resolve("clouds"),
                new SampleRun(Map.of("aws", "cloud", "gcp", "cloud"), 3, 1, 24),
                (result, json) -> {
                    if (result.target().equals("aws")) {
                        undrained(json);
                    }
                });
    }

    private static void undrained(ObjectNode json) {
        ((ObjectNode) json.path("backlog")).remove("drainMs");
    }
}
