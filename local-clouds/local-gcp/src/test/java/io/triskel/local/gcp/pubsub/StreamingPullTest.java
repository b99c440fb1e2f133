package io.triskel.local.gcp.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.pubsub.v1.ReceivedMessage;
import com.google.pubsub.v1.StreamingPullRequest;
import com.google.pubsub.v1.StreamingPullResponse;
import com.google.pubsub.v1.SubscriberGrpc;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.triskel.local.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Streams by the bare protocol, since clients hide what happens on them. */
class StreamingPullTest extends PubSubTest {
    private final ManagedChannel channel =
            ManagedChannelBuilder.forTarget(server.endpoint()).usePlaintext().build();

    @AfterEach
    void disconnect() throws Exception {
        channel.shutdownNow();
        channel.awaitTermination(4, TimeUnit.MINUTES);
    }

    /** The client's end of a stream. */
    private final class Stream implements StreamObserver<StreamingPullResponse> {
        private final List<StreamingPullResponse> responses = new CopyOnWriteArrayList<>();
        private volatile Optional<Status> end = Optional.empty();
        private final StreamObserver<StreamingPullRequest> requests =
                SubscriberGrpc.newStub(channel).streamingPull(this);

        private Stream open(UnaryOperator<StreamingPullRequest.Builder> with) {
            send(request -> with.apply(request.setSubscription(SUBSCRIPTION).setStreamAckDeadlineSeconds(10)));
            Await.until("the greeting", () -> !responses.isEmpty() || end.isPresent());
            return this;
        }

        private void send(UnaryOperator<StreamingPullRequest.Builder> with) {
            requests.onNext(with.apply(StreamingPullRequest.newBuilder()).build());
        }

        private List<ReceivedMessage> messages() {
            return responses.stream()
                    .flatMap(response -> response.getReceivedMessagesList().stream())
                    .toList();
        }

        private List<ReceivedMessage> await(int count) {
            Await.until(
                    count + " messages, not " + messages().size(),
                    () -> messages().size() >= count);
            return messages();
        }

        /** Once this is answered, everything that was to come before has come. */
        private void ping() {
            int before = responses.size();
            send(request -> request);
            Await.until("the answer", () -> responses.size() > before);
        }

        @Override
        public void onNext(StreamingPullResponse response) {
            responses.add(response);
        }

        @Override
        public void onError(Throwable failure) {
            end = Optional.of(Status.fromThrowable(failure));
        }

        @Override
        public void onCompleted() {
            end = Optional.of(Status.OK);
        }
    }

    private Stream open() {
        return new Stream().open(request -> request);
    }

    @Nested
    class When_it_is_open {
        @Test
        void it_says_what_the_subscription_is_like_before_the_first_message() {
            subscribe(builder -> builder.setEnableMessageOrdering(true));

            StreamingPullResponse greeting = open().responses.get(0);

            assertThat(greeting.getSubscriptionProperties().getMessageOrderingEnabled())
                    .isTrue();
            assertThat(greeting.getSubscriptionProperties().getExactlyOnceDeliveryEnabled())
                    .isFalse();
            assertThat(greeting.getReceivedMessagesCount()).isZero();
        }

        @Test
        void messages_come_and_are_acknowledged_on_it() {
            PubSubSubscription subscription = subscribe(builder -> builder);
            Stream stream = open();
            publish("1", "2");
            List<ReceivedMessage> messages = stream.await(2);

            stream.send(request -> request.addAllAckIds(ackIds(messages)));

            Await.until("the acknowledgement", subscription::isCaughtUp);
        }

        @Test
        void a_negative_acknowledgement_on_it_brings_the_message_again() {
            subscribe(builder -> builder);
            Stream stream = open();
            publish("1");
            String first = stream.await(1).get(0).getAckId();

            stream.send(request -> request.addModifyDeadlineAckIds(first).addModifyDeadlineSeconds(0));

            assertThat(texts(stream.await(2))).containsExactly("1", "1");
            assertThat(ackIds(stream.messages())).doesNotHaveDuplicates();
        }

        @Test
        void pings_are_answered() {
            subscribe(builder -> builder);
            Stream stream = open();

            stream.ping();

            assertThat(stream.responses).hasSize(2);
        }

        @Test
        void no_more_messages_are_out_than_it_wants() {
            subscribe(builder -> builder);
            Stream stream = new Stream().open(request -> request.setMaxOutstandingMessages(2));
            publish("1", "2", "3", "4");
            List<ReceivedMessage> first = stream.await(2);
            stream.ping();
            assertThat(stream.messages()).hasSize(2);

            stream.send(request -> request.addAckIds(first.get(0).getAckId()));

            stream.await(3);
            stream.ping();
            assertThat(stream.messages()).hasSize(3);
        }

        @Test
        void no_more_bytes_are_out_than_it_wants_and_one_message_at_least() {
            subscribe(builder -> builder);
            Stream stream = new Stream().open(request -> request.setMaxOutstandingBytes(1));
            publish("1", "2");

            stream.await(1);
            stream.ping();

            assertThat(stream.messages()).hasSize(1);
        }
    }

    @Nested
    class With_message_ordering {
        @Test
        void a_key_stays_with_the_stream_that_has_its_earlier_messages() {
            subscribe(builder -> builder.setEnableMessageOrdering(true));
            Stream one = open();
            publishKeyed("a", "a1");
            List<ReceivedMessage> first = one.await(1);
            Stream two = open();

            for (int i = 2; i <= 5; i++) {
                publishKeyed("a", "a" + i);
            }

            assertThat(texts(one.await(5))).containsExactly("a1", "a2", "a3", "a4", "a5");
            two.ping();
            assertThat(two.messages()).isEmpty();
            assertThat(first).hasSize(1);
        }

        @Test
        void other_keys_are_shared_out() {
            subscribe(builder -> builder.setEnableMessageOrdering(true));
            Stream one = new Stream().open(request -> request.setMaxOutstandingMessages(5));
            Stream two = new Stream().open(request -> request.setMaxOutstandingMessages(5));

            for (int key = 0; key < 10; key++) {
                publishKeyed("key-" + key, "x");
            }

            one.await(5);
            two.await(5);
        }

        @Test
        void what_a_stream_that_is_gone_had_comes_to_another_one_after_its_deadline() {
            subscribe(builder -> builder.setEnableMessageOrdering(true));
            Stream one = open();
            publishKeyed("a", "a1", "a2");
            one.await(2);
            one.requests.onCompleted();
            Await.until("the end", () -> one.end.isPresent());
            Stream two = open();
            publishKeyed("a", "a3");
            two.ping();
            assertThat(two.messages()).isEmpty();

            clock.pass(Duration.ofSeconds(10));

            assertThat(texts(two.await(3))).containsExactly("a1", "a2", "a3");
        }
    }

    @Nested
    class With_exactly_once_delivery {
        @Test
        void acknowledgements_on_it_are_confirmed_or_called_invalid() {
            subscribe(builder -> builder.setEnableExactlyOnceDelivery(true));
            Stream stream = open();
            publish("1", "2");
            List<String> ids = ackIds(stream.await(2));

            stream.send(request -> request.addAckIds(ids.get(0)).addAckIds("nonsense"));
            stream.send(request -> request.addModifyDeadlineAckIds(ids.get(1)).addModifyDeadlineSeconds(60));

            List<StreamingPullResponse> confirmations = Await.value("confirmations", () -> {
                List<StreamingPullResponse> found = new ArrayList<>(stream.responses);
                found.removeIf(response ->
                        !response.hasAcknowledgeConfirmation() && !response.hasModifyAckDeadlineConfirmation());
                return found.size() == 2 ? Optional.of(found) : Optional.empty();
            });
            assertThat(confirmations.get(0).getAcknowledgeConfirmation().getAckIdsList())
                    .containsExactly(ids.get(0));
            assertThat(confirmations.get(0).getAcknowledgeConfirmation().getInvalidAckIdsList())
                    .containsExactly("nonsense");
            assertThat(confirmations.get(1).getModifyAckDeadlineConfirmation().getAckIdsList())
                    .containsExactly(ids.get(1));
        }
    }

    @Nested
    class When_quotas_hold {
        @Test
        void ten_million_bytes_per_second_flow() throws Exception {
            restart(PubSubSettings.defaults().withClock(clock).withQuotas(200_000_000));
            subscribe(builder -> builder);
            ManagedChannel own = ManagedChannelBuilder.forTarget(server.endpoint())
                    .usePlaintext()
                    .maxInboundMessageSize(20 << 20)
                    .build();
            List<StreamingPullResponse> responses = new CopyOnWriteArrayList<>();
            StreamObserver<StreamingPullRequest> requests = SubscriberGrpc.newStub(own)
                    .streamingPull(new StreamObserver<>() {
                        @Override
                        public void onNext(StreamingPullResponse response) {
                            responses.add(response);
                        }

                        @Override
                        public void onError(Throwable failure) {
                            // The server was closed.
                        }

                        @Override
                        public void onCompleted() {
                            // The server was closed.
                        }
                    });
            requests.onNext(StreamingPullRequest.newBuilder()
                    .setSubscription(SUBSCRIPTION)
                    .setStreamAckDeadlineSeconds(600)
                    .build());
            for (int i = 0; i < 3; i++) {
                publish("x".repeat(6_000_000));
            }

            Await.until("two messages", () -> count(responses) == 2);
            clock.pass(Duration.ofSeconds(1));

            Await.until("the third", () -> count(responses) == 3);
            own.shutdownNow();
            own.awaitTermination(4, TimeUnit.MINUTES);
        }

        private long count(List<StreamingPullResponse> responses) {
            return responses.stream()
                    .mapToInt(StreamingPullResponse::getReceivedMessagesCount)
                    .sum();
        }
    }

    @Nested
    class When_it_ends {
        private void assertEnds(Stream stream, Status.Code code) {
            Await.until("the end", () -> stream.end.isPresent());
            assertThat(stream.end.orElseThrow().getCode()).isEqualTo(code);
        }

        @Test
        void a_subscription_that_is_not_there_ends_it_at_once() {
            assertEnds(open(), Status.Code.NOT_FOUND);
        }

        @Test
        void a_subscription_that_is_deleted_ends_it() {
            subscribe(builder -> builder);
            Stream stream = open();

            client.subscriptions().deleteSubscription(SUBSCRIPTION);

            assertEnds(stream, Status.Code.NOT_FOUND);
        }

        @Test
        void the_service_may_end_it_at_any_time() {
            subscribe(builder -> builder);
            Stream stream = open();

            server.endStreams();

            assertEnds(stream, Status.Code.UNAVAILABLE);
        }

        @Test
        void a_deadline_that_may_not_be_ends_it() {
            subscribe(builder -> builder);

            assertEnds(
                    new Stream().open(request -> request.setStreamAckDeadlineSeconds(9)), Status.Code.INVALID_ARGUMENT);
        }
    }
}
