package io.triskel.orders.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import org.junit.jupiter.api.Test;

/** What {@code host.json} tells the host, in the source and so in the package. */
class HostJsonTest {
    private static final Path FILE = Path.of("src/main/functions/host.json");

    @Test
    void it_is_valid_by_the_schema_that_editors_use() throws IOException {
        String schema = Files.readString(Path.of("src/test/resources/schemastore/host.json"));
        Schema validator =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7).getSchema(schema, InputFormat.JSON);

        assertThat(validator.validate(Files.readString(FILE), InputFormat.JSON)).isEmpty();
        assertThat(validator.validate(
                        Files.readString(FILE).replace("\"00:00:01\"", "\"00:00:00.150\""), InputFormat.JSON))
                .as("the check itself")
                .isNotEmpty();
    }

    @Test
    void an_invocation_ends_long_before_the_host_ends_it() throws IOException {
        int timeout = seconds(host().path("functionTimeout"));

        assertThat(FunctionState.TIME.multipliedBy(2).toSeconds()).isLessThan(timeout);
    }

    @Test
    void no_alarm_is_lost_by_sampling() throws IOException {
        String excluded = host().at("/logging/applicationInsights/samplingSettings/excludedTypes")
                .asText();

        // The host sends a line with an exception as Exception, any other one as Trace.
        assertThat(excluded.split(";", -1)).contains("Exception", "Trace");
    }

    @Test
    void instances_are_added_for_a_backlog_and_not_for_a_burst() throws IOException {
        JsonNode hubs = host().at("/extensions/eventHubs");

        assertThat(hubs.path("targetUnprocessedEventThreshold").asInt())
                .isGreaterThanOrEqualTo(10 * hubs.path("maxEventBatchSize").asInt());
    }

    @Test
    void a_batch_waits_a_second_so_that_few_events_cost_few_checkpoints() throws IOException {
        assertThat(seconds(host().at("/extensions/eventHubs/maxWaitTime"))).isEqualTo(1);
    }

    private static JsonNode host() throws IOException {
        return new ObjectMapper().readTree(FILE.toFile());
    }

    private static int seconds(JsonNode span) {
        return LocalTime.parse(span.asText()).toSecondOfDay();
    }
}
