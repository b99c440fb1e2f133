package io.triskel.local.gcp.pubsub;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode;
import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.PullRequest;
import com.google.pubsub.v1.ReceivedMessage;
import com.google.pubsub.v1.Subscription;
import io.triskel.local.FaultPlan;
import io.triskel.local.gcp.MovingClock;
import io.triskel.local.gcp.PubSubClients;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;

/** A local server with time in the test's hands, the real client, and the sentences that tests are written in. */
abstract class PubSubTest {
    static final String TOPIC = "projects/p/topics/orders";
    static final String SUBSCRIPTION = "projects/p/subscriptions/orders";

    final MovingClock clock = new MovingClock();
    PubSubServer server;
    PubSubClients client;

    PubSubTest() {
        start(PubSubSettings.defaults().withClock(clock));
    }

    final void start(PubSubSettings settings) {
        server = PubSubServer.start(settings, new FaultPlan(1));
        client = PubSubClients.of(server.endpoint());
    }

    final void restart(PubSubSettings settings) throws Exception {
        close();
        start(settings);
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        server.close();
    }

    /** The topic, and a subscription to it with an ack deadline of 10 s. */
    final PubSubSubscription subscribe(UnaryOperator<Subscription.Builder> with) {
        server.createTopic(TOPIC);
        return server.createSubscription(
                with.apply(Subscription.newBuilder().setName(SUBSCRIPTION).setTopic(TOPIC))
                        .build());
    }

    final List<String> publish(String... texts) {
        return client.topics()
                .publish(TOPIC, Arrays.stream(texts).map(PubSubTest::message).toList())
                .getMessageIdsList();
    }

    final List<String> publishKeyed(String key, String... texts) {
        return client.topics()
                .publish(
                        TOPIC,
                        Arrays.stream(texts)
                                .map(text -> message(text).toBuilder()
                                        .setOrderingKey(key)
                                        .build())
                                .toList())
                .getMessageIdsList();
    }

    static PubsubMessage message(String text) {
        return PubsubMessage.newBuilder().setData(ByteString.copyFromUtf8(text)).build();
    }

    /** What can be had now. */
    final List<ReceivedMessage> pull(int most) {
        return pull(SUBSCRIPTION, most);
    }

    @SuppressWarnings("deprecation") // The only way to hear that there is nothing without waiting for it.
    final List<ReceivedMessage> pull(String subscription, int most) {
        return client.subscriptions()
                .pullCallable()
                .call(PullRequest.newBuilder()
                        .setSubscription(subscription)
                        .setMaxMessages(most)
                        .setReturnImmediately(true)
                        .build())
                .getReceivedMessagesList();
    }

    final void ack(List<ReceivedMessage> messages) {
        client.subscriptions().acknowledge(SUBSCRIPTION, ackIds(messages));
    }

    final void modify(List<ReceivedMessage> messages, int seconds) {
        client.subscriptions().modifyAckDeadline(SUBSCRIPTION, ackIds(messages), seconds);
    }

    final void nack(List<ReceivedMessage> messages) {
        modify(messages, 0);
    }

    static List<String> ackIds(List<ReceivedMessage> messages) {
        return messages.stream().map(ReceivedMessage::getAckId).toList();
    }

    static List<String> texts(List<ReceivedMessage> messages) {
        return messages.stream()
                .map(message -> message.getMessage().getData().toStringUtf8())
                .toList();
    }

    static void assertRefused(StatusCode.Code code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ApiException.class,
                        refusal -> org.assertj.core.api.Assertions.assertThat(
                                        refusal.getStatusCode().getCode())
                                .as(refusal.getMessage())
                                .isEqualTo(code));
    }
}
