package io.triskel.load.size.plan;

import java.util.List;

/**
 * A condition that a plan meets or not, whatever it costs.
 *
 * @param id one of {@link #IDS}
 * @param why what is exceeded or offered, with its figures
 * @param fact id of the documented limit; empty if there is none
 */
public record Gate(String id, boolean passes, String why, String fact) {
    public static final String LOAD = "load";
    public static final String QUOTA = "quota";
    public static final String EVENT_SIZE = "event-size";
    public static final String RETENTION = "retention";
    public static final String ORDER = "order";
    public static final String CONSUMERS = "consumers";
    public static final String OWN_KEYS = "own-keys";
    public static final String REGION = "region";
    public static final String OBJECTIVE = "objective";

    /** In the order in which they are shown. */
    public static final List<String> IDS =
            List.of(LOAD, QUOTA, EVENT_SIZE, RETENTION, ORDER, CONSUMERS, OWN_KEYS, REGION, OBJECTIVE);

    public Gate {
        if (!IDS.contains(id)) {
            throw new IllegalArgumentException("'" + id + "' is not a gate; known: " + String.join(", ", IDS));
        }
    }
}
