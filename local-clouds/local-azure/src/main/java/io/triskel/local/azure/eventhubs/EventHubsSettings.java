package io.triskel.local.azure.eventhubs;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The settings of a local Event Hubs namespace.
 *
 * @param quotas whether the limits of the throughput units apply
 * @param throughputUnits each gives 1 MB/s or 1,000 events/s in, and 2 MB/s or 4,096 events/s out, for all hubs together
 * @param retention events older than this are forgotten; empty to keep them while the server runs
 * @param maxStoredBytes above this the server rejects events with an error, instead of silently dropping old ones
 * @param namespace its name, as in Capture's paths
 * @param threads that serve connections
 * @param idleTimeout the time without a frame from a client after which its connection is closed; 4 minutes in the
 *     service
 * @param clock decides enqueued times, retention, quotas and Capture's windows
 */
public record EventHubsSettings(
        boolean quotas,
        int throughputUnits,
        Optional<Duration> retention,
        long maxStoredBytes,
        String namespace,
        int threads,
        Duration idleTimeout,
        InstantSource clock) {
    public EventHubsSettings {
        if (throughputUnits < 1 || throughputUnits > 40) {
            throw new IllegalArgumentException("throughputUnits must be 1 to 40, not " + throughputUnits);
        }
        if (!namespace.matches("[a-zA-Z][a-zA-Z0-9-]{4,48}[a-zA-Z0-9]")) {
            throw new IllegalArgumentException("namespace must be a name such as orders-west, not " + namespace);
        }
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, not " + threads);
        }
        if (idleTimeout.toMillis() < 1000) {
            throw new IllegalArgumentException("idleTimeout must be at least one second, not " + idleTimeout);
        }
    }

    /** No quotas, everything kept, at most half of the heap. */
    public static EventHubsSettings defaults() {
        return new EventHubsSettings(
                false,
                1,
                Optional.empty(),
                Runtime.getRuntime().maxMemory() / 2,
                "triskel-local",
                2,
                Duration.ofMinutes(4),
                InstantSource.system());
    }

    public EventHubsSettings withQuotas(int units) {
        return new EventHubsSettings(true, units, retention, maxStoredBytes, namespace, threads, idleTimeout, clock);
    }

    public EventHubsSettings withRetention(Duration newRetention) {
        return new EventHubsSettings(
                quotas,
                throughputUnits,
                Optional.of(newRetention),
                maxStoredBytes,
                namespace,
                threads,
                idleTimeout,
                clock);
    }

    public EventHubsSettings withMaxStoredBytes(long bytes) {
        return new EventHubsSettings(quotas, throughputUnits, retention, bytes, namespace, threads, idleTimeout, clock);
    }

    public EventHubsSettings withNamespace(String name) {
        return new EventHubsSettings(
                quotas, throughputUnits, retention, maxStoredBytes, name, threads, idleTimeout, clock);
    }

    public EventHubsSettings withThreads(int count) {
        return new EventHubsSettings(
                quotas, throughputUnits, retention, maxStoredBytes, namespace, count, idleTimeout, clock);
    }

    public EventHubsSettings withIdleTimeout(Duration time) {
        return new EventHubsSettings(
                quotas, throughputUnits, retention, maxStoredBytes, namespace, threads, time, clock);
    }

    public EventHubsSettings withClock(InstantSource newClock) {
        return new EventHubsSettings(
                quotas, throughputUnits, retention, maxStoredBytes, namespace, threads, idleTimeout, newClock);
    }
}
