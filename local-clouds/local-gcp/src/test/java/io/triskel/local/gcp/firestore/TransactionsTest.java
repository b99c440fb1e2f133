package io.triskel.local.gcp.firestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.firestore.TransactionOptions;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.firestore.v1.BatchGetDocumentsRequest;
import com.google.firestore.v1.BatchGetDocumentsResponse;
import com.google.firestore.v1.BeginTransactionRequest;
import com.google.firestore.v1.CommitRequest;
import com.google.firestore.v1.CommitResponse;
import com.google.firestore.v1.Document;
import com.google.firestore.v1.FirestoreGrpc;
import com.google.firestore.v1.RollbackRequest;
import com.google.firestore.v1.RunQueryRequest;
import com.google.firestore.v1.StructuredQuery;
import com.google.firestore.v1.Value;
import com.google.firestore.v1.Write;
import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.triskel.local.Await;
import io.triskel.local.gcp.firestore.FirestoreSettings.Concurrency;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Transactions that meet: the bare protocol, where the order of calls is the test's, and the real client with its own retries. */
class TransactionsTest extends FirestoreTest {
    private static final String DATABASE = "projects/p/databases/(default)";

    private ManagedChannel channel;
    private FirestoreGrpc.FirestoreBlockingStub calls;

    private void connect(FirestoreSettings settings) throws Exception {
        restart(settings.withClock(clock));
        channel = ManagedChannelBuilder.forTarget(server.endpoint())
                .usePlaintext()
                .build();
        calls = FirestoreGrpc.newBlockingStub(channel);
    }

    @AfterEach
    void disconnect() throws Exception {
        channel.shutdownNow();
        channel.awaitTermination(4, TimeUnit.MINUTES);
    }

    private ByteString begin() {
        return calls.beginTransaction(BeginTransactionRequest.newBuilder()
                        .setDatabase(DATABASE)
                        .build())
                .getTransaction();
    }

    private void read(ByteString transaction, String id) {
        Iterator<BatchGetDocumentsResponse> answers = calls.batchGetDocuments(BatchGetDocumentsRequest.newBuilder()
                .setDatabase(DATABASE)
                .addDocuments(name(id))
                .setTransaction(transaction)
                .build());
        answers.forEachRemaining(answer -> {});
    }

    private void queryOpenOnes(ByteString transaction) {
        calls.runQuery(RunQueryRequest.newBuilder()
                        .setParent(ROOT)
                        .setTransaction(transaction)
                        .setStructuredQuery(StructuredQuery.newBuilder()
                                .addFrom(StructuredQuery.CollectionSelector.newBuilder()
                                        .setCollectionId("orders"))
                                .setWhere(StructuredQuery.Filter.newBuilder()
                                        .setFieldFilter(StructuredQuery.FieldFilter.newBuilder()
                                                .setField(StructuredQuery.FieldReference.newBuilder()
                                                        .setFieldPath("n"))
                                                .setOp(StructuredQuery.FieldFilter.Operator.GREATER_THAN)
                                                .setValue(Value.newBuilder().setIntegerValue(0)))))
                        .build())
                .forEachRemaining(answer -> {});
    }

    private CommitRequest write(ByteString transaction, String id, long n) {
        return CommitRequest.newBuilder()
                .setDatabase(DATABASE)
                .setTransaction(transaction)
                .addWrites(Write.newBuilder()
                        .setUpdate(Document.newBuilder()
                                .setName(name(id))
                                .putFields(
                                        "n",
                                        Value.newBuilder().setIntegerValue(n).build())))
                .build();
    }

    private ListenableFuture<CommitResponse> commitLater(CommitRequest request) {
        return FirestoreGrpc.newFutureStub(channel).commit(request);
    }

    private static String name(String id) {
        return ROOT + "/orders/" + id;
    }

    private long n(String id) {
        return server.document(name(id)).orElseThrow().getFieldsOrThrow("n").getIntegerValue();
    }

    private static void assertAborted(ThrowingCallable call) {
        assertThatThrownBy(call)
                .satisfies(failure -> assertThat((failure instanceof ExecutionException ? failure.getCause() : failure))
                        .isInstanceOfSatisfying(
                                StatusRuntimeException.class,
                                refusal -> assertThat(refusal.getStatus().getCode())
                                        .isEqualTo(Code.ABORTED)));
    }

    @Nested
    class When_locks_are_taken {
        @BeforeEach
        void start() throws Exception {
            connect(FirestoreSettings.defaults().withLockPatience(Await.LIMIT));
            calls.commit(write(ByteString.EMPTY, "1", 1));
        }

        @Test
        void a_write_waits_until_whoever_has_read_the_document_is_done() throws Exception {
            ByteString reader = begin();
            read(reader, "1");

            ListenableFuture<CommitResponse> other = commitLater(write(ByteString.EMPTY, "1", 2));
            calls.commit(write(ByteString.EMPTY, "2", 2));
            assertThat(other.isDone()).isFalse();
            calls.commit(write(reader, "1", 3));

            other.get(4, TimeUnit.MINUTES);
            assertThat(n("1")).isEqualTo(2);
        }

        @Test
        void a_rollback_lets_it_go_on_too() throws Exception {
            ByteString reader = begin();
            read(reader, "1");
            ListenableFuture<CommitResponse> other = commitLater(write(ByteString.EMPTY, "1", 2));

            calls.rollback(RollbackRequest.newBuilder()
                    .setDatabase(DATABASE)
                    .setTransaction(reader)
                    .build());

            other.get(4, TimeUnit.MINUTES);
            assertThat(server.transactionsUnderWay()).isZero();
        }

        @Test
        void of_two_that_wait_for_each_other_the_last_is_aborted() throws Exception {
            ByteString one = begin();
            ByteString two = begin();
            read(one, "1");
            read(two, "1");
            ListenableFuture<CommitResponse> first = commitLater(write(one, "1", 2));

            // Whichever of them arrives last.
            ListenableFuture<CommitResponse> second = commitLater(write(two, "1", 3));
            Await.until("both", () -> first.isDone() && second.isDone());

            assertThat(List.of(first, second)).filteredOn(this::wasCarriedOut).hasSize(1);
            assertThat(server.metrics().aborted()).isEqualTo(1);
        }

        private boolean wasCarriedOut(ListenableFuture<CommitResponse> commit) {
            try {
                return Futures.getDone(commit).hasCommitTime();
            } catch (ExecutionException e) {
                return false;
            }
        }

        @Test
        void a_query_locks_what_it_could_find_and_nothing_else() throws Exception {
            ByteString reader = begin();
            queryOpenOnes(reader);

            calls.commit(write(ByteString.EMPTY, "other", -1));
            ListenableFuture<CommitResponse> phantom = commitLater(write(ByteString.EMPTY, "phantom", 1));
            calls.commit(write(ByteString.EMPTY, "another", -1));
            assertThat(phantom.isDone()).isFalse();
            calls.commit(CommitRequest.newBuilder()
                    .setDatabase(DATABASE)
                    .setTransaction(reader)
                    .build());

            phantom.get(4, TimeUnit.MINUTES);
        }

        @Test
        void one_that_is_idle_for_a_minute_loses_its_locks() throws Exception {
            ByteString reader = begin();
            read(reader, "1");
            ListenableFuture<CommitResponse> other = commitLater(write(ByteString.EMPTY, "1", 2));

            clock.pass(Duration.ofSeconds(61));

            other.get(4, TimeUnit.MINUTES);
            assertThatThrownBy(() -> calls.commit(write(reader, "1", 3)))
                    .hasMessageContaining("expired or is no longer valid");
        }

        @Test
        void a_write_that_has_waited_too_long_is_aborted() throws Exception {
            disconnect();
            connect(FirestoreSettings.defaults().withLockPatience(Duration.ofMillis(50)));
            ByteString reader = begin();
            read(reader, "1");

            assertAborted(() -> calls.commit(write(ByteString.EMPTY, "1", 2)));
        }

        @Test
        void the_real_client_loses_no_count() {
            List<Integer> threads = IntStream.range(0, 3).boxed().toList();

            var counts = threads.stream()
                    .map(thread -> client.runTransaction(
                            transaction -> {
                                long n = transaction.get(order("1")).get().getLong("n");
                                transaction.update(order("1"), "n", n + 1);
                                return n;
                            },
                            TransactionOptions.createReadWriteOptionsBuilder()
                                    .setNumberOfAttempts(20)
                                    .build()))
                    .toList();
            counts.forEach(FirestoreTest::get);

            assertThat(n("1")).isEqualTo(4);
        }
    }

    @Nested
    class When_nothing_is_locked {
        @BeforeEach
        void start() throws Exception {
            connect(FirestoreSettings.defaults().withConcurrency(Concurrency.OPTIMISTIC));
            calls.commit(write(ByteString.EMPTY, "1", 1));
        }

        @Test
        void a_transaction_is_aborted_if_what_it_has_read_was_changed() {
            ByteString reader = begin();
            read(reader, "1");
            calls.commit(write(ByteString.EMPTY, "1", 2));

            assertAborted(() -> calls.commit(write(reader, "1", 3)));

            assertThat(n("1")).isEqualTo(2);
        }

        @Test
        void or_what_it_has_not_found() {
            ByteString reader = begin();
            read(reader, "2");
            calls.commit(write(ByteString.EMPTY, "2", 2));

            assertAborted(() -> calls.commit(write(reader, "2", 3)));
        }

        @Test
        void or_if_its_query_would_find_something_else() {
            ByteString reader = begin();
            queryOpenOnes(reader);
            calls.commit(write(ByteString.EMPTY, "phantom", 1));

            assertAborted(() -> calls.commit(write(reader, "1", 3)));
        }

        @Test
        void one_that_met_nobody_is_carried_out() {
            ByteString reader = begin();
            read(reader, "1");

            calls.commit(write(reader, "1", 3));

            assertThat(n("1")).isEqualTo(3);
            assertThat(server.transactionsUnderWay()).isZero();
        }

        @Test
        void the_real_client_tries_again() {
            var count = client.runTransaction(transaction -> {
                long n = transaction.get(order("1")).get().getLong("n");
                if (n == 1) {
                    calls.commit(write(ByteString.EMPTY, "1", 10));
                }
                transaction.set(order("1"), Map.of("n", n + 1));
                return n;
            });

            assertThat(get(count)).isEqualTo(10);
            assertThat(n("1")).isEqualTo(11);
        }
    }
}
