package io.triskel.load.report.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.load.report.sample.RealRun;
import io.triskel.load.report.sample.Reports;
import io.triskel.load.report.sample.SampleRun;
import io.triskel.load.report.section.Material;
import io.triskel.load.report.section.Sections;
import io.triskel.load.report.section.Verdicts;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextReportTest {
    @TempDir
    Path folder;

    @Test
    void it_begins_with_the_answer_and_has_the_rows_of_every_table() throws IOException {
        String text = text(Reports.read(RealRun.evaluated(SampleRun.onStandIns().writeTo(folder))));

        assertThat(text).startsWith("Nothing was lost");
        assertThat(text).contains("\nSent  ").contains("\nTotal of the scored criteria  ");
    }

    @Test
    void words_that_are_too_long_for_their_column_go_on_below_it() throws IOException {
        String text = text(Reports.read(RealRun.evaluated(SampleRun.onStandIns().writeTo(folder))));

        assertThat(text).contains("""
            AWS      5.0 to 9.0  Ordering within a shard, and a key stays in one shard; a batched write may
                                 reorder, so the publisher must order its own retries (AWS SDK service model,
            """);
    }

    private static String text(Material material) {
        return TextReport.of(material.words(), Verdicts.of(material), Sections.of(material));
    }
}
