package io.triskel.local.azure.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.messaging.eventhubs.EventData;
import com.azure.messaging.eventhubs.EventHubClientBuilder;
import com.azure.messaging.eventhubs.EventHubProducerClient;
import com.azure.messaging.eventhubs.models.SendOptions;
import io.triskel.local.Await;
import io.triskel.local.Fault;
import io.triskel.local.FaultPlan;
import io.triskel.local.azure.eventhubs.EventHub;
import io.triskel.local.azure.eventhubs.EventHubsServer;
import io.triskel.local.azure.eventhubs.EventHubsSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Events on their way from a hub to functions in JVMs of their own. */
@Tag("local-clouds")
@TestInstance(Lifecycle.PER_CLASS)
class HubTriggerTest {
    private static final Optional<String> FOR_EVER =
            Optional.of("\"strategy\" : \"fixedDelay\", \"maxRetryCount\" : -1, \"delayInterval\" : \"00:00:00.01\"");
    private static final Optional<String> TWICE = Optional.of(
            "\"strategy\" : \"exponentialBackoff\", \"maxRetryCount\" : 2, \"minimumInterval\" : \"00:00:00.01\","
                    + " \"maximumInterval\" : \"00:00:01\"");

    private EventHubsServer hubs;
    private int tests;

    private FunctionHost host;
    private EventHub hub;
    private EventHubProducerClient producer;
    private Path folder;

    @BeforeAll
    void startHubs() {
        hubs = EventHubsServer.start(EventHubsSettings.defaults(), new FaultPlan(1));
    }

    @AfterAll
    void closeHubs() {
        hubs.close();
    }

    @BeforeEach
    void start(@TempDir Path temporary) {
        folder = temporary;
        host = FunctionHost.start(folder.resolve("logs"));
        tests++;
        hub = hubs.createHub("hub-" + tests, 1);
        producer = new EventHubClientBuilder()
                .connectionString(hubs.connectionString(), hub.name())
                .buildProducerClient();
    }

    @AfterEach
    void close() {
        producer.close();
        host.close();
    }

    @Nested
    class A_batch {
        @Test
        void has_what_is_there_up_to_the_limit_in_order() throws IOException {
            send("a", "b", "c");

            FunctionApp app = deploy(new AppBuilder(folder.resolve("app"))
                    .host("00:05:00", "\"maxEventBatchSize\": 2")
                    .batch("batch", "$Default", Optional.empty()));

            awaitCaughtUp(app);
            assertThat(lines("batch")).containsExactly("[a, b] retry 0/0", "[c] retry 0/0");
            assertThat(app.metrics().get("batch").batchFill()).isEqualTo(1.5);
            assertThat(app.metrics().get("batch").coldStarts()).hasSize(1);
            assertThat(app.metrics().get("batch").firstInvocations()).hasSize(1);
            assertThat(app.behind()).isEqualTo(Map.of("batch", 0L));
            assertThat(app.checkpoints()).isEqualTo(Map.of("batch", Map.of(0, 2L)));
        }

        @Test
        void waits_for_the_least_number_of_events() throws IOException {
            FunctionApp app = deploy(new AppBuilder(folder.resolve("app"))
                    .host(
                            "00:05:00",
                            "\"maxEventBatchSize\": 10, \"minEventBatchSize\": 3, \"maxWaitTime\": \"00:01:00\"")
                    .batch("batch", "$Default", Optional.empty()));
            send("first");
            awaitCaughtUp(app);

            send("a", "b");
            send("c");

            awaitCaughtUp(app);
            assertThat(lines("batch")).containsExactly("[first] retry 0/0", "[a, b, c] retry 0/0");
        }

        @Test
        void comes_with_metadata_and_keys_only_for_events_that_have_one() throws IOException {
            EventData plain = new EventData("first");
            EventData keyed = new EventData("second");
            keyed.getProperties().put("colour", "blue");
            keyed.getProperties().put("count", 7);
            producer.send(List.of(plain));
            producer.send(List.of(keyed), new SendOptions().setPartitionKey("k"));

            FunctionApp app = deploy(new AppBuilder(folder.resolve("app")).metadata("metadata"));

            awaitCaughtUp(app);
            assertThat(lines("events")).containsExactly("[first, second]");
            assertThat(lines("partition")).containsExactly("0 of " + hub.name() + " for $Default");
            assertThat(lines("keys")).containsExactly("[k]");
            assertThat(lines("numbers")).containsExactly("[0, 1]");
            assertThat(lines("properties")).singleElement().asString().contains("colour=blue", "count=7.0");
            assertThat(lines("system"))
                    .singleElement()
                    .asString()
                    .contains("\"SequenceNumber\":1", "\"PartitionKey\":\"k\"");
            assertThat(lines("times")).singleElement().asString().matches("\\[\"20[-0-9T:.]+\",\"20[-0-9T:.]+\"]");
            assertThat(lines("name")).containsExactly("metadata 36");
        }

        @Test
        void leaves_what_the_function_prints_and_logs_in_a_file_of_its_instance() throws IOException {
            send("a");

            FunctionApp app = deploy(new AppBuilder(folder.resolve("app")).metadata("metadata"));

            awaitCaughtUp(app);
            List<Path> logs = AppBuilder.logsIn(app.logs());
            assertThat(logs).hasSize(1);
            Await.until("the output", () -> contentOf(logs.get(0)).contains("printed by it"));
            assertThat(contentOf(logs.get(0))).contains("logged by metadata");
        }

        @Test
        void is_handled_by_an_instance_of_the_class_of_its_own_in_the_same_jvm() throws IOException {
            FunctionApp app =
                    deploy(new AppBuilder(folder.resolve("app")).batch("batch", "$Default", Optional.empty()));
            send("a");
            awaitCaughtUp(app);

            send("b");

            awaitCaughtUp(app);
            List<String> states = lines("state");
            assertThat(states).hasSize(2);
            assertThat(states.get(0)).startsWith("1 of true").isEqualTo(states.get(1));
        }
    }

    @Nested
    class When_a_function_throws {
        @Test
        void the_pointer_advances_without_a_retry_policy() throws IOException {
            FunctionApp app = deploy(new AppBuilder(folder.resolve("app"))
                    .host("00:05:00", "\"maxEventBatchSize\": 1")
                    .batch("batch", "$Default", Optional.empty()));

            send("throw", "b");

            awaitCaughtUp(app);
            assertThat(lines("batch")).containsExactly("[throw] retry 0/0", "[b] retry 0/0");
            assertThat(app.metrics().get("batch").errors()).isEqualTo(1);
        }

        @Test
        void a_finite_policy_holds_the_batch_counts_for_the_function_and_gives_up() throws IOException {
            FunctionApp app = deploy(new AppBuilder(folder.resolve("app"))
                    .host("00:05:00", "\"maxEventBatchSize\": 1")
                    .batch("batch", "$Default", TWICE));

            send("throw", "b");

            awaitCaughtUp(app);
            assertThat(lines("batch"))
                    .containsExactly("[throw] retry 0/2", "[throw] retry 1/2", "[throw] retry 2/2", "[b] retry 0/2");
            assertThat(app.metrics().get("batch").retries()).isEqualTo(2);
        }

        @Test
        void an_unlimited_policy_holds_the_batch_until_it_succeeds_and_holds_nobody_else() throws IOException {
            hub.addConsumerGroup("second");
            FunctionApp app = deploy(new AppBuilder(folder.resolve("app"))
                    .host("00:05:00", "\"maxEventBatchSize\": 1")
                    .batch("batch", "$Default", FOR_EVER)
                    .batch("other", "second", Optional.empty()));

            send("throw-until-healed", "b");

            Await.until("the other function", () -> app.behind().get("other") == 0);
            Await.until("some retries", () -> app.metrics().get("batch").retries() > 5);
            assertThat(app.behind()).containsEntry("batch", 2L);
            assertThat(app.isCaughtUp()).isFalse();
            Files.createFile(folder.resolve("throw-until-healed"));
            awaitCaughtUp(app);
            assertThat(lines("done")).containsSubsequence("[throw-until-healed]", "[b]");
        }
    }

    @Nested
    class When_a_process_goes {
        @Test
        void a_killed_instance_forgets_its_retries_and_the_batch_comes_again_from_the_checkpoint() throws IOException {
            FunctionApp app = deploy(new AppBuilder(folder.resolve("app"))
                    .host("00:05:00", "\"maxEventBatchSize\": 1, \"batchCheckpointFrequency\": 10")
                    .batch("batch", "$Default", FOR_EVER));
            send("a", "throw-once-then", "hold-it");
            Await.until("the last event", () -> lines("batch").contains("[hold-it] retry 0/-1"));

            assertThat(app.killOne()).isTrue();

            Files.createFile(folder.resolve("hold-it"));
            awaitCaughtUp(app);
            assertThat(lines("done"))
                    .containsExactly("[a]", "[throw-once-then]", "[a]", "[throw-once-then]", "[hold-it]");
            assertThat(app.metrics().get("batch").coldStarts()).hasSize(2);
        }

        @Test
        void only_batches_after_the_last_checkpoint_come_again() throws IOException {
            FunctionApp app = deploy(new AppBuilder(folder.resolve("app"))
                    .host("00:05:00", "\"maxEventBatchSize\": 1, \"batchCheckpointFrequency\": 2")
                    .batch("batch", "$Default", FOR_EVER));
            send("a", "b", "c", "hold-it");
            Await.until("the last event", () -> lines("batch").contains("[hold-it] retry 0/-1"));

            assertThat(app.killOne()).isTrue();

            Files.createFile(folder.resolve("hold-it"));
            awaitCaughtUp(app);
            assertThat(lines("done")).containsExactly("[a]", "[b]", "[c]", "[c]", "[hold-it]");
        }

        @Test
        void one_that_ends_by_itself_fails_its_invocations_and_the_policy_decides() throws IOException {
            FunctionApp app = deploy(new AppBuilder(folder.resolve("app"))
                    .host("00:05:00", "\"maxEventBatchSize\": 1")
                    .batch("batch", "$Default", TWICE));

            send("exit-once", "b");

            awaitCaughtUp(app);
            assertThat(lines("batch"))
                    .containsExactly("[exit-once] retry 0/2", "[exit-once] retry 1/2", "[b] retry 0/2");
        }

        @Test
        void one_whose_function_takes_too_long_is_ended_by_the_host_and_the_policy_decides() throws IOException {
            FunctionApp app = deploy(new AppBuilder(folder.resolve("app"))
                    // Long enough for a busy machine once nothing holds it.
                    .host("00:00:05", "\"maxEventBatchSize\": 1")
                    .batch("batch", "$Default", FOR_EVER));

            send("hold-a-while");

            Await.until("a time-out", () -> app.metrics().get("batch").timeouts() > 0);
            Files.createFile(folder.resolve("hold-a-while"));
            awaitCaughtUp(app);
            assertThat(lines("done")).containsOnly("[hold-a-while]");
            assertThat(app.metrics().get("batch").coldStarts()).hasSizeGreaterThan(1);
        }
    }

    @Nested
    class When_a_checkpoint_fails {
        @Test
        void the_batches_since_the_last_one_come_again() throws IOException {
            host.faults().next(1, "Checkpoint", new Fault.Failed());
            FunctionApp app = deploy(new AppBuilder(folder.resolve("app"))
                    .host("00:05:00", "\"maxEventBatchSize\": 1, \"batchCheckpointFrequency\": 2")
                    .batch("batch", "$Default", FOR_EVER));

            send("a", "b");

            awaitCaughtUp(app);
            assertThat(lines("done")).containsExactly("[a]", "[b]", "[a]", "[b]");
            assertThat(app.checkpoints()).isEqualTo(Map.of("batch", Map.of(0, 1L)));
        }

        @Test
        void fewer_events_than_a_batch_needs_wait_for_ever() throws IOException {
            hub.addConsumerGroup("second");
            String waits = "\"maxEventBatchSize\": 10, \"minEventBatchSize\": 3, \"maxWaitTime\": \"00:00:00.2\"";
            FunctionApp app = deploy(new AppBuilder(folder.resolve("app"))
                    .host("00:05:00", waits)
                    .batch("batch", "$Default", FOR_EVER));
            send("a");
            awaitCaughtUp(app);
            host.faults().next(1, "Checkpoint", new Fault.Failed());
            send("b");
            awaitCaughtUp(app);
            tests++;
            FunctionApp healthy = deploy(new AppBuilder(folder.resolve("healthy"))
                    .host("00:05:00", waits)
                    .batch("healthy", "second", FOR_EVER));
            awaitCaughtUp(healthy);

            send("c");

            awaitCaughtUp(healthy);
            assertThat(app.behind()).containsEntry("batch", 1L);
            send("d", "e");
            awaitCaughtUp(app);
            assertThat(lines("done")).containsOnlyOnce("[c, d, e]");
        }
    }

    @Nested
    class When_partitions_move {
        @Test
        void all_instances_get_some_and_nothing_is_delivered_twice_if_nothing_fails() throws IOException {
            hub = hubs.createHub("wide-" + tests, 4);
            FunctionApp app =
                    deploy(new AppBuilder(folder.resolve("app")).batch("batch", "$Default", Optional.empty()));
            sendToEachPartition("first");
            awaitCaughtUp(app);

            app.scaleTo(2);
            sendToEachPartition("second");
            awaitCaughtUp(app);
            app.scaleTo(1);
            sendToEachPartition("third");
            awaitCaughtUp(app);

            assertThat(lines("done")).hasSize(12).doesNotHaveDuplicates();
            assertThat(AppBuilder.logsIn(app.logs())).hasSize(2);
        }

        @Test
        void what_is_under_way_is_waited_for_and_not_tried_again_by_the_old_owner() throws IOException {
            FunctionApp app = deploy(new AppBuilder(folder.resolve("app")).batch("batch", "$Default", FOR_EVER));
            send("hold-on", "throw-once-moved");
            Await.until("the batch", () -> !lines("batch").isEmpty());

            app.scaleTo(2);
            app.scaleTo(1);
            Files.createFile(folder.resolve("hold-on"));

            awaitCaughtUp(app);
            assertThat(lines("batch"))
                    .containsExactly(
                            "[hold-on, throw-once-moved] retry 0/-1", "[hold-on, throw-once-moved] retry 0/-1");
            assertThat(lines("state").stream().distinct()).hasSize(2);
        }

        @Test
        void a_fault_lets_the_new_owner_begin_while_the_old_one_is_at_work() throws IOException {
            FunctionApp app =
                    deploy(new AppBuilder(folder.resolve("app")).batch("batch", "$Default", Optional.empty()));
            send("hold-both");
            Await.until("the batch", () -> lines("batch").size() == 1);
            host.faults().next(2, "Move", new Fault.LostResponse());

            app.scaleTo(2);
            app.scaleTo(1);

            Await.until("the batch again", () -> lines("batch").size() == 2);
            assertThat(lines("done")).isEmpty();
            assertThat(app.isCaughtUp()).isFalse();
            Files.createFile(folder.resolve("hold-both"));
            awaitCaughtUp(app);
            assertThat(lines("done")).containsExactly("[hold-both]", "[hold-both]");
        }
    }

    @Nested
    class When_faults_are_injected {
        @Test
        void a_failed_execution_reaches_no_code() throws IOException {
            host.faults().next(1, "Invoke", new Fault.Failed());
            FunctionApp app = deploy(new AppBuilder(folder.resolve("app")).batch("batch", "$Default", TWICE));

            send("a");

            awaitCaughtUp(app);
            assertThat(lines("batch")).containsExactly("[a] retry 1/2");
        }

        @Test
        void of_a_lost_response_the_host_hears_a_failure() throws IOException {
            host.faults().next(1, "Invoke", new Fault.LostResponse());
            FunctionApp app = deploy(new AppBuilder(folder.resolve("app")).batch("batch", "$Default", TWICE));

            send("a");

            awaitCaughtUp(app);
            assertThat(lines("done")).containsExactly("[a]", "[a]");
        }
    }

    private FunctionApp deploy(AppBuilder builder) throws IOException {
        AppDefinition definition = AppDefinition.of("app-" + tests, builder.zip())
                .withSettings(Map.of(
                        "HUB",
                        hub.name(),
                        "HUBS",
                        hubs.connectionString(),
                        "OUTPUT",
                        folder.resolve("output").toString()));
        return host.deploy(definition, hubs);
    }

    private void send(String... texts) {
        List<EventData> events = new ArrayList<>();
        for (String text : texts) {
            events.add(new EventData(text));
        }
        producer.send(events);
    }

    private void sendToEachPartition(String text) {
        try (EventHubProducerClient client = new EventHubClientBuilder()
                .connectionString(hubs.connectionString(), hub.name())
                .buildProducerClient()) {
            hub.partitions()
                    .forEach(partition -> client.send(
                            List.of(new EventData(text + partition.id())),
                            new SendOptions().setPartitionId(partition.id())));
        }
    }

    private static void awaitCaughtUp(FunctionApp app) {
        Await.until("the app to catch up", app::isCaughtUp);
    }

    /** What follows this word in the functions' journal. */
    private List<String> lines(String word) {
        return contentOf(folder.resolve("output"))
                .lines()
                .filter(line -> line.startsWith(word + " "))
                .map(line -> line.substring(word.length() + 1))
                .toList();
    }

    private static String contentOf(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            return "";
        }
    }
}
