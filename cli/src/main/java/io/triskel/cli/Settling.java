package io.triskel.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.triskel.load.workload.Worker;
import java.util.HashMap;
import java.util.Map;

/** Finds out from the progress of all workers on one bus when all their events have come, which none of them can tell alone. */
final class Settling {
    private final int consumers;
    private final int workers;
    private final boolean canTell;
    private final Map<Integer, JsonNode> last = new HashMap<>();
    private boolean told;

    /** @param consumers of which each sees all events */
    Settling(int consumers, Workers workers) {
        this.consumers = consumers;
        this.workers = workers.count();
        this.canTell = !workers.isPart();
    }

    /** Takes a worker's answer; {@return true once, when no worker sends any more and each event that was due has come} */
    synchronized boolean isSettled(Worker worker, JsonNode answer) {
        if (!canTell || told || !answer.path("event").asText().equals("progress")) {
            return false;
        }
        last.put(worker.index(), answer);
        told = last.size() == workers
                && last.values().stream().noneMatch(each -> each.path("sending").asBoolean())
                && sum("seen") == consumers * sum("due");
        return told;
    }

    private long sum(String count) {
        return last.values().stream()
                .mapToLong(each -> each.path(count).asLong())
                .sum();
    }
}
