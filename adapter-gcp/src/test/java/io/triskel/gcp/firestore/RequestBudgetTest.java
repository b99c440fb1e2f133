package io.triskel.gcp.firestore;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.triskel.local.NodeTools;
import io.triskel.local.gcp.firestore.FirestoreMetrics;
import io.triskel.local.gcp.firestore.FirestoreSettings;
import io.triskel.platform.Stores;
import io.triskel.testkit.RequestBudgetContract;
import io.triskel.testkit.RequestCounter;
import io.triskel.testkit.RequestCounter.Billed;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;

@Tag("slow")
class RequestBudgetTest extends RequestBudgetContract {
    private final LocalFirestore.Running local = LocalFirestore.start(FirestoreSettings.defaults());

    @AfterEach
    void close() {
        local.close();
    }

    @Override
    protected Stores stores(RequestCounter counted, InstantSource clock) {
        return FirestoreStores.of(local.client(new Counting(counted)), LocalFirestore.COLLECTIONS)
                .clock(clock);
    }

    @Override
    protected String store() {
        return "Firestore";
    }

    @Override
    protected Path table() {
        return NodeTools.projectRoot()
                .resolve("loadtest/load-plan/src/main/resources/io/triskel/load/size/requests.json");
    }

    @Override
    protected Billed billed() {
        FirestoreMetrics metrics = local.server().metrics();
        return new Billed(
                metrics.reads(),
                metrics.writes(),
                metrics.deletes(),
                local.server().storedBytes());
    }

    @Override
    protected void expire(Instant moment) {
        local.server().expire(LocalFirestore.COLLECTIONS.inbox(), FirestoreCollections.EXPIRES, moment);
    }

    /** The client may go on before a stream of answers is closed, so the first answer counts as the end. */
    private static final class Answered<A> extends SimpleForwardingClientCallListener<A> {
        private final RequestCounter counter;
        private boolean answered;

        Answered(ClientCall.Listener<A> listener, RequestCounter counter) {
            super(listener);
            this.counter = counter;
        }

        private void end() {
            if (!answered) {
                answered = true;
                counter.ended();
            }
        }

        @Override
        public void onMessage(A message) {
            end();
            super.onMessage(message);
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            end();
            super.onClose(status, trailers);
        }
    }

    private record Counting(RequestCounter counter) implements ClientInterceptor {
        private static final Set<String> READS =
                Set.of("RunQuery", "BatchGetDocuments", "GetDocument", "ListDocuments");

        @Override
        public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
            boolean write = !READS.contains(String.valueOf(method.getBareMethodName()));
            return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
                @Override
                public void start(Listener<A> listener, Metadata headers) {
                    counter.begun(write);
                    super.start(new Answered<>(listener, counter), headers);
                }
            };
        }
    }
}
