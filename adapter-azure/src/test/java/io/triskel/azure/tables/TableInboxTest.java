package io.triskel.azure.tables;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.event.Deadline;
import io.triskel.event.EventId;
import io.triskel.inbox.Inbox;
import io.triskel.inbox.Inbox.Claim;
import io.triskel.inbox.Inbox.ClaimResult;
import io.triskel.inbox.WriteOutcome;
import io.triskel.testkit.ManualClock;
import io.triskel.testkit.SharedInboxContract;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("local-clouds")
@ExtendWith(LocalTables.class)
class TableInboxTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration LEASE = Duration.ofMinutes(1);

    private final String consumer = "consumer-" + UUID.randomUUID();
    private final Requests requests = new Requests();
    private final LocalTables.Running local;
    private final AzureTables tables;
    private final TableInbox inbox;

    TableInboxTest(LocalTables.Running local) {
        this.local = local;
        this.tables = local.own();
        this.inbox = new TableInbox(local.service(requests), tables, Runnable::run);
    }

    @Nested
    class Shared_by_processes extends SharedInboxContract {
        @Override
        protected Inbox process() {
            return new TableInbox(local.service(), tables, Runnable::run);
        }
    }

    @Test
    void a_batch_of_100_new_events_costs_8_requests_in_all() {
        List<Claim> claims = claims(inbox, ids(100));
        int claiming = requests.count();

        List<WriteOutcome> outcomes = inbox.completeAll(claims, NOW);

        assertThat(claiming).isEqualTo(4);
        assertThat(requests.count()).isEqualTo(4);
        assertThat(outcomes).hasSize(100).containsOnly(WriteOutcome.recorded());
    }

    @Test
    void one_event_costs_a_request_to_claim_and_one_to_complete() {
        List<Claim> claims = claims(inbox, ids(1));
        inbox.completeAll(claims, NOW);

        assertThat(requests.count()).isEqualTo(2);
    }

    @Nested
    class What_is_old {
        private final Instant later = NOW.plus(Duration.ofDays(99));
        private final ManualClock clock = ManualClock.at(later);

        @Test
        void is_forgotten_everywhere_up_to_99_entries_by_one_transaction() {
            for (int call = 0; call < 20; call++) {
                inbox.completeAll(claims(inbox, ids(call * 10, 10)), NOW);
            }
            requests.count();

            int gone = inbox.forgetBefore(later, Deadline.in(Duration.ofMinutes(1), clock), clock);

            assertThat(gone).isEqualTo(200);
            assertThat(requests.batches()).isLessThan(12);
            assertThat(requests.count())
                    .as("a page of each partition, and the transactions")
                    .isLessThan(64 + 12);
            assertThat(claims(inbox, ids(0, 200))).allMatch(claim -> claim.attempt() == 1);
        }

        @Test
        void is_read_if_it_was_not_completed_with_all_that_it_was_claimed_with() {
            Map<String, List<Claim>> byPartition = claims(inbox, ids(10)).stream()
                    .collect(Collectors.groupingBy(claim ->
                            InboxRows.key(claim.consumer(), claim.event()).partition()));
            List<Claim> some = byPartition.values().stream()
                    .filter(claims -> claims.size() > 1)
                    .findFirst()
                    .orElseThrow();
            inbox.completeAll(some.subList(1, some.size()), NOW);
            requests.count();

            int gone = inbox.forgetBefore(later, Deadline.in(Duration.ofMinutes(1), clock), clock);

            assertThat(gone).isEqualTo(10);
            assertThat(requests.count()).isEqualTo(64 + 10 + byPartition.size());
        }

        @Test
        void stays_if_it_was_completed_after_the_moment() {
            Instant completed = NOW.plusSeconds(1);
            inbox.completeAll(claims(inbox, ids(1)), completed);

            Deadline deadline = Deadline.in(Duration.ofMinutes(1), clock);
            int before = inbox.forgetBefore(completed, deadline, clock);
            int after = inbox.forgetBefore(completed.plusMillis(1), deadline, clock);

            assertThat(before).isZero();
            assertThat(after).isEqualTo(1);
        }

        @Test
        void goes_although_somebody_has_deleted_some_of_it() {
            inbox.completeAll(claims(inbox, ids(10)), NOW);
            new EntityTable(local.service(), tables.inbox()).delete(InboxRows.key(consumer, ids(1).get(0)));

            int gone = inbox.forgetBefore(later, Deadline.in(Duration.ofMinutes(1), clock), clock);

            assertThat(gone).isEqualTo(9);
            requests.count();
            assertThat(inbox.forgetBefore(later, Deadline.in(Duration.ofMinutes(1), clock), clock))
                    .isZero();
            assertThat(requests.count()).as("no note is left").isEqualTo(64);
        }

        @Test
        void stays_once_the_deadline_has_come() {
            inbox.completeAll(claims(inbox, ids(10)), NOW);
            requests.count();

            int gone = inbox.forgetBefore(later, Deadline.in(Duration.ZERO, clock), clock);

            assertThat(gone).isZero();
            assertThat(requests.count()).isZero();
        }

        @Test
        void stays_if_it_is_written_meanwhile() {
            List<Claim> claims = claims(inbox, ids(1));
            requests.beforeNextTransaction(
                    () -> assertThat(new TableInbox(local.service(), tables, Runnable::run).completeAll(claims, NOW))
                            .containsOnly(WriteOutcome.recorded()));

            int first = inbox.forgetBefore(later, Deadline.in(Duration.ofMinutes(1), clock), clock);
            int second = inbox.forgetBefore(later, Deadline.in(Duration.ofMinutes(1), clock), clock);

            assertThat(first).isZero();
            assertThat(second).isEqualTo(1);
        }
    }

    @Test
    void an_event_twice_in_a_call_is_one_claim() {
        EventId id = new EventId("/orders", "twice");

        List<ClaimResult> results = inbox.claimAll(consumer, List.of(id, id), NOW, LEASE);

        assertThat(results.get(0)).isInstanceOf(ClaimResult.Claimed.class);
        assertThat(results.get(1)).isEqualTo(results.get(0));
    }

    private static List<EventId> ids(int count) {
        return ids(0, count);
    }

    private static List<EventId> ids(int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(i -> new EventId("/orders", "event-" + i))
                .toList();
    }

    private List<Claim> claims(TableInbox by, List<EventId> ids) {
        return by.claimAll(consumer, ids, NOW, LEASE).stream()
                .map(ClaimResult.Claimed.class::cast)
                .map(ClaimResult.Claimed::claim)
                .toList();
    }
}
