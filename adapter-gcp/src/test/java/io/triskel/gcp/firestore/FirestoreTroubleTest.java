package io.triskel.gcp.firestore;

import static io.triskel.gcp.firestore.LocalFirestore.COLLECTIONS;
import static io.triskel.gcp.firestore.Remarks.command;
import static io.triskel.gcp.firestore.Remarks.remark;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.firestore.Firestore;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.PortException;
import io.triskel.event.StreamId;
import io.triskel.gcp.CallDeadline;
import io.triskel.gcp.GcpClients;
import io.triskel.gcp.GcpSettings;
import io.triskel.gcp.firestore.Remarks.Remarked;
import io.triskel.inbox.Inbox.Claim;
import io.triskel.inbox.Inbox.ClaimResult;
import io.triskel.inbox.WriteOutcome;
import io.triskel.local.Fault;
import io.triskel.local.gcp.firestore.FirestoreSettings;
import io.triskel.store.CommandId;
import io.triskel.store.EventAppender.AppendResult;
import io.triskel.store.EventAppender.Expectation;
import io.triskel.store.Snapshots.Snapshot;
import io.triskel.transfer.Replicas.Replica;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a step when Firestore refuses, fails, or its answer is lost. */
@Timeout(300)
class FirestoreTroubleTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final StreamId STREAM = new StreamId("stream");
    private static final Duration LEASE = Duration.ofMinutes(1);

    private final LocalFirestore.Running local = LocalFirestore.start(FirestoreSettings.defaults());

    @AfterEach
    void stop() {
        local.close();
    }

    @ParameterizedTest
    @CsvSource({
        "NOT_FOUND, database that does not exist; create it",
        "PERMISSION_DENIED, credentials; check them and their role",
        "UNAUTHENTICATED, credentials; check them and their role",
        "RESOURCE_EXHAUSTED, larger requests than its quota allows",
        "UNAVAILABLE, did not answer; check the network",
        "INVALID_ARGUMENT, a retry will not help",
        "INTERNAL, failed; try again",
    })
    void people_are_told_what_to_do(String code, String advice) {
        FirestoreCheckpoints checkpoints = new FirestoreCheckpoints(local.impatient(), COLLECTIONS);
        local.server().faults().often(1, "BatchGetDocuments", new Fault.Refused(code));

        assertThatThrownBy(() -> checkpoints.find("a"))
                .isInstanceOf(PortException.class)
                .hasMessageContaining("test-checkpoints")
                .hasMessageContaining(advice);
        assertThatThrownBy(() -> checkpoints.claim("a")).isInstanceOf(PortException.class);
    }

    @Test
    void a_server_that_is_not_there_is_a_failing_port() {
        try (GcpClients nobody = GcpClients.of(GcpSettings.from(Map.of(
                "GOOGLE_CLOUD_PROJECT",
                LocalFirestore.PROJECT,
                "FIRESTORE_EMULATOR_HOST",
                "127.0.0.1:1",
                "TRISKEL_GCP_STORE_TIMEOUT_MS",
                "500")))) {
            FirestoreCheckpoints checkpoints = new FirestoreCheckpoints(nobody.firestore(), COLLECTIONS);

            assertThatThrownBy(() -> checkpoints.claim("a"))
                    .isInstanceOf(PortException.class)
                    .hasMessageContaining("did not answer");
        }
    }

    @Test
    void an_answer_that_does_not_come_in_time_is_asked_for_again() {
        local.server().faults().next(2, "Commit", new Fault.Slow(Duration.ofSeconds(30)));
        FirestoreCheckpoints checkpoints =
                new FirestoreCheckpoints(local.client(Duration.ofMillis(300), Duration.ofSeconds(30)), COLLECTIONS);

        assertThat(checkpoints.claim("a").fence()).isEqualTo(1);
    }

    @Test
    void answers_that_never_come_in_time_are_a_failing_port() {
        local.server().faults().often(1, "Commit", new Fault.Slow(Duration.ofMinutes(10)));
        FirestoreCheckpoints checkpoints =
                new FirestoreCheckpoints(local.client(Duration.ofMillis(300), Duration.ofSeconds(1)), COLLECTIONS);

        assertThatThrownBy(() -> checkpoints.claim("a"))
                .isInstanceOf(PortException.class)
                .hasMessageContaining("did not answer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UNAVAILABLE", "INTERNAL", "DEADLINE_EXCEEDED", "ABORTED", "RESOURCE_EXHAUSTED"})
    void trouble_that_passes_is_not_seen(String code) {
        FirestoreReplicas replicas = new FirestoreReplicas(local.client(), COLLECTIONS);
        Replica replica = Replica.of("a", 1, new byte[] {1});
        for (String call : List.of("Commit", "BatchGetDocuments", "RunQuery")) {
            local.server().faults().next(3, call, new Fault.Refused(code));
        }

        assertThat(replicas.put("entities", replica)).isTrue();
        assertThat(replicas.get("entities", "a")).contains(replica);
        assertThat(replicas.page("entities", Optional.empty(), 10).items()).containsExactly(replica);
        assertThat(local.server().faults().injected())
                .hasSize(3)
                .allSatisfy((fault, times) -> assertThat(times).isEqualTo(3));
    }

    @Test
    void calls_end_by_the_deadline_of_the_work_that_makes_them() {
        assertEndsInTime(local.client());
    }

    /** Such a client is also what the library makes of ours in a process that has FIRESTORE_EMULATOR_HOST. */
    @Test
    void calls_of_a_client_of_ones_own_do_too() {
        assertEndsInTime(local.client(new Calls()));
    }

    /** Without the deadline, calls that hang would be repeated for half a minute. */
    private void assertEndsInTime(Firestore client) {
        FirestoreInbox inbox = new FirestoreInbox(client, COLLECTIONS, Duration.ofDays(8));
        Claim claim = claimed(inbox.claimAll("consumer", List.of(new EventId("/s", "1")), NOW, LEASE));
        local.server().faults().often(1, "Commit", new Fault.Slow(Duration.ofMinutes(10)));
        InstantSource clock = InstantSource.fixed(NOW);

        CompletableFuture<List<WriteOutcome>> outcomes = CompletableFuture.supplyAsync(() -> CallDeadline.during(
                Deadline.in(Duration.ofMillis(400), clock), clock, () -> inbox.completeAll(List.of(claim), NOW)));

        assertThat(outcomes)
                .succeedsWithin(Duration.ofSeconds(20))
                .satisfies(ended -> assertThat(ended).singleElement().isInstanceOf(WriteOutcome.Failed.class));
    }

    @Test
    void a_query_by_a_field_that_was_exempt_says_what_to_deploy() {
        local.server().exemptions().add(COLLECTIONS.sagas(), FirestoreCollections.WAKE);
        FirestoreSagaStore sagas = new FirestoreSagaStore(local.client(), COLLECTIONS, InstantSource.fixed(NOW));

        assertThatThrownBy(() -> sagas.due("saga", 0, NOW, 10))
                .isInstanceOf(PortException.class)
                .hasMessageContaining("has no index for a queried field")
                .hasMessageContaining("FirestoreCollections.layouts()");
    }

    @Test
    void a_document_that_is_too_large_is_refused_and_told() {
        FirestoreSnapshots snapshots = new FirestoreSnapshots(local.client(), COLLECTIONS);
        Snapshot fits = new Snapshot("fingerprint", 1, new byte[900 * 1024], List.of(), new byte[0]);
        Snapshot doesNot = new Snapshot("fingerprint", 2, new byte[1024 * 1024], List.of(), new byte[0]);

        snapshots.save(STREAM, fits);

        assertThatThrownBy(() -> snapshots.save(STREAM, doesNot))
                .isInstanceOf(PortException.class)
                .hasMessageContaining("test-snapshots")
                .hasMessageContaining("a retry will not help");
        assertThat(snapshots.load(STREAM, "fingerprint")).contains(fits);
    }

    @Test
    void documents_of_others_are_told_from_those_of_the_store() throws Exception {
        FirestoreReplicas replicas = new FirestoreReplicas(local.client(), COLLECTIONS);
        assertThat(replicas.put("entities", Replica.of("a", 1, new byte[] {1}))).isTrue();
        local.client()
                .collection(COLLECTIONS.replicas())
                .document(DocumentIds.of("entities"))
                .collection(COLLECTIONS.entities())
                .document(DocumentIds.spread("a"))
                .update("version", "one")
                .get();

        assertThatThrownBy(() -> replicas.get("entities", "a"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'version'")
                .hasMessageContaining("was not written by this store");
    }

    @Nested
    class In_a_batch {
        private final FirestoreInbox inbox = new FirestoreInbox(local.impatient(), COLLECTIONS, Duration.ofDays(8));

        @Test
        void an_entry_that_fails_says_so_and_hides_nothing_of_the_others() {
            local.server().faults().next(1, "Commit", new Fault.Refused("PERMISSION_DENIED"));

            List<ClaimResult> results = claim(3);

            assertThat(results).hasSize(3);
            assertThat(results)
                    .filteredOn(ClaimResult.Claimed.class::isInstance)
                    .hasSize(2);
            assertThat(results)
                    .filteredOn(ClaimResult.Failed.class::isInstance)
                    .singleElement()
                    .isInstanceOfSatisfying(
                            ClaimResult.Failed.class,
                            failed -> assertThat(failed.message()).contains("role"));
        }

        @Test
        void entries_that_cannot_be_read_fail_each_for_itself() {
            claim(3);
            local.server().faults().often(1, "BatchGetDocuments", new Fault.Refused("UNAVAILABLE"));

            List<ClaimResult> results = claim(4);

            assertThat(results.subList(0, 3)).allMatch(ClaimResult.Failed.class::isInstance);
            assertThat(results.get(3)).isInstanceOf(ClaimResult.Claimed.class);
        }

        private List<ClaimResult> claim(int events) {
            List<EventId> ids = IntStream.range(0, events)
                    .mapToObj(i -> new EventId("/s", "" + i))
                    .toList();
            return inbox.claimAll("consumer", ids, NOW, Duration.ofSeconds(9));
        }
    }

    @Nested
    class A_lost_answer {
        @Test
        void is_recognised_as_our_own_success() {
            local.server().faults().next(1, "Commit", new Fault.LostResponse());

            assertThat(store(local.client()).append(STREAM, Expectation.noStream(), List.of(remark("once")), command()))
                    .isEqualTo(new AppendResult.Committed(1, 1));
        }

        @Test
        void of_a_claim_holds_no_key() {
            FirestoreInbox inbox = new FirestoreInbox(local.client(), COLLECTIONS, Duration.ofDays(8));
            local.server().faults().next(2, "Commit", new Fault.LostResponse());

            Claim claim = claimed(inbox.claimAll("consumer", List.of(new EventId("/s", "1")), NOW, LEASE));

            assertThat(claim.fence().token()).isEqualTo(1);
            assertThat(inbox.completeAll(List.of(claim), NOW)).containsExactly(WriteOutcome.recorded());
        }

        @Test
        void of_a_deletion_counts_as_deleted() {
            FirestoreInbox inbox = new FirestoreInbox(local.client(), COLLECTIONS, Duration.ofDays(8));
            Claim claim = claimed(inbox.claimAll("consumer", List.of(new EventId("/s", "1")), NOW, LEASE));
            inbox.completeAll(List.of(claim), NOW);
            local.server().faults().next(1, "Commit", new Fault.LostResponse());

            assertThat(inbox.forgetBefore(NOW.plusSeconds(1), NOW, 10)).isEqualTo(1);
        }

        @Test
        void that_is_lost_again_and_again_is_told_and_a_repetition_by_the_caller_finds_what_was_done() {
            FirestoreEventStore store = store(local.impatient());
            List<Envelope<Remarked>> events = List.of(remark("once"));
            CommandId command = command();
            local.server().faults().often(1, "Commit", new Fault.LostResponse());

            assertThatThrownBy(() -> store.append(STREAM, Expectation.noStream(), events, command))
                    .isInstanceOf(PortException.class);
            local.server().faults().clear();

            assertThat(store.append(STREAM, Expectation.noStream(), events, command))
                    .isEqualTo(new AppendResult.Repeated(1, 1));
        }

        @Test
        void that_the_client_repeats_by_itself_is_recognised_as_our_own_success() {
            Calls calls = new Calls();
            Firestore repeating = local.client(calls);
            local.server().faults().next(1, "Commit", new Fault.LostResponse());

            AppendResult created =
                    store(repeating).append(STREAM, Expectation.noStream(), List.of(remark("once")), command());
            FirestoreCheckpoints checkpoints = new FirestoreCheckpoints(repeating, COLLECTIONS);
            checkpoints.claim("a");
            local.server().faults().next(1, "Commit", new Fault.LostResponse());
            long fence = checkpoints.claim("a").fence();

            assertThat(created).isEqualTo(new AppendResult.Committed(1, 1));
            assertThat(fence).isEqualTo(2);
            assertThat(calls.made()).filteredOn("Commit"::equals).hasSize(5);
        }
    }

    @Nested
    class Contention {
        private final FirestoreEventStore store = store(local.client());

        @Test
        void is_met_by_trying_again() {
            local.server().faults().next(3, "Commit", new Fault.Refused("ABORTED"));

            assertThat(store.append(STREAM, Expectation.noStream(), List.of(remark("a")), command()))
                    .isEqualTo(new AppendResult.Committed(1, 1));
        }

        @Test
        void without_end_is_a_failing_port() {
            FirestoreEventStore impatient = store(local.impatient());
            local.server().faults().often(1, "Commit", new Fault.Refused("ABORTED"));

            assertThatThrownBy(() -> impatient.append(STREAM, Expectation.noStream(), List.of(remark("a")), command()))
                    .isInstanceOf(PortException.class)
                    .hasMessageContaining("too many concurrent writers");
        }
    }

    private static Claim claimed(List<ClaimResult> results) {
        return ((ClaimResult.Claimed) results.get(0)).claim();
    }

    private static FirestoreEventStore store(Firestore client) {
        return new FirestoreEventStore(client, COLLECTIONS, Remarks.codec(), InstantSource.fixed(NOW));
    }
}
