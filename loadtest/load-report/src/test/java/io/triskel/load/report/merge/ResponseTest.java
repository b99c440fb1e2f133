package io.triskel.load.report.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.report.sample.Reports;
import io.triskel.load.report.sample.SampleRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResponseTest {
    @TempDir
    Path folder;

    @Test
    void capacity_is_reached_where_three_samples_in_a_row_take_what_was_offered() throws IOException {
        Response response = response(new int[] {50, 100, 60, 96, 99, 100}, new int[] {50, 0, 40, 4, 1, 0});

        assertThat(response.toCapacitySeconds()).hasValue(3);
        assertThat(response.throttledShare()).hasValueCloseTo(95.0 / 600, within(1e-9));
    }

    @Test
    void capacity_that_was_never_reached_is_absent() throws IOException {
        assertThat(response(new int[] {50, 60, 70, 80, 90, 94}, new int[6]).toCapacitySeconds())
                .isEmpty();
    }

    @Test
    void handling_and_instances_are_told_where_functions_were_sampled() throws IOException {
        Response response = Response.of(Reports.material(
                                folder, new SampleRun(Map.of("aws", "emulator"), 1, 1, 24), (result, json) -> {
                                    json.putArray("phases")
                                            .addObject()
                                            .put("kind", "spike")
                                            .put("fromMs", 2000)
                                            .put("toMs", 12_000);
                                    ObjectNode series = (ObjectNode) json.path("series");
                                    fill(
                                            series.putArray("offered"),
                                            new int[] {10, 10, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100});
                                    fill(
                                            series.putArray("accepted"),
                                            new int[] {10, 10, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100});
                                    fill(
                                            series.putArray("delivered"),
                                            new int[] {10, 10, 20, 40, 60, 100, 0, 200, 100, 100, 100, 100});
                                    fill(series.putArray("instances"), new int[] {1, 2, 2, 4, 8, 8, 7, 7, 7, 7, 7, 7});
                                })
                        .run()
                        .targets()
                        .get(0)
                        .repeats()
                        .get(0))
                .get(0);

        assertThat(response.toCapacitySeconds()).hasValue(0);
        assertThat(response.toHandlingSeconds()).hasValue(3);
        assertThat(response.instancesBefore()).hasValue(2);
        assertThat(response.instancesAtMost()).hasValue(8);
    }

    private Response response(int[] accepted, int[] throttled) throws IOException {
        return Response.of(Reports.material(folder, new SampleRun(Map.of("aws", "cloud"), 1, 1, 24), (result, json) -> {
                            json.putArray("phases")
                                    .addObject()
                                    .put("kind", "step")
                                    .put("fromMs", 0)
                                    .put("toMs", 6000);
                            ObjectNode series = (ObjectNode) json.path("series");
                            fill(series.putArray("offered"), new int[] {100, 100, 100, 100, 100, 100});
                            fill(series.putArray("accepted"), accepted);
                            fill(series.putArray("throttled"), throttled);
                        })
                        .run()
                        .targets()
                        .get(0)
                        .repeats()
                        .get(0))
                .get(0);
    }

    private static void fill(ArrayNode array, int[] samples) {
        for (int sample : samples) {
            array.add(sample);
        }
    }
}
