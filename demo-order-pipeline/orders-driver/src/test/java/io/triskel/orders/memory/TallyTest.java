package io.triskel.orders.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventKind;
import io.triskel.event.EventType;
import io.triskel.event.StreamId;
import io.triskel.observe.EventOutcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TallyTest {
    private final Tally tally = new Tally(event -> {});

    private void published(long revision, EventOutcome outcome) {
        tally.published(fact(revision), outcome, Duration.ZERO);
    }

    private static Envelope<String> fact(long revision) {
        return Envelope.of(new EventId("/orders", "e-" + revision), new EventType("order-placed", 1), "data")
                .withPattern(new EventKind.Sourced(new StreamId("order-1"), revision));
    }

    @Test
    void facts_that_come_in_their_turn_violate_nothing_also_when_they_are_repeated() {
        published(1, EventOutcome.ACCEPTED);
        published(2, EventOutcome.REJECTED_UNKNOWN);
        published(1, EventOutcome.ACCEPTED);
        published(2, EventOutcome.ACCEPTED);

        assertThat(tally.orderViolations()).isZero();
        assertThat(tally.refused()).isEqualTo(1);
    }

    @Test
    void a_fact_before_its_turn_is_counted() {
        published(2, EventOutcome.ACCEPTED);
        published(1, EventOutcome.ACCEPTED);

        assertThat(tally.orderViolations()).isEqualTo(2);
    }

    @Test
    void a_fact_that_was_never_accepted_was_not_seen() {
        published(1, EventOutcome.REJECTED_THROTTLED);

        assertThat(tally.hasSeen(fact(1).id())).isFalse();
    }
}
