package io.triskel.orders.aws.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.codec.StateCodec;
import io.triskel.local.WorkFolder;
import io.triskel.local.access.CallRights;
import io.triskel.local.aws.lambda.InvocationResult;
import io.triskel.local.function.FunctionMetrics;
import io.triskel.local.function.HostedFunctions;
import io.triskel.notify.Credential;
import io.triskel.orders.clock.TickReport;
import io.triskel.orders.deployed.BusReader;
import io.triskel.orders.deployed.DeployedPipeline;
import io.triskel.orders.operation.Past;
import io.triskel.orders.pipeline.Ports;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** The deployment as its driver sees it: the clock is a schedule that is told the time. */
final class AwsPipeline implements DeployedPipeline {
    private static final byte[] REPLAY_ALL = "{\"detail\":{\"replay\":\"all\"}}".getBytes(StandardCharsets.UTF_8);

    private final Path folder;
    private final Deployment deployment;
    private final DeploymentPorts access;

    /**
     * Shows a deployment to its driver.
     *
     * @param folder removed on close
     */
    AwsPipeline(Path folder, Deployment deployment) {
        this.folder = folder;
        this.deployment = deployment;
        access = new DeploymentPorts(deployment);
    }

    @Override
    public URI url() {
        return deployment.url();
    }

    @Override
    public Credential credential() {
        return access.credential();
    }

    @Override
    public Ports ports() {
        return access.ports();
    }

    @Override
    public BusReader bus() {
        return new StreamReader(deployment.stream());
    }

    @Override
    public Optional<Past> past() {
        return Optional.of(access.past());
    }

    @Override
    public boolean hasArchived() {
        return !deployment.archive().isEmpty();
    }

    @Override
    public void tick(Instant now) {
        deployment.tick(now);
    }

    @Override
    public long replayParked() {
        InvocationResult result = deployment.ticking().invoke(REPLAY_ALL).join();
        return result.<Long>fold(AwsPipeline::replayed, failed -> 0L, throttled -> 0L);
    }

    private static long replayed(InvocationResult.Succeeded answer) {
        return StateCodec.of().decode(answer.payload(), TickReport.class).replayed();
    }

    @Override
    public Optional<Map<String, Long>> endings() {
        return deployment.endings();
    }

    @Override
    public boolean isCaughtUp() {
        return deployment.isCaughtUp();
    }

    @Override
    public List<String> behind() {
        return deployment.behind();
    }

    @Override
    public Object checkpoints() {
        return deployment.checkpoints();
    }

    @Override
    public HostedFunctions functions() {
        return deployment.aws().lambda();
    }

    @Override
    public Map<String, ToLongFunction<FunctionMetrics>> ownCounts() {
        return Map.of("throttles", FunctionMetrics::throttles);
    }

    @Override
    public void describe(ObjectNode cloud) {
        cloud.put("shards", deployment.stream().shards().size());
        cloud.put("releases", deployment.releases());
    }

    @Override
    public CallRights rights() {
        return deployment.aws().identities();
    }

    @Override
    public void close() {
        access.close();
        deployment.close();
        WorkFolder.remove(folder);
    }
}
