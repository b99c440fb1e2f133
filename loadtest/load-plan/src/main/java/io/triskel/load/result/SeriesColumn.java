package io.triskel.load.result;

import java.util.Locale;

/** A column of {@link Series} that this version knows: counts of events in one step, but for lag, percentiles and instances. */
public enum SeriesColumn {
    OFFERED,
    SENT,
    ACCEPTED,
    DELIVERED,
    FAILED,
    THROTTLED,
    LAG,
    P50("p50Us"),
    P99("p99Us"),
    COLD,
    INSTANCES;

    private final String id;

    SeriesColumn() {
        this.id = name().toLowerCase(Locale.ROOT);
    }

    SeriesColumn(String id) {
        this.id = id;
    }

    /** {@return its name in files} */
    public String id() {
        return id;
    }
}
