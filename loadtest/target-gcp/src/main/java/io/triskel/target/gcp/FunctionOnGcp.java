package io.triskel.target.gcp;

import com.google.pubsub.v1.Subscription;
import io.triskel.load.DeployedSite;
import io.triskel.load.function.FunctionTarget;
import io.triskel.load.function.Telling;
import io.triskel.load.process.LoadTarget;
import io.triskel.local.WorkFolder;
import io.triskel.local.gcp.LocalGcp;
import io.triskel.local.gcp.LocalGcpSettings;
import io.triskel.local.gcp.functions.CloudFunction;
import io.triskel.local.gcp.functions.FunctionDefinition;
import io.triskel.target.gcp.function.TimedFunction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** {@link TimedFunction} at level function: the one that is deployed behind a topic for tests, or its jar on this machine. */
final class FunctionOnGcp {
    /** Names the subscription to the topic of reports, which keeps order. */
    private static final String REPORTS_SUBSCRIPTION = "TRISKEL_LOAD_REPORTS_SUBSCRIPTION";

    /** Each has its own JVM. */
    private static final int INSTANCES = 2;

    private static final int CONCURRENCY = 16;
    private static final Duration TIMEOUT = TimedFunction.TIME.plusSeconds(5);

    private FunctionOnGcp() {}

    static LoadTarget open(Map<String, String> environment) {
        if (DeployedSite.isAskedFor(GcpBinding.TARGET, environment)) {
            DeployedSite.require(
                    GcpBinding.TARGET,
                    environment,
                    Map.of(
                            Telling.REPORTS,
                            "the topic that the function reports its invocations to",
                            REPORTS_SUBSCRIPTION,
                            "the subscription to it"));
            GcpBinding deployed = GcpBinding.of(environment);
            GcpTestPorts events = deployed.fresh();
            ExistingNames reports = new ExistingNames(
                    environment.getOrDefault(Telling.REPORTS, ""),
                    environment.getOrDefault(REPORTS_SUBSCRIPTION, ""),
                    events.collections());
            return target(deployed, events, deployed.on(reports), List.of(deployed));
        }
        Path folder = WorkFolder.create("triskel-load-");
        LocalGcp local = LocalGcp.start(LocalGcpSettings.in(folder));
        GcpBinding binding = GcpBinding.over(local);
        GcpTestPorts events = binding.freshBus();
        GcpTestPorts reports = binding.fresh();
        deploy(local, jar(folder), events.topic(), reports.topic());
        return target(binding, events, reports, List.of(binding, local, () -> WorkFolder.remove(folder)));
    }

    private static Path jar(Path folder) {
        try {
            return FunctionJar.ofClassPath(folder.resolve("function.jar"));
        } catch (IOException failed) {
            throw new UncheckedIOException("The function cannot be packed in " + folder, failed);
        }
    }

    private static void deploy(LocalGcp local, Path jar, String events, String reports) {
        CloudFunction function = local.functions()
                .deploy(FunctionDefinition.of("load", jar, TimedFunction.class.getName())
                        .withEnvironment(local.environment())
                        .withEnvironment(Map.of(Telling.REPORTS, reports))
                        .withTimeout(TIMEOUT)
                        .withMaxInstances(INSTANCES)
                        .withConcurrency(CONCURRENCY));
        var unused = local.functions()
                .trigger(
                        local.pubSub()
                                .createSubscription(Subscription.newBuilder()
                                        .setName("projects/" + local.project() + "/subscriptions/load")
                                        .setTopic("projects/" + local.project() + "/topics/" + events)
                                        .setAckDeadlineSeconds(Math.toIntExact(
                                                TIMEOUT.plusSeconds(15).toSeconds()))
                                        .setEnableMessageOrdering(true)
                                        .build()),
                        function);
    }

    private static LoadTarget target(
            GcpBinding binding, GcpTestPorts events, GcpTestPorts reports, List<AutoCloseable> opened) {
        return new FunctionTarget(
                binding.environment(),
                "A function on Cloud Run behind a Pub/Sub subscription that pushes",
                Map.of(),
                events,
                reports,
                opened);
    }
}
