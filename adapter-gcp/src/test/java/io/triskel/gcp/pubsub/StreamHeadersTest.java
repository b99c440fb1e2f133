package io.triskel.gcp.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.pubsub.v1.StreamingPullRequest;
import com.google.pubsub.v1.StreamingPullResponse;
import com.google.pubsub.v1.SubscriberGrpc;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.EventConsumer;
import io.triskel.gcp.GcpClients;
import io.triskel.gcp.GcpSettings;
import io.triskel.observe.Observer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a stream says beside its messages; the service routes by it. */
class StreamHeadersTest {
    private static final Metadata.Key<String> ROUTING =
            Metadata.Key.of("x-goog-request-params", Metadata.ASCII_STRING_MARSHALLER);

    private final BlockingQueue<Metadata> said = new LinkedBlockingQueue<>();
    private final Server server;

    StreamHeadersTest() throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(new Silent())
                .intercept(new Listening())
                .build()
                .start();
    }

    @AfterEach
    void close() {
        server.shutdownNow();
    }

    /** Opens streams, and sends nothing. */
    private static final class Silent extends SubscriberGrpc.SubscriberImplBase {
        @Override
        public StreamObserver<StreamingPullRequest> streamingPull(StreamObserver<StreamingPullResponse> client) {
            return new StreamObserver<>() {
                @Override
                public void onNext(StreamingPullRequest request) {
                    // There are no messages.
                }

                @Override
                public void onError(Throwable gone) {
                    // The client has gone.
                }

                @Override
                public void onCompleted() {
                    client.onCompleted();
                }
            };
        }
    }

    private final class Listening implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            said.add(headers);
            return next.startCall(call, headers);
        }
    }

    @Test
    void it_names_its_subscription() throws InterruptedException {
        try (GcpClients clients = GcpClients.of(GcpSettings.from(Map.of(
                        "GOOGLE_CLOUD_PROJECT", "orders", "PUBSUB_EMULATOR_HOST", "127.0.0.1:" + server.getPort())));
                PullConsumer consumer = new PullConsumer(
                        clients::subscriber,
                        clients.subscription("saga"),
                        BatchProcessor.of(EventConsumer.named("saga")
                                        .on(Counted.TYPE, Counted.class, (event, handling) -> {})
                                        .build())
                                .codec(Counted.CODEC)
                                .build(),
                        Counted.CODEC,
                        PullSettings.defaults(),
                        InstantSource.system(),
                        Observer.none())) {
            consumer.start();

            assertThat(said.poll(4, TimeUnit.MINUTES))
                    .isNotNull()
                    .satisfies(headers -> assertThat(headers.get(ROUTING))
                            .isEqualTo("subscription=projects/orders/subscriptions/saga"));
        }
    }
}
