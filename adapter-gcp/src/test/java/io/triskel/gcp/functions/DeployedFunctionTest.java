package io.triskel.gcp.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.fasterxml.jackson.module.paramnames.ParameterNamesModule;
import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.PushConfig;
import com.google.pubsub.v1.Subscription;
import io.grpc.Context;
import io.triskel.codec.EventCodec;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.OrderingKey;
import io.triskel.gcp.GcpClients;
import io.triskel.gcp.GcpSettings;
import io.triskel.gcp.functions.fixture.NotesFunction;
import io.triskel.gcp.functions.fixture.NotesFunction.Noted;
import io.triskel.gcp.pubsub.PubSubBus;
import io.triskel.local.Await;
import io.triskel.local.gcp.LocalGcp;
import io.triskel.local.gcp.LocalGcpSettings;
import io.triskel.local.gcp.functions.CloudFunction;
import io.triskel.local.gcp.functions.FunctionDefinition;
import io.triskel.local.gcp.functions.InvokerVersion;
import io.triskel.local.gcp.pubsub.PubSubSubscription;
import io.triskel.local.gcp.pubsub.PubSubTopic;
import io.triskel.publish.OrderedPublisher;
import io.triskel.publish.PublishReport;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Published by the adapter's bus, handled by its function in Google's own runtime. */
@Tag("local-clouds")
class DeployedFunctionTest {
    private static final String PUSHER = "pusher@local.iam.gserviceaccount.com";
    private static final InstantSource CLOCK = InstantSource.system();

    @TempDir
    Path folder;

    private LocalGcp gcp;
    private GcpClients clients;
    private PubSubTopic topic;
    private PubSubSubscription subscription;
    private CloudFunction function;

    private void start(InvokerVersion invoker) {
        gcp = LocalGcp.start(LocalGcpSettings.in(folder).withInvoker(invoker));
        // A publish that is given up at ten seconds, on a busy machine, is a rejected one.
        Map<String, String> environment = new HashMap<>(gcp.environment());
        environment.put("TRISKEL_GCP_PUBLISH_TIMEOUT_MS", "60000");
        clients = GcpClients.of(GcpSettings.from(environment));
        topic = gcp.pubSub().createTopic("projects/" + gcp.project() + "/topics/notes");
    }

    @AfterEach
    void close() {
        clients.close();
        gcp.close();
    }

    @ParameterizedTest
    @CsvSource({
        "BEHIND_A_TRIGGER, NEWEST",
        "BEHIND_A_TRIGGER, OF_THE_BUILDER",
        "BEHIND_A_PUSH_SUBSCRIPTION, NEWEST",
        "BEHIND_A_PUSH_SUBSCRIPTION, OF_THE_BUILDER"
    })
    void every_event_is_handled_once_and_each_key_in_its_order_and_one_that_fails_is_tried_again_in_place(
            Way way, InvokerVersion invoker) throws Exception {
        start(invoker);
        deploy(way);
        publish(
                note("1", "a", "one"),
                note("2", "b", "fail-once-two"),
                note("3", "a", "three"),
                note("4", "b", "four"));

        caughtUp();

        assertThat(lines())
                .containsExactlyInAnyOrder("one", "fail-once-two", "three", "four")
                .containsSubsequence("one", "three")
                .containsSubsequence("fail-once-two", "four");
        assertThat(function.metrics().errors()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void a_message_that_is_no_event_is_parked_and_comes_no_more(Way way) throws Exception {
        start(InvokerVersion.NEWEST);
        deploy(way);
        topic.publish(List.of(PubsubMessage.newBuilder()
                .setData(ByteString.copyFromUtf8("nonsense"))
                .build()));
        publish(note("1", "a", "one"));

        caughtUp();

        assertThat(lines()).containsExactly("one");
        assertThat(function.metrics().errors()).isZero();
    }

    /** How a function may be deployed; the service says which in a variable. */
    enum Way {
        BEHIND_A_TRIGGER("cloudevent"),
        BEHIND_A_PUSH_SUBSCRIPTION("http");

        private final String signature;

        Way(String signature) {
            this.signature = signature;
        }
    }

    private void deploy(Way way) throws URISyntaxException {
        function = gcp.functions()
                .deploy(FunctionDefinition.of("notes", placeOf(NotesFunction.class), NotesFunction.class.getName())
                        .withLibraries(libraries())
                        .withConcurrency(4)
                        .withEnvironment(Map.of(
                                "FUNCTION_SIGNATURE_TYPE",
                                way.signature,
                                "OUTPUT",
                                folder.resolve("output").toString())));
        Subscription.Builder draft = Subscription.newBuilder()
                .setName("projects/" + gcp.project() + "/subscriptions/notes")
                .setTopic(topic.name())
                .setEnableMessageOrdering(true)
                .setAckDeadlineSeconds(90);
        if (way == Way.BEHIND_A_PUSH_SUBSCRIPTION) {
            draft.setPushConfig(PushConfig.newBuilder()
                    .setOidcToken(PushConfig.OidcToken.newBuilder().setServiceAccountEmail(PUSHER))
                    .setPushEndpoint(
                            gcp.functions().url(function, Set.of(PUSHER)).uri().toString()));
        }
        subscription = gcp.pubSub().createSubscription(draft.build());
        if (way == Way.BEHIND_A_TRIGGER) {
            gcp.functions().trigger(subscription, function);
        }
    }

    private void publish(Envelope<?>... notes) {
        OrderedPublisher publisher = OrderedPublisher.builder(
                        PubSubBus.of(clients, "notes").withClock(CLOCK), NotesFunction.CODEC)
                .clock(CLOCK)
                .build();
        PublishReport report = publisher.publishAndWait(List.of(notes), Deadline.in(Duration.ofMinutes(4), CLOCK));
        assertThat(report.complete()).as("%s", report).isTrue();
    }

    private static Envelope<Noted> note(String id, String key, String text) {
        return Envelope.of(new EventId("/test", id), NotesFunction.NOTED, new Noted(text))
                .withKey(new OrderingKey(key));
    }

    private void caughtUp() {
        Await.until("all events", subscription::isCaughtUp);
    }

    private List<String> lines() throws Exception {
        return Files.readAllLines(folder.resolve("output"));
    }

    private static List<Path> libraries() throws URISyntaxException {
        List<Path> libraries = new ArrayList<>();
        for (Class<?> type : List.of(
                PubSubFunction.class,
                EventCodec.class,
                ObjectMapper.class,
                JsonFactory.class,
                JsonProperty.class,
                Jdk8Module.class,
                JavaTimeModule.class,
                ParameterNamesModule.class,
                PubsubMessage.class,
                ByteString.class,
                Context.class,
                NullMarked.class)) {
            libraries.add(placeOf(type));
        }
        return libraries;
    }

    private static Path placeOf(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
