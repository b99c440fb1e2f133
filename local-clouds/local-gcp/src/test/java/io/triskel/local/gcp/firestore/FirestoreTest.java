package io.triskel.local.gcp.firestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.core.ApiFuture;
import com.google.api.gax.rpc.ApiException;
import com.google.cloud.firestore.CollectionReference;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.FirestoreOptions;
import io.grpc.Status;
import io.triskel.local.Await;
import io.triskel.local.FaultPlan;
import io.triskel.local.gcp.MovingClock;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;

/** A local server with time in the test's hands, and the real client. */
abstract class FirestoreTest {
    static final String ROOT = "projects/p/databases/(default)/documents";

    final MovingClock clock = new MovingClock();
    FirestoreServer server;
    Firestore client;

    FirestoreTest() {
        start(FirestoreSettings.defaults().withClock(clock));
    }

    final void start(FirestoreSettings settings) {
        server = FirestoreServer.start(settings, new FaultPlan(1));
        client = FirestoreOptions.newBuilder()
                .setProjectId("p")
                .setEmulatorHost(server.endpoint())
                .build()
                .getService();
    }

    final void restart(FirestoreSettings settings) throws Exception {
        close();
        start(settings);
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        server.close();
    }

    final CollectionReference orders() {
        return client.collection("orders");
    }

    final DocumentReference order(String id) {
        return orders().document(id);
    }

    static <T> T get(ApiFuture<T> future) {
        try {
            return future.get(Await.LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new AssertionError(e);
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    static void assertRefused(Status.Code code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ApiException.class,
                        refusal -> assertThat(refusal.getStatusCode().getCode().name())
                                .as(refusal.getMessage())
                                .isEqualTo(code.name()));
    }
}
