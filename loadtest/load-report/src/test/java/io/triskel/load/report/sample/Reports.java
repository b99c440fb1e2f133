package io.triskel.load.report.sample;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.cloud.Clouds;
import io.triskel.load.report.result.Results;
import io.triskel.load.report.section.Material;
import io.triskel.load.report.section.Section;
import io.triskel.load.report.section.Sections;
import io.triskel.load.report.section.Verdicts;
import io.triskel.load.report.words.Language;
import io.triskel.load.report.words.Words;
import io.triskel.load.report.write.HtmlReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Reports of invented runs. */
public final class Reports {
    private Reports() {}

    /** Writes a run after changing each of its files, and reads it. */
    public static Material material(Path folder, SampleRun run, BiConsumer<SampleResult, ObjectNode> change)
            throws IOException {
        for (SampleResult result : run.results()) {
            ObjectNode json = result.json();
            change.accept(result, json);
            SampleRun.write(folder, result, json);
        }
        return read(folder);
    }

    public static Material material(Path folder, SampleRun run) throws IOException {
        return material(folder, run, (result, json) -> {});
    }

    public static Material read(Path folder) {
        return Material.of(
                Results.read(List.of(folder)), Optional.empty(), Words.in(Language.ENGLISH, Clouds.installed()));
    }

    /** {@return the same report in another language} */
    public static Material in(Language language, Material material) {
        return material.beside(material.baseline(), Words.in(language, Clouds.installed()));
    }

    public static Section section(Material material, String id) {
        return Sections.of(material).stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    public static String html(Material material) {
        return HtmlReport.of(material, Verdicts.of(material), Sections.of(material));
    }
}
