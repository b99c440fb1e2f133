package io.triskel.target.azure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.azure.tables.AzureTables;
import io.triskel.codec.StateCodec;
import io.triskel.hosting.clock.TickReport;
import io.triskel.local.access.CallRights;
import io.triskel.local.function.FunctionMetrics;
import io.triskel.local.function.HostedFunctions;
import io.triskel.orders.deployed.BusReader;
import io.triskel.orders.deployed.CloudFaults;
import io.triskel.orders.deployed.LocalPipeline;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** The deployment as its driver sees it: the clock's function is called with its key and the time. */
final class AzurePipeline extends LocalPipeline {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Deployment deployment;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    /**
     * Presents a deployment to its driver.
     *
     * @param folder removed on close
     */
    AzurePipeline(Path folder, Deployment deployment) {
        super(folder, deployment.archive(), DeploymentPorts.of(deployment), deployment::close);
        this.deployment = deployment;
    }

    @Override
    public URI url() {
        return deployment.app().url();
    }

    @Override
    public BusReader bus() {
        return new HubReader(deployment.hub());
    }

    @Override
    public void tick(Instant now) {
        Optional<TickReport> unused = clock("{\"now\":\"" + now + "\"}");
    }

    @Override
    public long replayParked() {
        return clock("{\"replay\":\"all\"}").map(TickReport::replayed).orElse(0);
    }

    /** {@return what the function did; empty if it failed} */
    private Optional<TickReport> clock(String body) {
        HttpRequest request = HttpRequest.newBuilder(url().resolve("clock"))
                .timeout(PATIENCE)
                .header("x-functions-key", deployment.app().functionKey("tick"))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return answer.statusCode() == 200
                    ? Optional.of(StateCodec.of().decode(answer.body(), TickReport.class))
                    : Optional.empty();
        } catch (IOException failed) {
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public boolean isCaughtUp() {
        return deployment.app().isCaughtUp();
    }

    @Override
    public List<String> behind() {
        return deployment.app().behind().entrySet().stream()
                .filter(function -> function.getValue() > 0)
                .map(function -> function.getKey() + " by " + function.getValue())
                .toList();
    }

    /** The functions have their consumers' names. */
    @Override
    public Map<String, Long> waiting() {
        return deployment.app().behind();
    }

    @Override
    public CloudFaults faults() {
        return new CloudFaults(
                new CloudFaults.Planned(deployment.azure().eventHubs().faults(), "Send"),
                "com.microsoft:server-busy",
                new CloudFaults.Planned(deployment.azure().functions().faults(), "Invoke payment"),
                deployment.app()::killOne,
                deployment.azure().storage()::freeze);
    }

    @Override
    public Object checkpoints() {
        return deployment.app().checkpoints();
    }

    @Override
    public Runnable copyStores() {
        AzureTables tables = new AzureTables(deployment.tables());
        return deployment
                .azure()
                .storage()
                .copyTables(tables.names().stream()
                        .filter(table -> !table.equals(tables.keys()))
                        .toList());
    }

    @Override
    public void replay(Instant from) {
        deployment.app().restartWithoutCheckpoints();
    }

    @Override
    public HostedFunctions functions() {
        return deployment.azure().functions();
    }

    @Override
    public Map<String, ToLongFunction<FunctionMetrics>> ownCounts() {
        return Map.of("retries", FunctionMetrics::retries);
    }

    @Override
    public String busName() {
        return "Event Hubs";
    }

    @Override
    public void describe(ObjectNode cloud) {
        cloud.put("partitions", deployment.hub().partitions().size());
    }

    @Override
    public CallRights rights() {
        return deployment.azure().roles();
    }
}
