package io.triskel.target.gcp.soak;

import com.google.pubsub.v1.RetryPolicy;
import com.google.pubsub.v1.Subscription;
import io.triskel.benchmarks.soak.Assignment;
import io.triskel.benchmarks.soak.EveryEvent;
import io.triskel.benchmarks.soak.LocalSoak;
import io.triskel.benchmarks.soak.Numbered;
import io.triskel.benchmarks.soak.SampledEvents;
import io.triskel.benchmarks.soak.SoakSettings;
import io.triskel.gcp.GcpSettings;
import io.triskel.gcp.pubsub.TypeFilter;
import io.triskel.local.Fault;
import io.triskel.local.Parts;
import io.triskel.local.function.FunctionMetrics;
import io.triskel.local.gcp.LocalGcp;
import io.triskel.local.gcp.LocalGcpSettings;
import io.triskel.local.gcp.functions.CloudFunction;
import io.triskel.local.gcp.functions.EventTrigger;
import io.triskel.local.gcp.functions.FunctionDefinition;
import io.triskel.local.gcp.pubsub.PubSubSubscription;
import io.triskel.local.gcp.pubsub.PubSubTopic;
import io.triskel.target.gcp.FunctionJar;
import io.triskel.target.gcp.GcpBinding;
import io.triskel.target.gcp.GcpTestPorts;
import io.triskel.target.gcp.PubSubAdmin;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A local Google Cloud with a function per consumer, where calls of Pub/Sub and Firestore go wrong and the subscriptions go back in
 * time.
 */
final class GcpSoak extends LocalSoak<GcpTestPorts> {
    private static final Duration TIMEOUT = SoakClients.TIME.plusSeconds(5);
    private static final Duration ACK_DEADLINE = TIMEOUT.plusSeconds(15);
    private static final int INSTANCES = 2;
    private static final int CONCURRENCY = 16;
    private static final Duration BACK_IN_TIME = Duration.ofSeconds(2);

    private final LocalGcp local;
    private final PubSubTopic topic;
    private final List<EventTrigger> triggers;

    private GcpSoak(SoakSettings settings, LocalGcp local, GcpBinding binding, Path jar) {
        super(local, binding, binding.freshBus());
        this.local = local;
        this.topic = local.pubSub().topic(resource("topics", ports().topic()));
        this.triggers = List.of(
                deploy(settings, jar, EveryEvent.NAME, "", EveryEventFunction.class),
                deploy(
                        settings,
                        jar,
                        SampledEvents.NAME,
                        TypeFilter.of(Set.of(Numbered.SAMPLED_TYPE)),
                        InboxFunction.class));
    }

    static GcpSoak start(SoakSettings settings, Path folder) throws IOException {
        Path jar = FunctionJar.ofClassPath(folder.resolve("soak.jar"));
        return Parts.over(
                LocalGcp.start(LocalGcpSettings.in(folder).withSeed(settings.seed())),
                local -> new GcpSoak(settings, local, GcpBinding.over(local), jar));
    }

    private String resource(String kind, String id) {
        return "projects/" + local.project() + "/" + kind + "/" + id;
    }

    /** Deploys a function as a deployment would, except for short back-offs. */
    private EventTrigger deploy(SoakSettings settings, Path jar, String name, String filter, Class<?> target) {
        CloudFunction function = local.functions()
                .deploy(FunctionDefinition.of(name, jar, target.getName())
                        .withEnvironment(local.environment())
                        .withEnvironment(
                                Assignment.variables(ports().collections().prefix(), settings))
                        .withTimeout(TIMEOUT)
                        .withMaxInstances(INSTANCES)
                        .withConcurrency(CONCURRENCY));
        return local.functions()
                .trigger(
                        local.pubSub()
                                .createSubscription(Subscription.newBuilder()
                                        .setName(resource("subscriptions", name))
                                        .setTopic(topic.name())
                                        .setFilter(filter)
                                        .setAckDeadlineSeconds(Math.toIntExact(ACK_DEADLINE.toSeconds()))
                                        .setEnableMessageOrdering(true)
                                        .setRetainAckedMessages(true)
                                        .setRetryPolicy(RetryPolicy.newBuilder()
                                                .setMinimumBackoff(duration(Duration.ofMillis(100)))
                                                .setMaximumBackoff(duration(Duration.ofSeconds(1))))
                                        .build()),
                        function);
    }

    private static com.google.protobuf.Duration duration(Duration of) {
        return com.google.protobuf.Duration.newBuilder()
                .setSeconds(of.toSeconds())
                .setNanos(of.toNanosPart())
                .build();
    }

    @Override
    public void arm() {
        Fault unavailable = new Fault.Refused("UNAVAILABLE");
        Fault failed = new Fault.Failed();
        Fault lost = new Fault.LostResponse();
        Fault slow = new Fault.Slow(Duration.ofMillis(50));
        local.pubSub()
                .faults()
                .next(1, "Publish", unavailable)
                .next(1, "Publish", failed)
                .next(1, "Publish", lost)
                .often(0.005, "Publish", unavailable)
                .often(0.002, "Publish", failed)
                .often(0.005, "Publish", lost)
                .often(0.005, "Publish", slow)
                .often(0.002, "Redeliver", failed)
                .often(0.002, "Push", failed)
                .often(0.002, "Push", lost);
        local.functions().faults().often(0.002, "Invoke", failed).often(0.002, "Invoke", lost);
        local.firestore()
                .faults()
                .next(1, "Commit", unavailable)
                .next(1, "Commit", lost)
                .often(0.005, "Commit", unavailable)
                .often(0.002, "Commit", failed)
                .often(0.005, "Commit", lost)
                .often(0.002, "Commit", new Fault.Refused("ABORTED"))
                .often(0.005, "Commit", slow)
                .often(0.002, "BatchGetDocuments", unavailable);
    }

    /** Redelivers messages that were acknowledged a moment ago, all together, in addition to those under way. */
    @Override
    public void disturb(int part, int parts) {
        if (part == parts / 3 || part == 2 * parts / 3) {
            try (PubSubAdmin admin = PubSubAdmin.of(GcpSettings.from(local.environment()))) {
                triggers.forEach(trigger -> rewind(admin, trigger.subscription()));
            }
            planned("subscriptions sent back in time");
        }
    }

    /** Never goes to a time after an unacknowledged message: going there acknowledges all earlier messages. */
    private static void rewind(PubSubAdmin admin, PubSubSubscription subscription) {
        Instant oldest = subscription.messages().stream()
                .findFirst()
                .map(message -> Instant.ofEpochSecond(
                        message.getPublishTime().getSeconds(),
                        message.getPublishTime().getNanos()))
                .orElseGet(Instant::now);
        admin.rewind(subscription.name(), oldest.minus(BACK_IN_TIME));
    }

    /** Kills only after the function's first instance has started: before that, there is nothing to interrupt. */
    @Override
    public boolean kill(int kill) {
        CloudFunction function = triggers.get(kill % triggers.size()).function();
        return !function.metrics().coldStarts().isEmpty() && function.killOne();
    }

    @Override
    public long handed() {
        return topic.published()
                - triggers.stream()
                        .mapToInt(trigger -> trigger.subscription().backlog())
                        .max()
                        .orElseThrow();
    }

    @Override
    public boolean isCaughtUp() {
        return triggers.stream().allMatch(EventTrigger::isCaughtUp);
    }

    @Override
    public long onTheBus() {
        return topic.published();
    }

    @Override
    protected List<Map<String, Long>> byChance() {
        return List.of(
                local.pubSub().faults().injected(),
                local.functions().faults().injected(),
                local.firestore().faults().injected());
    }

    @Override
    public Map<String, Map<String, Long>> functions() {
        Map<String, Map<String, Long>> functions = new TreeMap<>();
        triggers.forEach(trigger -> functions.put(
                trigger.function().definition().name(),
                counts(trigger.function().metrics())));
        return functions;
    }

    private static Map<String, Long> counts(FunctionMetrics metrics) {
        return new TreeMap<>(Map.of(
                "invocations", metrics.invocations(),
                "errors", metrics.errors(),
                "timeouts", metrics.timeouts(),
                "throttles", metrics.throttles(),
                "coldStarts", (long) metrics.coldStarts().size()));
    }
}
