package io.triskel.orders.driver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A deployed package comes to the same as the pipeline in memory, whatever goes wrong on the way. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class TargetContract {
    private final Class<?> target;
    private final Class<?> reference;
    private Talk.Outcome memory = Talk.Outcome.none();

    /**
     * Compares two targets.
     *
     * @param target the main class of the one under test
     * @param reference that of the one in memory
     */
    protected TargetContract(Class<?> target, Class<?> reference) {
        this.target = target;
        this.reference = reference;
    }

    /** Looks at what only this target tells, after a run in which nothing went wrong. */
    protected abstract void assertCalm(JsonNode cloud);

    /** Looks at what only this target tells, after a run with chaos. */
    protected abstract void assertChaos(JsonNode cloud);

    @BeforeAll
    final void run_in_memory(@TempDir Path out) throws Exception {
        memory = Talk.run(reference, FewOrders.lines(), "", out);
    }

    private void assertSame(Talk.Outcome deployed) {
        assertThat(FewOrders.SAME_EVERYWHERE)
                .allSatisfy(figure -> assertThat(deployed.summary().path(figure))
                        .as(figure)
                        .isEqualTo(memory.summary().path(figure)));
        assertSameOrders(deployed);
        assertThat(deployed.summary().path("lost").asLong(-1)).isZero();
        assertThat(deployed.summary().path("orderViolations").asLong(-1)).isZero();
    }

    private void assertSameOrders(Talk.Outcome deployed) {
        assertThat(deployed.orders()).isEqualTo(memory.orders());
        assertThat(deployed.revenue()).isEqualTo(memory.revenue());
        assertThat(deployed.exitCode()).isZero();
    }

    @Test
    final void the_deployed_package_comes_to_the_same_as_the_pipeline_in_memory(@TempDir Path out) throws Exception {
        Talk.Outcome calm = Talk.run(target, FewOrders.lines(), "", out);

        assertSame(calm);
        JsonNode cloud = calm.summary().path("cloud");
        assertThat(cloud.path("environment").asText()).isEqualTo("emulator");
        assertThat(Files.readAllLines(out.resolve("events.jsonl")))
                .hasSize((int) cloud.path("records").asLong()
                        - (int) cloud.path("repeatedRecords").asLong())
                .noneMatch(event -> event.contains("ada@example.com"));
        assertCalm(cloud);
    }

    @Test
    final void chaos_changes_nothing_of_it(@TempDir Path out) throws Exception {
        Talk.Outcome chaos = Talk.run(target, FewOrders.lines(), "\"chaos\":true,\"seed\":7,", out);

        assertSame(chaos);
        JsonNode cloud = chaos.summary().path("cloud");
        assertThat(cloud.path("killed").asInt()).isPositive();
        assertThat(cloud.path("faults")).isNotEmpty();
        assertThat(chaos.summary().path("duplicatesSuppressed").asLong()).isPositive();
        assertChaos(cloud);
    }

    @Test
    final void choreography_ends_every_order_in_the_same_way(@TempDir Path out) throws Exception {
        assertSameOrders(Talk.run(target, FewOrders.lines(), "\"style\":\"choreography\",", out));
    }

    @Test
    final void nothing_is_left_when_the_driver_is_gone() throws Exception {
        try (Talk talk = Talk.with(target)) {
            talk.say("{\"op\":\"start\"}");
            assertThat(talk.answer().path("event").asText()).isEqualTo("ready");
            // A function has its JVM from its first call on.
            talk.say(
                    "{\"op\":\"line\",\"number\":1,\"text\":\"{\\\"kind\\\":\\\"product\\\",\\\"product\\\":\\\"P-1\\\","
                            + "\\\"version\\\":1,\\\"name\\\":\\\"Tea\\\",\\\"prices\\\":[100]}\"}");
            List<ProcessHandle> children = childrenOf(talk);

            talk.hangUp();

            assertThat(talk.last().path("event").asText()).isEqualTo("failed");
            assertThat(talk.exitCode()).isEqualTo(1);
            assertThat(children).isNotEmpty().noneMatch(ProcessHandle::isAlive);
            assertThat(foldersOf(talk.process().pid())).isEmpty();
        }
    }

    /** {@return the processes that it has started, once there are any} */
    static List<ProcessHandle> childrenOf(Talk talk) {
        DeployedOrdersContract.await(
                "processes of functions",
                () -> talk.process().descendants().findAny().isPresent());
        return talk.process().descendants().toList();
    }

    /** {@return the temporary folders that bear the id of a process} */
    static List<Path> foldersOf(long pid) throws Exception {
        try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return all.filter(file -> file.getFileName().toString().matches("triskel-[a-z]+-" + pid + "-.*"))
                    .toList();
        }
    }
}
