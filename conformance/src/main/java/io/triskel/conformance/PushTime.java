package io.triskel.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;

/**
 * The time of a push, which has one event: an adapter may retry it in place in the first half of that time. In the cases a failure takes
 * longer than that, so that each call of the handler is one push.
 */
final class PushTime {
    static final int MILLIS = 20_000;

    /** Between two pushes: longer than a failure takes. */
    static final Duration BETWEEN = Duration.ofSeconds(12);

    private static final int FAILURE_MILLIS = 11_000;

    private PushTime() {}

    /** {@return a script whose failures take their time} */
    static ObjectNode used(ObjectNode script) {
        ObjectNode used = Json.object();
        script.properties().forEach(event -> {
            ArrayNode steps = used.putArray(event.getKey());
            for (JsonNode step : event.getValue()) {
                String word = step.asText();
                steps.add(isFailure(word) ? word + ":" + FAILURE_MILLIS : word);
            }
        });
        return used;
    }

    private static boolean isFailure(String word) {
        return List.of("fail", "park", "port", "not-yet").contains(word);
    }
}
