package io.triskel.target.gcp;

import com.google.pubsub.v1.Subscription;
import io.triskel.benchmarks.ratio.run.ColdStarts;
import io.triskel.benchmarks.ratio.run.Placed;
import io.triskel.gcp.GcpClients;
import io.triskel.gcp.GcpSettings;
import io.triskel.gcp.pubsub.PubSubBus;
import io.triskel.local.FaultPlan;
import io.triskel.local.gcp.functions.CloudFunction;
import io.triskel.local.gcp.functions.EventTrigger;
import io.triskel.local.gcp.functions.FunctionDefinition;
import io.triskel.local.gcp.functions.FunctionHost;
import io.triskel.local.gcp.pubsub.PubSubServer;
import io.triskel.local.gcp.pubsub.PubSubSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The first event of an instance in Google's invoker. */
final class ColdStartRatio {
    private static final String PROJECT = "triskel-local";

    private final Path folder;
    private final PubSubServer pubSub = PubSubServer.start(PubSubSettings.defaults(), new FaultPlan(1));
    private final GcpClients clients = GcpClients.of(
            GcpSettings.from(Map.of("GOOGLE_CLOUD_PROJECT", PROJECT, LocalSite.PUBSUB, pubSub.endpoint())));
    private final FunctionHost host;

    private ColdStartRatio(Path folder) {
        this.folder = folder;
        this.host = FunctionHost.start(folder.resolve("logs"));
    }

    static ColdStarts start(Path folder) throws IOException {
        return new ColdStartRatio(folder).deployed();
    }

    private ColdStarts deployed() throws IOException {
        return new ColdStarts(
                function(
                        "empty function",
                        "a CloudEventsFunction that does nothing, with nothing but its module's classes in the jar; from starting"
                                + " the JVM to the end of its first event, 512 MiB",
                        deploy(
                                "empty",
                                FunctionJar.ofOne(folder.resolve("empty.jar"), EmptyFunction.class),
                                EmptyFunction.class)),
                function(
                        "PubSubFunction",
                        "decodes and settles the same event with a handler that counts, no store; its jar also has the"
                                + " core, the adapter, Google's clients and Jackson; same invoker, same host",
                        deploy(
                                "counting",
                                FunctionJar.ofClassPath(folder.resolve("ours.jar")),
                                CountingFunction.class)),
                List.of(host, clients, pubSub));
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

    private ColdStarts.Function function(String name, String description, EventTrigger trigger) {
        CloudFunction function = trigger.function();
        String topic = function.definition().name();
        return new ColdStarts.Function(
                name,
                description,
                () -> Placed.publish(PubSubBus.of(clients, topic), 1, 1),
                () -> function.metrics().firstInvocations(),
                () -> function.metrics().errors(),
                trigger::isCaughtUp,
                () -> !function.killOne() && function.instances() == 0);
    }
}
