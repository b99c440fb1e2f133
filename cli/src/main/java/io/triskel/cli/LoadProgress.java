package io.triskel.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.triskel.load.workload.Worker;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongBinaryOperator;

/** The progress of a run on one target, in one line: adds up the counts of workers and shows their longest time. */
final class LoadProgress {
    private final String name;
    private final ProgressLine line;
    private final Map<Integer, JsonNode> last = new TreeMap<>();

    /** Begins to show a run. */
    LoadProgress(String name, ProgressLine line) {
        this.name = name;
        this.line = line;
        line.show(name + ": starting");
    }

    /** Shows what a worker answered. */
    synchronized void show(Worker worker, JsonNode answer) {
        if (!answer.path("event").asText().equals("progress")) {
            return;
        }
        last.put(worker.index(), answer);
        line.show(String.format(
                Locale.ROOT,
                "%s: %s, %,d/s, p50 %s, p99 %s, lag %,d, %,d rejected, %d s left",
                name,
                answer.path("phase").asText(),
                all("rate", Long::sum),
                LoadTable.time(all("p50Us", Math::max)),
                LoadTable.time(all("p99Us", Math::max)),
                all("lag", Long::sum),
                all("failed", Long::sum),
                all("secondsLeft", Math::max)));
    }

    private long all(String figure, LongBinaryOperator together) {
        return last.values().stream()
                .mapToLong(each -> each.path(figure).asLong())
                .reduce(together)
                .orElse(0);
    }
}
