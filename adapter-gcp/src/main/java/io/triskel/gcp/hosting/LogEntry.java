package io.triskel.gcp.hosting;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.triskel.hosting.clock.TickReport;

/** A line of the journal as Cloud Logging takes it, which reads the field {@code severity} (Cloud Logging, "Structured logging"). */
final class LogEntry {
    private static final String NO_TROUBLES = "\"troubles\":[]";

    private LogEntry() {}

    /**
     * {@return the age of a consumer's newest heartbeat, for a metric on the log}
     *
     * @param seconds a warning if the consumer is silent
     */
    static String heartbeat(String consumer, long seconds) {
        String severity = seconds > TickReport.SILENT.toSeconds() ? "WARNING" : "INFO";
        return JsonNodeFactory.instance
                .objectNode()
                .put("heartbeat", consumer)
                .put("ageSeconds", seconds)
                .put("severity", severity)
                .toString();
    }

    /**
     * {@return the line with its severity: a warning if it names a trouble}
     *
     * @param line an object in JSON with a field {@code troubles}
     */
    static String of(String line) {
        String severity = line.contains(NO_TROUBLES) ? "INFO" : "WARNING";
        return line.substring(0, line.length() - 1) + ",\"severity\":\"" + severity + "\"}";
    }
}
