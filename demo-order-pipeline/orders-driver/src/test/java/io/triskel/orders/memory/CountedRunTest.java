package io.triskel.orders.memory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.observe.Observer;
import io.triskel.orders.pipeline.Style;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What {@code size} takes an order to do in its stores is what a run of the committed orders does. */
class CountedRunTest {
    private static final String ACCEPT = "triskel.golden.accept";
    private static final Path COMMITTED =
            Path.of("../../loadtest/load-plan/src/main/resources/io/triskel/load/size/requests.json");

    @Test
    void the_committed_work_of_orders_is_that_of_a_run() throws IOException {
        CountedRun run = CountedRun.inMemory(Runs.committed());

        String text = Files.readString(COMMITTED);
        String counted = "{\n  \"orders\": " + run.orders() + ",\n  \"done\": " + json(run.operations())
                + ",\n  \"streamReads\": " + json(run.streamReads()) + ",\n  \"eventBytes\": " + eventBytes() + ",\n"
                + text.substring(text.indexOf("  \"table\""));
        if (Boolean.getBoolean(ACCEPT)) {
            Files.writeString(COMMITTED, counted);
        }

        assertThat(COMMITTED)
                .as("run this test with -D%s=true and commit what it writes, if the change is meant", ACCEPT)
                .content()
                .isEqualToNormalizingNewlines(counted);
    }

    /** The mean size on the bus of the events that come from a stream. */
    private static long eventBytes() {
        List<byte[]> sourced = new ArrayList<>();
        MemoryPipeline pipeline = new MemoryPipeline(
                Style.ORCHESTRATION,
                Chaos.none(),
                1,
                event -> {
                    if (new String(event.get(), UTF_8).contains("\"triskelpattern\":\"sourced\"")) {
                        sourced.add(event.get());
                    }
                },
                Observer.none());
        Runs.of(pipeline, Runs.committed(), new ArrayList<>());
        return Math.round(
                sourced.stream().mapToInt(event -> event.length).average().orElseThrow());
    }

    private static String json(Map<?, Long> counts) {
        StringJoiner fields = new StringJoiner(", ", "{", "}");
        new TreeMap<>(counts).forEach((what, times) -> fields.add("\"" + what + "\": " + times));
        return fields.toString();
    }
}
