package io.triskel.orders.gcp.local;

import com.google.protobuf.util.Durations;
import com.google.pubsub.v1.RetryPolicy;
import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.Topic;
import io.triskel.gcp.firestore.FirestoreCollections;
import io.triskel.local.ZipFolder;
import io.triskel.local.gcp.LocalGcp;
import io.triskel.local.gcp.LocalGcpSettings;
import io.triskel.local.gcp.functions.CloudFunction;
import io.triskel.local.gcp.functions.EventTrigger;
import io.triskel.local.gcp.functions.FunctionDefinition;
import io.triskel.local.gcp.functions.Schedule;
import io.triskel.local.gcp.pubsub.PubSubTopic;
import io.triskel.orders.gcp.OrderFunctions;
import io.triskel.orders.pipeline.Style;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The package deployed as a team would deploy it: a topic, a database with its exemptions from indexing, a function behind
 * HTTP, one for the clock, and one for each consumer with a subscription of its own.
 */
final class Deployment implements AutoCloseable {
    static final String TOPIC = "orders";

    /** The prefix of the collections' names. */
    static final String COLLECTIONS = "orders";

    private static final long MOST_UNZIPPED = 200L << 20;
    private static final int MEMORY_MIB = 256;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** Longer than a function may take, or an event is handed over again that is still worked on. */
    private static final Duration ACK_DEADLINE = Duration.ofSeconds(60);

    private static final Duration RETRY_FIRST = Duration.ofMillis(100);
    private static final Duration RETRY_LAST = Duration.ofSeconds(2);

    /** For who reads all of it, and to go back to a moment. */
    private static final Duration RETENTION = Duration.ofDays(1);

    /** One JVM each, with several events at a time in it, is what a laptop has room for. */
    private static final int INSTANCES = 1;

    private static final int CONCURRENCY = 10;

    /** The quick compiler starts soonest; see the adapter's README. */
    private static final Map<String, String> QUICK_START = Map.of("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1");

    private final LocalGcp gcp;
    private final PubSubTopic topic;
    private final Map<String, CloudFunction> functions = new LinkedHashMap<>();
    private final Map<String, EventTrigger> triggers = new LinkedHashMap<>();
    private final Schedule clock;
    private final URI url;
    private final DeploymentPorts access;

    private Deployment(LocalGcp gcp, Path jar, OrderFunctions orders, Optional<Duration> clockRate) {
        this.gcp = gcp;
        topic = gcp.pubSub()
                .createTopic(Topic.newBuilder()
                        .setName("projects/" + gcp.project() + "/topics/" + orders.topic())
                        .setMessageRetentionDuration(Durations.fromNanos(RETENTION.toNanos()))
                        .build());
        orders.layouts()
                .forEach(layout -> layout.exempt()
                        .forEach(field -> gcp.firestore().exemptions().add(layout.collection(), field)));
        url = gcp.functions().url(deploy(jar, orders.http(), "http")).uri().resolve("/");
        CloudFunction ticking = deploy(jar, orders.clock(url), "http");
        clock = clockRate
                .map(rate -> gcp.functions().schedule("orders", rate, ticking, "/"))
                .orElseGet(() -> gcp.functions().schedule("orders", ticking, "/"));
        access = new DeploymentPorts(ticking.definition().environment());
        Map<String, String> filters = orders.filters(access.ports());
        orders.consumers(url)
                .forEach((consumer, function) -> triggers.put(
                        consumer,
                        trigger(consumer, filters.getOrDefault(consumer, ""), deploy(jar, function, "cloudevent"))));
    }

    /** Deployed with a trigger, a function is told by which of its interfaces it is called. */
    private CloudFunction deploy(Path jar, OrderFunctions.Function function, String signature) {
        CloudFunction deployed = gcp.functions()
                .deploy(FunctionDefinition.of(function.name(), jar, function.entryPoint())
                        .withEnvironment(Map.of("FUNCTION_SIGNATURE_TYPE", signature))
                        .withEnvironment(QUICK_START)
                        .withMemoryMiB(MEMORY_MIB)
                        .withTimeout(TIMEOUT)
                        .withEnvironment(gcp.environment())
                        .withEnvironment(function.environment())
                        .withMaxInstances(INSTANCES)
                        .withConcurrency(CONCURRENCY));
        functions.put(function.name(), deployed);
        return deployed;
    }

    private EventTrigger trigger(String consumer, String filter, CloudFunction function) {
        Subscription subscription = Subscription.newBuilder()
                .setName("projects/" + gcp.project() + "/subscriptions/" + consumer)
                .setTopic(topic.name())
                .setEnableMessageOrdering(true)
                .setFilter(filter)
                .setAckDeadlineSeconds((int) ACK_DEADLINE.toSeconds())
                .setRetryPolicy(RetryPolicy.newBuilder()
                        .setMinimumBackoff(Durations.fromNanos(RETRY_FIRST.toNanos()))
                        .setMaximumBackoff(Durations.fromNanos(RETRY_LAST.toNanos())))
                .build();
        return gcp.functions().trigger(gcp.pubSub().createSubscription(subscription), function);
    }

    /**
     * Starts the local Google Cloud and deploys into it.
     *
     * @param zip the deployment package
     * @param clockRate how often the clock's function is called; empty for only when it is told to
     * @throws RuntimeException if anything does not start; whatever had started is ended again
     */
    static Deployment start(LocalGcpSettings settings, Path zip, Style style, Optional<Duration> clockRate) {
        Path source = settings.folder().resolve("source");
        ZipFolder.unzip(zip, source, MOST_UNZIPPED);
        LocalGcp gcp = LocalGcp.start(settings);
        try {
            return new Deployment(
                    gcp,
                    source.resolve("functions.jar"),
                    new OrderFunctions(new FirestoreCollections(COLLECTIONS), TOPIC, style),
                    clockRate);
        } catch (RuntimeException failed) {
            gcp.close();
            throw failed;
        }
    }

    LocalGcp gcp() {
        return gcp;
    }

    PubSubTopic topic() {
        return topic;
    }

    /** {@return all functions by name} */
    Map<String, CloudFunction> functions() {
        return functions;
    }

    /** {@return what calls the function of the clock} */
    Schedule clock() {
        return clock;
    }

    /** {@return the address of the function behind HTTP, ending in a slash} */
    URI url() {
        return url;
    }

    /** {@return the way to the stores} */
    DeploymentPorts access() {
        return access;
    }

    /** {@return whether all that was published was settled by every consumer} */
    boolean isCaughtUp() {
        return triggers.values().stream().allMatch(EventTrigger::isCaughtUp);
    }

    /** {@return the consumers that are behind, with how many events} */
    List<String> behind() {
        return triggers.entrySet().stream()
                .filter(trigger -> !trigger.getValue().isCaughtUp())
                .map(trigger -> trigger.getKey() + " by "
                        + trigger.getValue().subscription().backlog())
                .toList();
    }

    /** {@return how far each consumer is} */
    List<Object> positions() {
        return triggers.values().stream().map(EventTrigger::position).toList();
    }

    @Override
    public void close() {
        access.close();
        gcp.close();
    }
}
