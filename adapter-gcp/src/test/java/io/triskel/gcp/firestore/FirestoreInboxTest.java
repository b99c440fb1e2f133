package io.triskel.gcp.firestore;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.Timestamp;
import io.triskel.event.EventId;
import io.triskel.inbox.Inbox;
import io.triskel.inbox.Inbox.Claim;
import io.triskel.inbox.Inbox.ClaimResult;
import io.triskel.inbox.Inbox.Release;
import io.triskel.inbox.WriteOutcome;
import io.triskel.testkit.SharedInboxContract;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What no contract asks of the inbox: how many calls it makes, and when its documents go. */
@ExtendWith(LocalFirestore.class)
class FirestoreInboxTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Duration RETENTION = Duration.ofDays(8);

    private final String consumer = "consumer-" + UUID.randomUUID();
    private final Calls calls = new Calls();
    private final LocalFirestore.Running local;
    private final FirestoreCollections collections;
    private final FirestoreInbox inbox;
    private final FirestoreInbox other;

    FirestoreInboxTest(LocalFirestore.Running local) {
        this.local = local;
        this.collections = local.own();
        this.inbox = new FirestoreInbox(local.client(calls), collections, RETENTION);
        this.other = new FirestoreInbox(local.client(), collections, RETENTION);
    }

    @Nested
    class Shared_by_processes extends SharedInboxContract {
        @Override
        protected Inbox process() {
            return new FirestoreInbox(local.client(), collections, RETENTION);
        }
    }

    @Test
    void a_new_event_costs_a_call_to_claim_and_one_to_complete() {
        List<Claim> claims = claims(inbox, ids(100));
        List<String> claiming = calls.made();

        List<WriteOutcome> outcomes = inbox.completeAll(claims, NOW);

        assertThat(claiming).hasSize(100).containsOnly("Commit");
        assertThat(calls.made()).hasSize(100).containsOnly("Commit");
        assertThat(outcomes).hasSize(100).containsOnly(WriteOutcome.recorded());
    }

    @Test
    void claims_of_another_process_are_read_by_one_call_for_all() {
        List<Claim> claims = claims(other, ids(100));

        List<WriteOutcome> outcomes = inbox.completeAll(claims, NOW);

        assertThat(calls.made()).hasSize(101).containsOnlyOnce("BatchGetDocuments");
        assertThat(outcomes).containsOnly(WriteOutcome.recorded());
    }

    @Test
    void a_claim_that_ended_while_it_was_taken_over_is_lost() {
        Claim slow = claims(inbox, ids(1)).get(0);
        Instant late = NOW.plus(LEASE);
        calls.beforeNextCommit(() -> other.claimAll(consumer, ids(1), late, LEASE));

        List<WriteOutcome> outcomes = inbox.completeAll(List.of(slow), late.minusMillis(1));

        assertThat(outcomes).containsExactly(WriteOutcome.lost());
    }

    @Test
    void a_document_expires_once_it_may_be_forgotten_and_a_parked_one_never() {
        Claim first = claims(inbox, ids(1)).get(0);
        assertThat(expires(first)).containsExactly(NOW.plus(LEASE).plus(RETENTION));

        inbox.parkAll(List.of(Release.tried(first, 1)), NOW);
        assertThat(expires(first)).isEmpty();

        inbox.completeParked(consumer, first.event(), NOW.plusSeconds(9));
        assertThat(expires(first)).containsExactly(NOW.plusSeconds(9).plus(RETENTION));
    }

    private List<Instant> expires(Claim claim) {
        EventId event = claim.event();
        DocumentCollection documents = new DocumentCollection(local.client(), collections.inbox());
        Stored there = documents
                .get(documents.at(DocumentIds.spread(consumer, event.source(), event.id())))
                .orElseThrow();
        return there.has(FirestoreCollections.EXPIRES)
                ? List.of(((Timestamp) there.fields().get(FirestoreCollections.EXPIRES))
                        .toDate()
                        .toInstant())
                : List.of();
    }

    private static List<EventId> ids(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new EventId("/orders", "event-" + i))
                .toList();
    }

    private List<Claim> claims(FirestoreInbox by, List<EventId> ids) {
        return by.claimAll(consumer, ids, NOW, LEASE).stream()
                .map(ClaimResult.Claimed.class::cast)
                .map(ClaimResult.Claimed::claim)
                .toList();
    }
}
