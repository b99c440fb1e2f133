package io.triskel.orders.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
                + ",\n  \"streamReads\": " + json(run.streamReads()) + ",\n"
                + text.substring(text.indexOf("  \"table\""));
        if (Boolean.getBoolean(ACCEPT)) {
            Files.writeString(COMMITTED, counted);
        }

        assertThat(COMMITTED)
                .as("run this test with -D%s=true and commit what it writes, if the change is meant", ACCEPT)
                .content()
                .isEqualToNormalizingNewlines(counted);
    }

    private static String json(Map<?, Long> counts) {
        StringJoiner fields = new StringJoiner(", ", "{", "}");
        new TreeMap<>(counts).forEach((what, times) -> fields.add("\"" + what + "\": " + times));
        return fields.toString();
    }
}
