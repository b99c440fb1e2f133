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
import io.triskel.platform.Stores;
import io.triskel.testkit.RequestBudgetContract;
import io.triskel.testkit.RequestCounter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalFirestore.class)
class RequestBudgetTest extends RequestBudgetContract {
    private final LocalFirestore.Running local;

    RequestBudgetTest(LocalFirestore.Running local) {
        this.local = local;
    }

    @Override
    protected Stores stores(RequestCounter counted) {
        return FirestoreStores.of(local.client(new Counting(counted)), LocalFirestore.COLLECTIONS);
    }

    @Override
    protected String store() {
        return "Firestore";
    }

    @Override
    protected List<String> table() {
        try {
            return Files.readAllLines(NodeTools.projectRoot().resolve("docs/requests.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
