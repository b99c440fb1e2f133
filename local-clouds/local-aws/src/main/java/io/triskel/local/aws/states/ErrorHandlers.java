package io.triskel.local.aws.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the retrier or catcher of a state that handles an error. */
record ErrorHandlers(JsonNode state, String error) {
    /**
     * {@return the pause before another attempt, which is counted; empty if there is no further attempt}
     *
     * @param tries how often each retrier was used, by its index
     */
    Optional<Duration> retry(Map<Integer, Integer> tries) {
        JsonNode retriers = state.path("Retry");
        for (int i = 0; i < retriers.size(); i++) {
            JsonNode retrier = retriers.get(i);
            if (handles(retrier)) {
                int tried = tries.getOrDefault(i, 0);
                // Specification, "Retrying After Error": by default 3 attempts, 1 s, factor 2.
                if (tried >= retrier.path("MaxAttempts").asInt(3)) {
                    return Optional.empty();
                }
                tries.put(i, tried + 1);
                return Optional.of(pause(retrier, tried));
            }
        }
        return Optional.empty();
    }

    private static Duration pause(JsonNode retrier, int tried) {
        double seconds = retrier.path("IntervalSeconds").asLong(1)
                * Math.pow(retrier.path("BackoffRate").asDouble(2), tried);
        return Duration.ofMillis(
                (long) (Math.min(seconds, retrier.path("MaxDelaySeconds").asDouble(31_622_400)) * 1000));
    }

    Optional<JsonNode> catcher() {
        for (JsonNode catcher : state.path("Catch")) {
            if (handles(catcher)) {
                return Optional.of(catcher);
            }
        }
        return Optional.empty();
    }

    /** {@code States.TaskFailed} covers all errors but a time-out (developer guide, "Error names"). */
    private boolean handles(JsonNode handler) {
        for (JsonNode name : handler.path("ErrorEquals")) {
            boolean all = name.asText().equals("States.ALL")
                    || (name.asText().equals("States.TaskFailed")
                            && !Set.of("States.Timeout", Paths.NOWHERE).contains(error));
            if (all || name.asText().equals(error)) {
                return true;
            }
        }
        return false;
    }
}
