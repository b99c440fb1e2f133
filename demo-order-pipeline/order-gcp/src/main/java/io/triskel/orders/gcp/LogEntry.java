package io.triskel.orders.gcp;

/** A line of the journal as Cloud Logging takes it, which reads the field {@code severity} (Cloud Logging, "Structured logging"). */
final class LogEntry {
    private static final String NO_TROUBLES = "\"troubles\":[]";

    private LogEntry() {}

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
