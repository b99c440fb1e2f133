package io.triskel.aws.hosting;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.hosting.clock.TickReport;
import java.time.Instant;
import java.util.List;

/**
 * The ages of heartbeats as CloudWatch's metric {@code HeartbeatAge}: lines of the log in embedded metric format, which cost no
 * call (CloudWatch user guide, "Specification: Embedded metric format"). The log's format is text: JSON would wrap the lines.
 */
final class HeartbeatMetric {
    private HeartbeatMetric() {}

    /**
     * {@return a line for each consumer}
     *
     * @param clock the name of the clock's function, which tells deployments apart
     */
    static List<String> of(TickReport report, String clock, Instant now) {
        return report.heartbeatAges().entrySet().stream()
                .map(age -> line(clock, age.getKey(), age.getValue(), now))
                .toList();
    }

    private static String line(String clock, String consumer, long age, Instant now) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        ObjectNode metrics = line.putObject("_aws")
                .put("Timestamp", now.toEpochMilli())
                .putArray("CloudWatchMetrics")
                .addObject()
                .put("Namespace", "Triskel");
        metrics.putArray("Dimensions").addArray().add("Clock").add("Consumer");
        metrics.putArray("Metrics").addObject().put("Name", "HeartbeatAge").put("Unit", "Seconds");
        line.put("Clock", clock).put("Consumer", consumer).put("HeartbeatAge", age);
        return line.toString();
    }
}
