package io.triskel.aws.dynamodb;

import static io.triskel.aws.dynamodb.LocalTables.TABLES;
import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.event.EventId;
import io.triskel.inbox.Inbox.ClaimResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How many requests an inbox sends, and that it knows its own writes. */
@Tag("local-clouds")
@ExtendWith(LocalTables.class)
class DynamoDbInboxTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Calls calls = new Calls();
    private final DynamoDbInbox inbox;
    private final EventId event = new EventId("/test", UUID.randomUUID().toString());

    DynamoDbInboxTest(LocalTables.Running dynamoDb) {
        this.inbox = new DynamoDbInbox(dynamoDb.client(calls), TABLES, Duration.ofDays(7), Runnable::run);
    }

    @Test
    void a_claim_and_a_completion_are_a_write_each() {
        ClaimResult.Claimed claimed = (ClaimResult.Claimed) claim();
        assertThat(calls.made()).containsExactly("PutItem");

        inbox.completeAll(List.of(claimed.claim()), NOW);
        assertThat(calls.made()).containsExactly("PutItem");
    }

    @Test
    void an_event_that_somebody_else_has_completed_is_read_once() {
        inbox.completeAll(List.of(((ClaimResult.Claimed) claim()).claim()), NOW);
        calls.made();

        ClaimResult again = claim();

        assertThat(again).isEqualTo(ClaimResult.completed());
        assertThat(calls.made()).containsExactly("GetItem");
    }

    @Test
    void a_claim_whose_answer_is_lost_is_ours_and_not_in_progress_elsewhere() {
        calls.loseNext("PutItem");

        ClaimResult result = claim();

        assertThat(result).isInstanceOf(ClaimResult.Claimed.class);
        assertThat(calls.made()).containsExactly("PutItem", "PutItem", "GetItem");
    }

    private ClaimResult claim() {
        return inbox.claimAll("view", List.of(event), NOW, MINUTE).get(0);
    }
}
