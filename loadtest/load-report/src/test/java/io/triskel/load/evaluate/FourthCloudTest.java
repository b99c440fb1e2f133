package io.triskel.load.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.load.cloud.Clouds;
import io.triskel.load.evaluate.criteria.Criteria;
import io.triskel.load.evaluate.criteria.CriteriaFile;
import io.triskel.load.evaluate.criteria.Profile;
import io.triskel.load.evaluate.score.Evaluation;
import io.triskel.load.report.result.EvaluationFile;
import io.triskel.load.report.result.Results;
import io.triskel.load.report.sample.Reports;
import io.triskel.load.report.sample.SampleRun;
import io.triskel.load.report.section.Material;
import io.triskel.load.report.section.Section;
import io.triskel.load.report.section.Sections;
import io.triskel.load.report.words.Language;
import io.triskel.load.report.words.Words;
import io.triskel.load.report.write.HtmlReport;
import io.triskel.load.report.write.TextReport;
import io.triskel.load.size.Sizing;
import io.triskel.load.workload.WorkloadFile;
import io.triskel.load.yaml.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A descriptor is all that size, report and evaluation need to know of one more cloud: docs/a-fourth-cloud.md. */
class FourthCloudTest {
    private static final Clouds CLOUDS = ToyCloud.withOthers();
    private static final Words WORDS = Words.in(Language.ENGLISH, CLOUDS);

    private static final String CRITERIA = """
        evaluation: 1
        scored-at-least: 0.8
        criteria:
          - id: operability
            weight: 10
            name: {en: Operability, fr: Exploitation}
            question: {en: How much work?, fr: Combien de travail ?}
            missing: {en: Nobody looked., fr: Personne n’a regardé.}
            judged:
        """;

    @TempDir
    private Path folder;

    private Criteria criteria(String... clouds) throws IOException {
        StringBuilder text = new StringBuilder(CRITERIA);
        for (String cloud : clouds) {
            text.append("      ")
                    .append(cloud)
                    .append(": {score: 5, why: {en: a, fr: b}, source: s, asOf: '2026', confidence: official}\n");
        }
        return CriteriaFile.read(Files.writeString(folder.resolve("criteria.yaml"), text), CLOUDS);
    }

    private Evaluation evaluation() throws IOException {
        return Evaluation.of(
                CLOUDS, criteria("aws", "azure", "gcp", "toy"), Profile.none(), List.of(), Optional.empty());
    }

    @Test
    void is_sized_beside_the_others() {
        Sizing sizing = Sizing.of(WorkloadFile.read(Path.of("../workloads/steady.yaml")), Optional.empty(), CLOUDS);

        assertThat(sizing.answers())
                .extracting(answer -> answer.cloud().name())
                .containsExactly("aws", "azure", "gcp", "toy");
        assertThat(sizing.answers()).allMatch(answer -> answer.best().isPresent());
    }

    @Test
    void stands_in_the_report_with_its_name_colour_shape_and_place() throws IOException {
        SampleRun run = new SampleRun(Map.of("toy", "cloud", "aws", "cloud", "memory", "memory"), 1, 1, 24);
        Material material = material(run);

        assertThat(material.run().targets()).extracting(target -> target.id()).containsExactly("aws", "toy", "memory");
        assertThat(Reports.html(material))
                .contains(".toy { color: light-dark(#112233, #aabbcc); }")
                .contains("<span class=\"t toy\">", "<path d=\"M-4.6,0L0,-4.6L4.6,0Z\"/>", "Toy Cloud");
    }

    @Test
    void is_scored_and_the_scores_stand_in_the_report() throws IOException {
        Evaluation evaluation = evaluation();
        EvaluationWords told = new EvaluationWords(evaluation, WORDS);
        EvaluationFile file = told.file();
        List<Section> sections = Sections.of(file, WORDS);
        Files.writeString(folder.resolve("evaluation.json"), file.json());

        assertThat(evaluation.order()).contains("toy");
        assertThat(file.clouds()).containsExactly("aws", "azure", "gcp", "toy");
        assertThat(TextReport.of(WORDS, told.opening(), sections)).contains("Toy Cloud");
        assertThat(HtmlReport.of(file, WORDS, told.opening(), sections)).contains("data-toy=\"3.0 5.0 7.0\"");
        assertThat(Reports.html(material(new SampleRun(Map.of("toy", "cloud"), 1, 1, 24))))
                .contains("data-cloud=\"toy\"", "data-toy=\"3.0 5.0 7.0\"");
    }

    @Test
    void must_be_judged_where_the_others_are() {
        assertThatThrownBy(() -> criteria("aws", "azure", "gcp"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("toy");
    }

    private Material material(SampleRun run) throws IOException {
        Reports.material(folder, run);
        return Material.of(Results.read(List.of(folder)), Optional.empty(), WORDS);
    }
}
