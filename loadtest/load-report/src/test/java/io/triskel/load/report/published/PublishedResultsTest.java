package io.triskel.load.report.published;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.load.cloud.Clouds;
import io.triskel.load.report.sample.Reports;
import io.triskel.load.report.sample.SampleRun;
import io.triskel.load.report.section.Material;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishedResultsTest {
    @TempDir
    Path folder;

    @Test
    void every_result_has_a_source_a_date_and_a_confidence() {
        assertThat(PublishedResults.known().all()).isNotEmpty().allSatisfy(one -> {
            assertThat(one.source()).isNotBlank();
            assertThat(one.asOf()).isNotBlank();
            assertThat(one.target()).isIn(Clouds.installed().ids());
            assertThat(one.confidence()).isIn("official", "secondary", "unverified");
            assertThat(one.words().isPresent() || one.p50Ms().isPresent()).isTrue();
        });
    }

    @Test
    void those_of_the_same_level_and_cloud_stand_beside_a_run() throws IOException {
        Material material = Reports.material(folder, new SampleRun(Map.of("gcp", "cloud"), 1, 1, 24));

        assertThat(PublishedResults.known().beside(material.run()))
                .extracting(PublishedResult::id)
                .containsExactly("ps-lat-order");
        assertThat(Reports.section(material, "published").heading()).startsWith("Results that others published");
    }

    @Test
    void beside_a_stand_in_nothing_is_compared() throws IOException {
        Material material = Reports.material(folder, new SampleRun(Map.of("gcp", "emulator"), 1, 1, 24));

        assertThat(Reports.html(material)).contains("≠ not comparable<small>emulator</small>");
    }

    @Test
    void a_run_in_memory_has_none() throws IOException {
        Material material = Reports.material(folder, new SampleRun(Map.of("memory", "memory"), 1, 1, 24));

        assertThat(PublishedResults.known().beside(material.run())).isEmpty();
    }
}
