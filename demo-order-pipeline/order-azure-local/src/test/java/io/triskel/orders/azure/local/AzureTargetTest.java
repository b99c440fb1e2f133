package io.triskel.orders.azure.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.triskel.orders.driver.FewOrders;
import io.triskel.orders.driver.Talk;
import io.triskel.orders.local.MemoryTarget;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The deployed package comes to the same as the pipeline in memory, whatever goes wrong on the way. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AzureTargetTest {
    @TempDir
    private Path folder;

    private Talk.Outcome memory = Talk.Outcome.none();

    @BeforeAll
    void run_in_memory(@TempDir Path out) throws Exception {
        memory = Talk.run(MemoryTarget.class, FewOrders.lines(), "", out);
    }

    private void assertSame(Talk.Outcome azure) {
        assertThat(FewOrders.SAME_EVERYWHERE)
                .allSatisfy(figure -> assertThat(azure.summary().path(figure))
                        .as(figure)
                        .isEqualTo(memory.summary().path(figure)));
        assertThat(azure.orders()).isEqualTo(memory.orders());
        assertThat(azure.revenue()).isEqualTo(memory.revenue());
        assertThat(azure.exitCode()).isZero();
        assertThat(azure.summary().path("lost").asLong(-1)).isZero();
        assertThat(azure.summary().path("orderViolations").asLong(-1)).isZero();
    }

    @Test
    void the_deployed_package_comes_to_the_same_as_the_pipeline_in_memory() throws Exception {
        Path out = folder.resolve("calm");

        Talk.Outcome azure = Talk.run(AzureTarget.class, FewOrders.lines(), "", out);

        assertSame(azure);
        JsonNode cloud = azure.summary().path("cloud");
        assertThat(cloud.path("environment").asText()).isEqualTo("emulator");
        assertThat(cloud.path("functions").fieldNames())
                .toIterable()
                .contains("orders", "clock", "tick", "fulfilment", "order-view");
        assertThat(cloud.path("functions").path("orders").path("invocations").asLong())
                .isGreaterThan(30);
        assertThat(cloud.path("functions")
                        .path("payment-watch")
                        .path("invocations")
                        .asLong())
                .as("the other style's")
                .isZero();
        assertThat(cloud.path("coldStarts").asLong()).isPositive();
        assertThat(Files.readAllLines(out.resolve("events.jsonl")))
                .hasSize((int) cloud.path("records").asLong()
                        - (int) cloud.path("repeatedRecords").asLong())
                .noneMatch(event -> event.contains("ada@example.com"));
    }

    @Test
    void chaos_changes_nothing_of_it() throws Exception {
        Talk.Outcome azure =
                Talk.run(AzureTarget.class, FewOrders.lines(), "\"chaos\":true,\"seed\":7,", folder.resolve("chaos"));

        assertSame(azure);
        JsonNode cloud = azure.summary().path("cloud");
        assertThat(cloud.path("killed").asInt()).isPositive();
        assertThat(cloud.path("faults")).isNotEmpty();
        assertThat(azure.summary().path("duplicatesSuppressed").asLong()).isPositive();
    }

    @Test
    void choreography_ends_every_order_in_the_same_way() throws Exception {
        Talk.Outcome azure = Talk.run(
                AzureTarget.class, FewOrders.lines(), "\"style\":\"choreography\",", folder.resolve("choreography"));

        assertThat(azure.orders()).isEqualTo(memory.orders());
        assertThat(azure.revenue()).isEqualTo(memory.revenue());
        assertThat(azure.exitCode()).isZero();
    }

    @Test
    void nothing_is_left_when_the_driver_is_gone() throws Exception {
        try (Talk talk = Talk.with(AzureTarget.class)) {
            talk.say("{\"op\":\"start\"}");
            assertThat(talk.answer().path("event").asText()).isEqualTo("ready");
            List<ProcessHandle> children = talk.process().descendants().toList();

            talk.hangUp();

            assertThat(talk.last().path("event").asText()).isEqualTo("failed");
            assertThat(talk.exitCode()).isEqualTo(1);
            assertThat(children).isNotEmpty().noneMatch(ProcessHandle::isAlive);
            assertThat(foldersOf(talk.process().pid())).isEmpty();
        }
    }

    static List<Path> foldersOf(long pid) throws Exception {
        try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return all.filter(file -> file.getFileName().toString().matches("triskel-[a-z]+-" + pid + "-.*"))
                    .toList();
        }
    }
}
