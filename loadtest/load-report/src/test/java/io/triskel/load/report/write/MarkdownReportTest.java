package io.triskel.load.report.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.load.report.sample.Hostile;
import io.triskel.load.report.sample.Reports;
import io.triskel.load.report.sample.SampleRun;
import io.triskel.load.report.section.Material;
import io.triskel.load.report.section.Sections;
import io.triskel.load.report.section.Verdicts;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarkdownReportTest {
    @TempDir
    Path folder;

    @Test
    void it_begins_with_the_answer_and_has_every_section() throws IOException {
        String text = markdown(Reports.material(folder, SampleRun.onStandIns()));

        assertThat(text).startsWith("# Nothing was lost");
        assertThat(text)
                .contains("## The targets side by side", "Evidence: memory, emulator.", "| Latency, 99th percentile");
    }

    @Test
    void every_row_of_a_table_has_the_columns_of_its_head() throws IOException {
        int columns = 0;
        for (String line :
                markdown(Reports.read(Hostile.writeTo(folder))).lines().toList()) {
            int cells = line.startsWith("|") ? line.replace("\\|", "").split("\\|", -1).length : 0;
            assertThat(columns == 0 || cells == 0 || cells == columns).as(line).isTrue();
            columns = cells;
        }
    }

    @Test
    void names_from_files_cannot_become_markup() throws IOException {
        assertThat(markdown(Reports.read(Hostile.writeTo(folder))).replaceAll("(?m)^    .*$", ""))
                .doesNotContain("<img");
    }

    private static String markdown(Material material) {
        return MarkdownReport.of(material.words(), Verdicts.of(material), Sections.of(material));
    }
}
