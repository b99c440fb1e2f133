package io.triskel.orders.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A deployed package has the same outcome as the pipeline in memory, whatever faults occur. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class TargetContract {
    private static final String CHOREOGRAPHY = "\"style\":\"choreography\",";

    private final Class<?> target;
    private final Class<?> reference;
    private final Map<String, Talk.Outcome> references = new HashMap<>();

    /**
     * Compares two targets.
     *
     * @param target the main class of the target under test
     * @param reference the main class of the target in memory
     */
    protected TargetContract(Class<?> target, Class<?> reference) {
        this.target = target;
        this.reference = reference;
    }

    /** Checks this target's own figures of its functions. */
    protected abstract void assertFunctions(JsonNode cloud);

    /** Checks this target's own figures of faults. */
    protected abstract void assertChaos(JsonNode cloud);

    /** The outcome in memory, computed once for all tests. */
    private Talk.Outcome inMemory(String style, Path out) throws Exception {
        if (!references.containsKey(style)) {
            references.put(style, Talk.run(reference, FewOrders.lines(), style, out.resolve("memory")));
        }
        return Objects.requireNonNull(references.get(style));
    }

    private static void assertSameFigures(List<String> figures, Talk.Outcome deployed, Talk.Outcome memory) {
        assertThat(figures)
                .allSatisfy(figure -> assertThat(deployed.summary().path(figure))
                        .as(figure)
                        .isEqualTo(memory.summary().path(figure)));
    }

    private static void assertSameOrders(Talk.Outcome deployed, Talk.Outcome memory) {
        assertThat(deployed.orders()).isEqualTo(memory.orders());
        assertThat(deployed.revenue()).isEqualTo(memory.revenue());
        assertThat(deployed.exitCode()).isZero();
        assertThat(deployed.summary().path("lost").asLong(-1)).isZero();
        assertThat(deployed.summary().path("orderViolations").asLong(-1)).isZero();
        assertThat(deployed.summary().path("cloud").path("refused"))
                .as("permissions that the manifest does not have")
                .isEmpty();
        assertViewCameFromTheArchive(deployed.summary());
        assertDocumented(deployed.summary());
    }

    /** The page of the protocol explains each key of the summary. */
    private static void assertDocumented(JsonNode summary) {
        assertThat(Path.of("../../docs/target-protocol.md"))
                .content()
                .contains(Stream.of(summary, summary.path("cloud"))
                        .flatMap(node -> node.properties().stream())
                        .map(each -> "`" + each.getKey() + "`")
                        .toList());
    }

    /** An equal view proves nothing of an archive that is empty: the whole bus is still there. */
    private static void assertViewCameFromTheArchive(JsonNode summary) {
        JsonNode from = summary.path("viewRebuiltFrom");
        assertThat(summary.path("viewRebuiltEqual").asBoolean()).isTrue();
        assertThat(from.path("archive").asLong()).isPositive();
        assertThat(from.path("archive").asLong() + from.path("bus").asLong()).isEqualTo(factsOfOrders(summary));
    }

    private static long factsOfOrders(JsonNode summary) {
        return summary.path("eventsByType").properties().stream()
                .filter(type -> type.getKey()
                        .matches("orders\\.order-(placed|confirmed|rejected|cancelled|shipped|not-shipped)\\.v1"))
                .mapToLong(type -> type.getValue().asLong())
                .sum();
    }

    /** Runs without chaos use one style and runs with chaos the other, because each run starts a JVM per function. */
    @Test
    final void choreography_ends_as_it_does_in_memory_and_every_order_as_in_orchestration_and_recovers_from_faults(
            @TempDir Path out) throws Exception {
        Talk.Outcome memory = inMemory(CHOREOGRAPHY, out.resolve("choreography"));

        Talk.Outcome calm = Talk.watched(
                target,
                FewOrders.lines(),
                CHOREOGRAPHY,
                out,
                console -> new InjectedFaults(console).areRecoveredFrom());

        assertThat(calm.summary().path("style").asText()).isEqualTo("choreography");
        assertSameFigures(FewOrders.SAME_IN_CHOREOGRAPHY, calm, memory);
        assertSameOrders(calm, memory);
        assertSameOrders(calm, inMemory("", out));
        JsonNode cloud = calm.summary().path("cloud");
        assertThat(cloud.path("environment").asText()).isEqualTo("emulator");
        assertThat(Files.readAllLines(out.resolve("events.jsonl")))
                .hasSize((int) cloud.path("records").asLong()
                        - (int) cloud.path("repeatedRecords").asLong())
                .noneMatch(event -> event.contains("ada@example.com"));
    }

    @Test
    final void with_chaos_the_deployed_package_comes_to_the_same_as_the_pipeline_in_memory(@TempDir Path out)
            throws Exception {
        Talk.Outcome memory = inMemory("", out);

        Talk.Outcome chaos = Talk.run(target, FewOrders.lines(), "\"chaos\":true,\"seed\":7,", out);

        assertSameFigures(FewOrders.SAME_EVERYWHERE, chaos, memory);
        assertSameOrders(chaos, memory);
        JsonNode cloud = chaos.summary().path("cloud");
        assertThat(cloud.path("killed").asInt()).isPositive();
        assertThat(cloud.path("faults")).isNotEmpty();
        assertThat(chaos.summary().path("duplicatesSuppressed").asLong()).isPositive();
        assertFunctions(cloud);
        assertChaos(cloud);
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
            assertEnded(children);
            assertThat(foldersOf(talk.process().pid())).isEmpty();
        }
    }

    /** {@return the processes that the target has started, once there are any} */
    static List<ProcessHandle> childrenOf(Talk talk) {
        DeployedOrdersContract.await(
                "processes of functions",
                () -> talk.process().descendants().findAny().isPresent());
        return talk.process().descendants().toList();
    }

    /** Waits until the system has ended the processes: their killer does not wait for that. */
    static void assertEnded(List<ProcessHandle> children) {
        assertThat(children).isNotEmpty();
        DeployedOrdersContract.await(
                "the children's end", () -> children.stream().noneMatch(ProcessHandle::isAlive));
    }

    /** {@return the temporary folders that bear the id of a process} */
    static List<Path> foldersOf(long pid) throws Exception {
        try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return all.filter(file -> file.getFileName().toString().matches("triskel-[a-z]+-" + pid + "-.*"))
                    .toList();
        }
    }
}
