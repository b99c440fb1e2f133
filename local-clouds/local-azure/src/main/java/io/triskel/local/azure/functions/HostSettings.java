package io.triskel.local.azure.functions;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The settings of a host.json that this host applies.
 *
 * @param timeout of an execution, empty without limit
 * @param minBatch the number of events a batch waits for, at most {@code maxWait} long
 * @param batchesPerCheckpoint the number of a partition's batches between two checkpoints
 */
record HostSettings(
        String routePrefix,
        Optional<Duration> timeout,
        int maxBatch,
        int minBatch,
        Duration maxWait,
        int batchesPerCheckpoint) {
    /** The default of the Flex Consumption, Premium and Dedicated plans ("Function app time-out duration"). */
    private static final String TIMEOUT = "00:30:00";

    /**
     * Reads a host.json; the defaults are those of "host.json reference" and of the Event Hubs extension from version 5.
     *
     * @param problems receives the errors found
     */
    static HostSettings of(JsonNode host, List<String> problems) {
        if (!host.path("version").asText("").equals("2.0")) {
            problems.add("host.json has version 2.0, this one " + host.path("version"));
        }
        if (host.path("extensionBundle").path("id").asText("").isEmpty()) {
            problems.add("host.json names an extensionBundle, or the service has no Event Hubs trigger");
        }
        JsonNode hubs = host.path("extensions").path("eventHubs");
        if (!hubs.path("initialOffsetOptions").path("type").asText("fromStart").equalsIgnoreCase("fromStart")) {
            problems.add("host.json: initialOffsetOptions other than fromStart are not emulated");
        }
        String timeout = host.path("functionTimeout").asText(TIMEOUT);
        HostSettings settings = new HostSettings(
                host.path("extensions").path("http").path("routePrefix").asText("api"),
                timeout.equals("-1") ? Optional.empty() : Optional.of(TimeSpan.parse(timeout, problems)),
                hubs.path("maxEventBatchSize").asInt(100),
                hubs.path("minEventBatchSize").asInt(1),
                TimeSpan.parse(hubs.path("maxWaitTime").asText("00:01:00"), problems),
                hubs.path("batchCheckpointFrequency").asInt(1));
        if (settings.maxBatch < 1 || settings.minBatch < 1 || settings.minBatch > settings.maxBatch) {
            problems.add("host.json: 1 <= minEventBatchSize <= maxEventBatchSize, these are " + settings.minBatch
                    + " and " + settings.maxBatch);
        }
        if (settings.batchesPerCheckpoint < 1) {
            problems.add("host.json: batchCheckpointFrequency is at least 1, not " + settings.batchesPerCheckpoint);
        }
        return settings;
    }
}
