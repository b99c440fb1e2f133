package io.triskel.azure.monitor;

import io.triskel.azure.AzureClients;
import io.triskel.azure.AzureSettings;
import io.triskel.event.Deadline;
import io.triskel.event.PortException;
import io.triskel.notify.Credential;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Publishes what a clock sees as custom metrics of one resource, by the dimension {@code Consumer} in the name space {@code Triskel}: {@code
 * HeartbeatAge} in seconds, and {@code ParkedLanes}. Needs the role <em>Monitoring Metrics Publisher</em> on the resource.
 *
 * <p>A failure is reported and never thrown. It is lasting once nothing was accepted for {@link #LASTING}: alarms on these metrics are then
 * blind, and something else has to say so.
 */
public final class ClockMetrics {
    /** How long a failure may last before alarms are blind; their windows are shorter. */
    public static final Duration LASTING = Duration.ofMinutes(10);

    /** With two slashes, because the audience ends with one ("Ingest custom metrics for an Azure resource using the REST API"). */
    private static final String SCOPE = "https://monitoring.azure.com//.default";

    private static final int SHOWN = 300;

    private final URI address;
    private final Credential credential;
    private final HttpClient http;
    private final InstantSource clock;
    private @Nullable Instant failingSince;

    ClockMetrics(URI resource, Credential credential, HttpClient http, InstantSource clock) {
        this.address = URI.create(resource + "/metrics");
        this.credential = credential;
        this.http = http;
        this.clock = clock;
    }

    /** {@return the metrics of the settings' resource, if they name one} */
    public static Optional<ClockMetrics> configured(AzureSettings settings, AzureClients clients, InstantSource clock) {
        return settings.metrics()
                .map(resource -> new ClockMetrics(
                        resource,
                        clients.tokenCredential(SCOPE, clock),
                        HttpClient.newBuilder()
                                .version(HttpClient.Version.HTTP_1_1)
                                .connectTimeout(settings.connectTimeout())
                                .build(),
                        clock));
    }

    /**
     * Publishes both metrics, with one request each.
     *
     * @param heartbeatAges seconds by consumer
     * @param parkedLanes by consumer
     * @param deadline when to give up
     * @return why it failed
     */
    public synchronized Optional<Trouble> publish(
            Map<String, Long> heartbeatAges, Map<String, Integer> parkedLanes, Deadline deadline) {
        Instant now = clock.instant();
        try {
            post(MetricBody.of("HeartbeatAge", now, heartbeatAges), deadline);
            post(MetricBody.of("ParkedLanes", now, parkedLanes), deadline);
            failingSince = null;
            return Optional.empty();
        } catch (RuntimeException failed) {
            Instant since = failingSince != null ? failingSince : now;
            failingSince = since;
            return Optional.of(new Trouble("metrics: " + failed.getMessage(), !now.isBefore(since.plus(LASTING))));
        }
    }

    private void post(MetricBody metric, Deadline deadline) {
        if (metric.isEmpty()) {
            return;
        }
        byte[] body = metric.bytes();
        Map<String, String> type = Map.of("Content-Type", "application/json");
        HttpRequest.Builder request = HttpRequest.newBuilder(address).POST(BodyPublishers.ofByteArray(body));
        type.forEach(request::setHeader);
        credential.headers("POST", address, type, body, deadline).forEach(request::setHeader);
        Duration left = deadline.remaining(clock);
        if (left.isZero()) {
            throw new PortException("The deadline passed before " + metric.name() + " was published");
        }
        HttpResponse<String> response = send(request.build(), metric.name(), left);
        if (response.statusCode() / 100 != 2) {
            throw new PortException("Azure Monitor did not accept " + metric.name() + " (" + response.statusCode()
                    + "): check region, resource and the role Monitoring Metrics Publisher ("
                    + response.body()
                            .substring(0, Math.min(SHOWN, response.body().length())) + ")");
        }
    }

    /** The request's own time-out would not end a response whose body does not come. */
    private HttpResponse<String> send(HttpRequest request, String metric, Duration left) {
        CompletableFuture<HttpResponse<String>> response = http.sendAsync(request, BodyHandlers.ofString());
        try {
            return response.get(left.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            response.cancel(true);
            throw new PortException("Azure Monitor did not answer for " + metric + " within " + left, late);
        } catch (ExecutionException failed) {
            throw new PortException("Azure Monitor did not answer for " + metric + ": " + failed.getMessage(), failed);
        } catch (InterruptedException interrupted) {
            response.cancel(true);
            Thread.currentThread().interrupt();
            throw new PortException("Interrupted while publishing " + metric, interrupted);
        }
    }

    /**
     * A failure to publish.
     *
     * @param what for people
     * @param lasting whether nothing was accepted for {@link #LASTING}
     */
    public record Trouble(String what, boolean lasting) {}
}
