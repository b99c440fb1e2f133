package io.triskel.load.gcp;

import com.google.pubsub.v1.Subscription;
import io.triskel.gcp.GcpClients;
import io.triskel.gcp.GcpSettings;
import io.triskel.gcp.pubsub.PubSubBus;
import io.triskel.load.ratio.Comparison;
import io.triskel.load.ratio.Goal;
import io.triskel.load.ratio.Measure;
import io.triskel.load.ratio.Sample;
import io.triskel.load.ratio.Side;
import io.triskel.load.ratio.run.Placed;
import io.triskel.load.ratio.run.RatioTarget;
import io.triskel.local.Await;
import io.triskel.local.FaultPlan;
import io.triskel.local.WorkFolder;
import io.triskel.local.gcp.functions.CloudFunction;
import io.triskel.local.gcp.functions.EventTrigger;
import io.triskel.local.gcp.functions.FunctionDefinition;
import io.triskel.local.gcp.functions.FunctionHost;
import io.triskel.local.gcp.pubsub.PubSubServer;
import io.triskel.local.gcp.pubsub.PubSubSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** From starting an instance's JVM to the end of its first event, in Google's invoker: ours against an empty one. */
final class ColdStartRatio implements RatioTarget.ColdStarts {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PROJECT = "triskel-local";

    private final Path folder;
    private final PubSubServer pubSub;
    private final GcpClients clients;
    private final FunctionHost host;
    private final EventTrigger empty;
    private final EventTrigger ours;

    private ColdStartRatio(Path folder) throws IOException {
        this.folder = folder;
        pubSub = PubSubServer.start(PubSubSettings.defaults(), new FaultPlan(1));
        clients = GcpClients.of(
                GcpSettings.from(Map.of("GOOGLE_CLOUD_PROJECT", PROJECT, LocalPlace.PUBSUB, pubSub.endpoint())));
        host = FunctionHost.start(folder.resolve("logs"));
        empty = deploy(
                "empty", FunctionJar.ofOne(folder.resolve("empty.jar"), EmptyFunction.class), EmptyFunction.class);
        ours = deploy("counting", FunctionJar.ofClassPath(folder.resolve("ours.jar")), CountingFunction.class);
    }

    static ColdStartRatio start() throws IOException {
        Path folder = WorkFolder.create("triskel-ratios-");
        try {
            return new ColdStartRatio(folder);
        } catch (IOException | RuntimeException e) {
            WorkFolder.remove(folder);
            throw e;
        }
    }

    private EventTrigger deploy(String name, Path jar, Class<?> function) {
        String topic = "projects/" + PROJECT + "/topics/" + name;
        pubSub.createTopic(topic);
        return host.trigger(
                pubSub.createSubscription(Subscription.newBuilder()
                        .setName("projects/" + PROJECT + "/subscriptions/" + name)
                        .setTopic(topic)
                        .setAckDeadlineSeconds(60)
                        .setEnableMessageOrdering(true)
                        .build()),
                host.deploy(FunctionDefinition.of(name, jar, function.getName()).withMaxInstances(1)));
    }

    @Override
    public Comparison comparison() {
        return new Comparison(
                "cold start",
                new Side(
                        "empty function",
                        "a CloudEventsFunction that does nothing, with nothing but its module's classes in the jar; from starting"
                                + " the JVM to the end of its first event, 512 MiB",
                        () -> start(empty)),
                new Side(
                        "PubSubFunction",
                        "decodes and settles the same event with a handler that counts, no store; its jar has the core, the"
                                + " adapter, Google's clients and Jackson besides; same invoker, same host",
                        () -> start(ours)),
                List.of(new Goal(Measure.TIME, 1.5)));
    }

    private Sample start(EventTrigger trigger) {
        CloudFunction function = trigger.function();
        String name = function.definition().name();
        int before = function.metrics().firstInvocations().size();
        Placed.publish(new PubSubBus(() -> clients.publisher(name), InstantSource.system()), 1, 1);
        Await.until(
                "the first event",
                PATIENCE,
                () -> function.metrics().firstInvocations().size() > before && trigger.isCaughtUp());
        Duration took = function.metrics().firstInvocations().get(before);
        if (function.metrics().errors() > 0) {
            throw new IllegalStateException(name + " did not handle its event; see " + function.logs());
        }
        Await.until("the instance's end", PATIENCE, () -> !function.killOne() && function.instances() == 0);
        return new Sample(1, took.toNanos(), 0);
    }

    @Override
    public void close() {
        host.close();
        clients.close();
        pubSub.close();
        WorkFolder.remove(folder);
    }
}
