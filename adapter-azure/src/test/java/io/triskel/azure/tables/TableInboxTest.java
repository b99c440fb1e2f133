package io.triskel.azure.tables;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.event.EventId;
import io.triskel.inbox.Inbox;
import io.triskel.inbox.Inbox.Claim;
import io.triskel.inbox.Inbox.ClaimResult;
import io.triskel.inbox.Outcome;
import io.triskel.testkit.SharedInboxContract;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
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

        List<Outcome> outcomes = inbox.completeAll(claims, NOW);

        assertThat(claiming).isEqualTo(4);
        assertThat(requests.count()).isEqualTo(4);
        assertThat(outcomes).hasSize(100).containsOnly(Outcome.recorded());
    }

    @Test
    void one_event_costs_a_request_to_claim_and_one_to_complete() {
        List<Claim> claims = claims(inbox, ids(1));
        inbox.completeAll(claims, NOW);

        assertThat(requests.count()).isEqualTo(2);
    }

    @Test
    void an_event_twice_in_a_call_is_claimed_once() {
        EventId id = new EventId("/orders", "twice");

        List<ClaimResult> results = inbox.claimAll(consumer, List.of(id, id), NOW, LEASE);

        assertThat(results.get(0)).isInstanceOf(ClaimResult.Claimed.class);
        assertThat(results.get(1)).isInstanceOf(ClaimResult.InProgress.class);
    }

    private static List<EventId> ids(int count) {
        return IntStream.range(0, count)
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
