package io.triskel.load.report.write;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.triskel.load.report.sample.RealRun;
import io.triskel.load.report.sample.Reports;
import io.triskel.load.report.sample.SampleRun;
import io.triskel.load.report.section.Material;
import io.triskel.load.report.section.Sections;
import io.triskel.load.report.section.Verdicts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Base64;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportJsonTest {
    @TempDir
    Path folder;

    @Test
    void it_has_a_version_and_what_was_measured() throws IOException {
        JsonNode json = json(Reports.material(folder, SampleRun.onClouds()));

        assertThat(json.path("schema").intValue()).isEqualTo(1);
        assertThat(json.at("/verdict/valid").booleanValue()).isTrue();
        assertThat(json.at("/targets/0/evidence").textValue()).isEqualTo("cloud");
        assertThat(json.path("summary")).anySatisfy(one -> {
            assertThat(one.path("id").textValue()).isEqualTo("p99");
            assertThat(one.path("leader").textValue()).isEqualTo("azure");
            assertThat(one.at("/by/aws/low").doubleValue())
                    .isLessThan(one.at("/by/aws/value").doubleValue());
        });
        assertThat(json.at("/series/0/accepted").size()).isEqualTo(240);
        assertThat(json.at("/capacity/0/passed").doubleValue()).isEqualTo(7429);
        assertThat(json.path("limits").size()).isGreaterThan(20);
        JsonNode measured = json.at("/cost/measured/azure");
        assertThat(measured.path("evidence").textValue()).isEqualTo("cloud");
        assertThat(measured.at("/eventsPerUsd/low").doubleValue())
                .isPositive()
                .isLessThanOrEqualTo(measured.at("/eventsPerUsd/likely").doubleValue());
        assertThat(measured.at("/eventsPerUsd/high").doubleValue())
                .isGreaterThan(measured.at("/eventsPerUsd/likely").doubleValue());
    }

    @Test
    void its_histograms_can_be_read_again() throws Exception {
        JsonNode json = json(Reports.material(folder, SampleRun.onClouds()));

        byte[] encoded =
                Base64.getDecoder().decode(json.at("/latency/0/corrected").textValue());
        assertThat(Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(encoded), 0)
                        .getTotalCount())
                .isEqualTo(60_000);
    }

    @Test
    void what_is_absent_has_no_member() throws IOException {
        JsonNode json = json(Reports.material(folder, SampleRun.onStandIns()));

        assertThat(json.has("evaluation")).isFalse();
        assertThat(json.has("baseline")).isFalse();
        assertThat(json.path("cost").has("measured")).as("of emulators").isFalse();
        assertThat(json.at("/summary/0/by/aws").has("low")).isFalse();
    }

    @Test
    void cost_and_criteria_stand_with_their_bounds_and_their_basis() throws IOException {
        RealRun.evaluated(SampleRun.onClouds().writeTo(folder));

        JsonNode json = json(Reports.read(folder));

        assertThat(json.at("/cost/basis").textValue()).isEqualTo("computed");
        assertThat(json.at("/cost/by/aws/usdPerMillion/likely").doubleValue()).isPositive();
        assertThat(json.at("/cost/by/azure/usdPerMillionByPart").has("bus")).isTrue();
        assertThat(json.at("/evaluation/criteria")).hasSize(13);
        assertThat(json.at("/evaluation/criteria/0/scores").fieldNames())
                .toIterable()
                .as("the same in each process")
                .containsExactly("aws", "azure", "gcp");
        assertThat(json.at("/evaluation/gates/0/clouds/aws/passes").booleanValue())
                .isTrue();
        assertThat(json.at("/evaluation/criteria/0/basis").textValue()).isEqualTo("computed");
        assertThat(json.at("/evaluation/criteria/0/scores/aws/likely").doubleValue())
                .isEqualTo(10);
    }

    @Test
    void each_of_its_members_is_described_where_it_is_read_of() throws IOException {
        RealRun.evaluated(SampleRun.onClouds().writeTo(folder));

        assertThat(Path.of("../../docs/report.md"))
                .content()
                .contains(json(Reports.read(folder)).properties().stream()
                        .map(member -> "`" + member.getKey() + "`")
                        .toList());
    }

    private static JsonNode json(Material material) {
        return ReportJson.of(material, Verdicts.of(material), Sections.of(material));
    }
}
