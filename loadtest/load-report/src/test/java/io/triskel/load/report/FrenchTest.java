package io.triskel.load.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.cloud.Clouds;
import io.triskel.load.evaluate.criteria.CriteriaFile;
import io.triskel.load.evaluate.criteria.Judgement;
import io.triskel.load.evaluate.criteria.Source;
import io.triskel.load.fact.Fact;
import io.triskel.load.fact.Facts;
import io.triskel.load.report.french.Proofreader;
import io.triskel.load.report.french.Prose;
import io.triskel.load.report.limit.LimitCheck;
import io.triskel.load.report.limit.Limits;
import io.triskel.load.report.merge.Figure;
import io.triskel.load.report.merge.FigureChange;
import io.triskel.load.report.published.PublishedResult;
import io.triskel.load.report.published.PublishedResults;
import io.triskel.load.report.sample.Hostile;
import io.triskel.load.report.sample.Reports;
import io.triskel.load.report.sample.SampleResult;
import io.triskel.load.report.sample.SampleRun;
import io.triskel.load.report.section.Material;
import io.triskel.load.report.section.Sections;
import io.triskel.load.report.section.Verdicts;
import io.triskel.load.report.words.Language;
import io.triskel.load.report.words.Words;
import io.triskel.load.report.write.MarkdownReport;
import io.triskel.load.result.Evidence;
import io.triskel.load.size.Sizing;
import io.triskel.load.workload.WorkloadFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sentence without a translation is an error, so each report that is written here proves its own sentences. */
class FrenchTest {
    private static final Words FRENCH = Words.in(Language.FRENCH, Clouds.installed());

    @TempDir
    Path folder;

    @Test
    void a_report_of_clouds_is_in_french() throws IOException {
        String page = french(SampleRun.onClouds(), (result, json) -> {});

        assertThat(page)
                .contains("<html lang=\"fr\">")
                .contains("Azure est la cible la plus rapide pour 99 événements sur 100.")
                .contains("Azure mène en latence et rattrapage")
                .contains("0,46")
                .doesNotContain("Side by side");
    }

    @Test
    void a_report_of_stand_ins_is_in_french() throws IOException {
        assertThat(french(SampleRun.onStandIns(), (result, json) -> {})).contains("Des émulateurs ne disent pas");
    }

    @Test
    void a_report_of_simulated_clouds_is_in_french() throws IOException {
        assertThat(french(
                        new SampleRun(Map.of("sim-aws", "simulated", "sim-gcp", "simulated"), 2, 2, 24),
                        (result, json) -> {}))
                .contains("AWS, simulé");
    }

    @Test
    void a_report_of_mixed_evidence_is_in_french() throws IOException {
        assertThat(french(new SampleRun(Map.of("aws", "cloud", "azure", "emulator"), 3, 1, 24), (result, json) -> {}))
                .contains("Preuves mêlées");
    }

    @Test
    void a_report_of_memory_with_missing_parts_is_in_french() throws IOException {
        String page = french(new SampleRun(Map.of("memory", "memory", "noop", "memory"), 1, 1, 24), (result, json) -> {
            json.put("repeats", 3)
                    .put("workers", 2)
                    .put("partial", result.target().equals("noop"));
            ((ObjectNode) json.path("capacity")).remove("failed");
            if (result.target().equals("noop")) {
                ((ObjectNode) json.path("series")).remove("lag");
                ((ObjectNode) json.path("verdict")).put("valid", false).remove("objectives");
            }
        });

        assertThat(page).contains("1 répétitions sur 3 ont des résultats", "non échantillonné");
    }

    @Test
    void a_report_of_functions_and_orders_is_in_french() throws IOException {
        String page = french(new SampleRun(Map.of("aws", "emulator"), 1, 1, 24), (result, json) -> {
            json.put("level", "pipeline");
            json.withArray("stages")
                    .forEach(stage -> ((ObjectNode) stage)
                            .put(
                                    "name",
                                    stage.path("name").asText().replace("send-to-handler", "confirmed-to-shipped")));
            json.putObject("functions").put("instances", 2).put("invocations", 100);
            json.putObject("orders").put("shipped", 90);
            json.putObject("reporting").put("events", 500);
            json.putObject("spend").put("usd", 2).put("budgetUsd", 1).put("stoppedAtBudget", true);
        });

        assertThat(page)
                .contains("arrêté au budget", "Commandes", "Démarrages à froid", "de la confirmation à l’expédition");
    }

    @Test
    void a_report_of_what_went_wrong_is_in_french() throws IOException {
        Hostile.writeTo(folder);

        assertThat(Reports.html(Reports.in(Language.FRENCH, Reports.read(folder))))
                .contains("le rapport porte sur le reste");
    }

    @Test
    void a_report_of_nothing_but_a_failure_is_in_french() throws IOException {
        Files.createDirectories(folder.resolve("gcp"));
        Files.writeString(
                folder.resolve("gcp/failed.json"), "{\"schema\":1,\"target\":\"gcp\",\"failed\":\"It was killed\"}");

        assertThat(Reports.html(Reports.in(Language.FRENCH, Reports.read(folder))))
                .contains("Rien n’a été mesuré.");
    }

    @Test
    void a_comparison_with_a_baseline_is_in_french() throws IOException {
        Material now = Reports.material(folder, SampleRun.onClouds());
        Material beside = now.beside(Optional.of(now.run()), FRENCH);

        assertThat(html(beside)).contains("Rien n’est démontré pire qu’avant");
        assertThat(MarkdownReport.of(FRENCH, Verdicts.of(beside), Sections.of(beside)))
                .contains("Preuve : mémoire, cloud.".replace(" :", "\u00a0:"));
    }

    @Test
    void an_empty_run_is_in_french() throws IOException {
        assertThat(french(
                        new SampleRun(Map.of("aws", "cloud"), 1, 1, 24),
                        (result, json) -> json.retain("schema", "target", "evidence", "level", "from", "to")))
                .contains("L’exécution n’a pas vérifié", "Sans objectifs", "Non contrôlé");
    }

    @Test
    void everything_that_data_and_closed_sets_can_say_has_a_translation() {
        Limits.documented().all().forEach(limit -> {
            assertThat(FRENCH.say(limit.topic())).isNotBlank();
            assertThat(FRENCH.say(limit.documented())).isNotBlank();
            assertThat(FRENCH.say(limit.confidence())).isNotBlank();
        });
        PublishedResults.known().all().forEach(one -> {
            assertThat(FRENCH.say(one.name())).isNotBlank();
            assertThat(FRENCH.say(one.mind())).isNotBlank();
            one.words().ifPresent(words -> assertThat(FRENCH.say(words)).isNotBlank());
        });
        Stream.of(
                        Facts.documented().byId().values().stream().map(Fact::asOf),
                        PublishedResults.known().all().stream().map(PublishedResult::asOf),
                        CriteriaFile.read(Path.of("../../evaluation/criteria.yaml"), Clouds.installed()).all().stream()
                                .flatMap(one -> one.judged().values().stream())
                                .flatMap(List::stream)
                                .map(Judgement::source)
                                .map(Source::asOf))
                .flatMap(dates -> dates)
                .forEach(date -> assertThat(FRENCH.dated(date)).doesNotContain("-", "read", "undated", "copy"));
        for (Evidence evidence : Evidence.values()) {
            assertThat(FRENCH.say(evidence.word())).isNotBlank();
        }
        for (LimitCheck.Status status : LimitCheck.Status.values()) {
            assertThat(FRENCH.say(status.words())).isNotBlank();
        }
        for (FigureChange.Verdict verdict : FigureChange.Verdict.values()) {
            assertThat(FRENCH.say(verdict.words())).isNotBlank();
        }
        Figure.all().forEach(figure -> {
            assertThat(FRENCH.say(figure.name())).isNotBlank();
            figure.topic().ifPresent(topic -> assertThat(FRENCH.say(topic)).isNotBlank());
        });
    }

    @Test
    void every_offer_has_a_french_name() throws IOException {
        try (Stream<Path> workloads = Files.list(Path.of("../workloads"))) {
            assertThat(workloads
                            .map(workload ->
                                    Sizing.of(WorkloadFile.read(workload), Optional.empty(), Clouds.installed()))
                            .flatMap(sizing -> sizing.answers().stream())
                            .flatMap(answer -> answer.plans().stream())
                            .map(plan -> FRENCH.offer(plan.name())))
                    .isNotEmpty()
                    .allSatisfy(
                            name -> assertThat(name)
                                    .doesNotContainPattern(
                                            "\\bprovisioned\\b(?! concurrency\\))|demand\\b|\\bto\\b|fan-out|ready|pulling|included|subscription|based"));
        }
    }

    @Test
    void every_sentence_in_the_source_has_a_translation() throws IOException {
        Pattern said = Pattern.compile("\\b(?:say|cells\\.words|cells\\.figure)\\(\\s*\"((?:[^\"\\\\]|\\\\.)+)\"");
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".java")).toList()) {
                String source = Files.readString(file).replaceAll("\"\\s*\\+\\s*\"", "");
                said.matcher(source)
                        .results()
                        .map(one -> one.group(1))
                        .forEach(sentence -> assertThat(FRENCH.say(sentence, "x", "x", "x", "x", "x", "x"))
                                .as(file + ": " + sentence)
                                .isNotBlank());
            }
        }
    }

    private String french(SampleRun run, BiConsumer<SampleResult, ObjectNode> change) throws IOException {
        Material material = Reports.in(Language.FRENCH, Reports.material(folder, run, change));
        String markdown = MarkdownReport.of(FRENCH, Verdicts.of(material), Sections.of(material));
        assertThat(Proofreader.findings(Prose.ofMarkdown(
                        markdown.replaceAll("(?sm)^## (L’exécution|Comportement du générateur).*", ""))))
                .isEmpty();
        return html(material);
    }

    /** Facts of the run are shown as its files write them. */
    private static String html(Material material) {
        String page = Reports.html(material);
        String said = page.replaceAll("(?s)<section[^>]* id=\"run\".*?</section>", "");
        assertThat(Proofreader.findings(Prose.ofHtml(said))).isEmpty();
        return page;
    }
}
