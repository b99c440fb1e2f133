package io.triskel.local.azure.eventhubs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.azure.core.amqp.AmqpRetryMode;
import com.azure.core.amqp.AmqpRetryOptions;
import com.azure.core.amqp.exception.AmqpException;
import com.azure.core.util.IterableStream;
import com.azure.messaging.eventhubs.EventData;
import com.azure.messaging.eventhubs.EventHubClientBuilder;
import com.azure.messaging.eventhubs.EventHubConsumerClient;
import com.azure.messaging.eventhubs.EventHubProducerClient;
import com.azure.messaging.eventhubs.models.EventPosition;
import com.azure.messaging.eventhubs.models.PartitionEvent;
import com.azure.messaging.eventhubs.models.SendOptions;
import io.triskel.local.Await;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Microsoft's clients with retries that a test can wait for. */
final class SdkClients {

    private SdkClients() {}

    static EventHubClientBuilder builder(EventHubsServer server, String hub, int retries) {
        return new EventHubClientBuilder()
                .connectionString(server.connectionString(), hub)
                .consumerGroup(EventHub.DEFAULT_GROUP)
                .retryOptions(new AmqpRetryOptions()
                        .setMode(AmqpRetryMode.FIXED)
                        .setMaxRetries(retries)
                        .setDelay(Duration.ofMillis(10))
                        .setTryTimeout(Duration.ofSeconds(10)));
    }

    static EventHubProducerClient producer(EventHubsServer server, String hub) {
        return builder(server, hub, 3).buildProducerClient();
    }

    /** Meets every error at once. */
    static EventHubProducerClient hastyProducer(EventHubsServer server, String hub) {
        return builder(server, hub, 0).buildProducerClient();
    }

    static EventHubConsumerClient consumer(EventHubsServer server, String hub) {
        return builder(server, hub, 3).buildConsumerClient();
    }

    static void sendWithKey(EventHubProducerClient producer, String key, String... bodies) {
        producer.send(events(bodies), new SendOptions().setPartitionKey(key));
    }

    static void sendTo(EventHubProducerClient producer, String partition, String... bodies) {
        producer.send(events(bodies), new SendOptions().setPartitionId(partition));
    }

    static List<EventData> events(String... bodies) {
        return Arrays.stream(bodies).map(EventData::new).toList();
    }

    /** {@code prefix0} and so on. */
    static String[] numbered(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).toArray(String[]::new);
    }

    static List<EventData> receive(EventHubConsumerClient consumer, String partition, int count, EventPosition from) {
        IterableStream<PartitionEvent> events = consumer.receiveFromPartition(partition, count, from, Await.LIMIT);
        return events.stream().map(PartitionEvent::getData).toList();
    }

    static List<String> bodies(List<EventData> events) {
        return events.stream().map(EventData::getBodyAsString).toList();
    }

    /** The service's error, which the SDK wraps if it has retried. */
    static AmqpException refusal(ThrowingCallable call) {
        Throwable thrown = catchThrowable(call);
        while (thrown != null && !(thrown instanceof AmqpException)) {
            thrown = thrown.getCause();
        }
        assertThat(thrown).as("an error of the service").isNotNull();
        return (AmqpException) Objects.requireNonNull(thrown);
    }

    static List<String> stored(Partition partition) {
        return partition.read(-1, Integer.MAX_VALUE, Integer.MAX_VALUE).events().stream()
                .map(event -> new String(event.body(), UTF_8))
                .toList();
    }
}
