package io.triskel.load.report.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.load.report.sample.Hostile;
import io.triskel.load.report.sample.Reports;
import io.triskel.load.report.sample.SampleRun;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvReportTest {
    @TempDir
    Path folder;

    @Test
    void each_figure_has_a_row_per_repeat_and_one_with_the_interval() throws IOException {
        String text = CsvReport.of(Reports.material(folder, SampleRun.onClouds()));

        assertThat(text).startsWith("target,evidence,figure,unit,repeat,value,low,high,note\n");
        assertThat(text.lines().filter(line -> line.startsWith("aws,cloud,p99,ms,")))
                .hasSize(4);
        assertThat(text.lines().filter(line -> line.matches("aws,cloud,p99,ms,,[\\d.]+,[\\d.]+,[\\d.]+,")))
                .hasSize(1);
        assertThat(text).contains("aws,cloud,capacity,events/s,,7429,7429,7820,\n");
    }

    @Test
    void each_stage_has_its_median_with_the_bounds_that_the_clocks_leave() throws IOException {
        String text = CsvReport.of(Reports.material(folder, SampleRun.onClouds()));

        assertThat(text.lines().filter(line -> line.startsWith("aws,cloud,send-to-broker,ms,")))
                .hasSize(4)
                .allSatisfy(line -> assertThat(line).matches(".*,[\\d.]+,-?[\\d.]+,[\\d.]+,"));
        assertThat(text.lines().filter(line -> line.startsWith("aws,cloud,schedule-to-send,ms,")))
                .hasSize(4)
                .allSatisfy(line -> assertThat(line).endsWith(",,,"));
    }

    @Test
    void who_held_events_back_is_a_row_of_each_repeat() throws IOException {
        String text = CsvReport.of(Reports.material(folder, SampleRun.onClouds()));

        assertThat(text)
                .contains(
                        "aws,cloud,heldByGenerator,%,0,0.100000,,",
                        "aws,cloud,heldByTarget,%,0,2,,", "aws,cloud,heldByOrder,%,2,0.300000,,");
    }

    @Test
    void a_name_from_a_file_is_no_formula_and_no_second_column() throws IOException {
        String text = CsvReport.of(Reports.read(Hostile.writeTo(folder)));

        assertThat(text.lines().skip(1)).allSatisfy(line -> assertThat(line).startsWith("\"'=</script>"));
    }
}
