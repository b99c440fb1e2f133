package io.triskel.azure.hosting;

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
class HostFileTest {
    private static final Path FILE = Path.of("src/main/resources/io/triskel/azure/hosting/host.json");

    @Test
    void it_is_valid_by_the_schema_that_editors_use() throws IOException {
        String schema = Files.readString(Path.of("src/test/resources/schemastore/host.json"));
        Schema validator =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7).getSchema(schema, InputFormat.JSON);

        assertThat(validator.validate(Files.readString(FILE), InputFormat.JSON)).isEmpty();
        assertThat(validator.validate(Files.readString(FILE).replace("\"00:05:00\"", "5"), InputFormat.JSON))
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

    /** What grows with orders would fill the workspace's daily quota; the clock's line is missed when it does not come. */
    @Test
    void warnings_and_the_clock_are_logged_and_nothing_else() throws IOException {
        assertThat(host().at("/logging/logLevel"))
                .hasToString("{\"default\":\"Warning\",\"Function.clock\":\"Information\"}");
    }

    /** A consumer that needs n instances stays n thresholds behind, so a threshold is no more than a second of a busy hub. */
    @Test
    void instances_are_added_for_a_backlog_and_not_for_a_burst() throws IOException {
        JsonNode hubs = host().at("/extensions/eventHubs");

        assertThat(hubs.path("targetUnprocessedEventThreshold").asInt())
                .isBetween(5 * hubs.path("maxEventBatchSize").asInt(), 500);
    }

    /** With a minimum above 1, a checkpoint that throws ends the wait for a batch that does not fill. */
    @Test
    void no_batch_waits_and_ten_have_one_checkpoint() throws IOException {
        JsonNode hubs = host().at("/extensions/eventHubs");

        assertThat(hubs.path("minEventBatchSize").asInt(1)).isEqualTo(1);
        assertThat(hubs.path("batchCheckpointFrequency").asInt(1)).isEqualTo(10);
    }

    private static JsonNode host() throws IOException {
        return new ObjectMapper().readTree(FILE.toFile());
    }

    private static int seconds(JsonNode span) {
        return LocalTime.parse(span.asText()).toSecondOfDay();
    }
}
