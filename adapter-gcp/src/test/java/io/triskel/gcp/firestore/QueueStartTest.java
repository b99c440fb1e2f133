package io.triskel.gcp.firestore;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.saga.PendingCommands;
import io.triskel.saga.SagaRef;
import io.triskel.saga.SagaRow;
import io.triskel.saga.SagaRow.Timer;
import io.triskel.saga.SagaStatus;
import io.triskel.saga.SeenEvents;
import io.triskel.store.KeyForm;
import io.triskel.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueueStartTest {
    private static final String BUCKET = "saga~3~";

    private final ManualClock clock = ManualClock.atNewYear();
    private final QueueStart start = new QueueStart(clock);

    @Test
    void the_first_query_begins_at_the_buckets_start() {
        assertThat(start.of(BUCKET)).isEqualTo(BUCKET);
    }

    @Test
    void the_next_one_begins_a_little_before_now_if_nothing_was_found() {
        start.found(BUCKET, BUCKET, clock.instant(), Optional.empty());

        assertThat(start.of(BUCKET)).isEqualTo(key(clock.instant().minusSeconds(300)));
    }

    @Test
    void it_begins_at_the_first_entry_if_that_is_older() {
        String old = key(clock.instant().minusSeconds(9_000));

        start.found(BUCKET, BUCKET, clock.instant(), Optional.of(old));

        assertThat(start.of(BUCKET)).isEqualTo(old);
    }

    @Test
    void a_query_for_the_future_says_nothing_of_entries_that_will_come() {
        start.found(BUCKET, BUCKET, clock.instant().plusSeconds(9_000), Optional.empty());

        assertThat(start.of(BUCKET)).isEqualTo(key(clock.instant().minusSeconds(300)));
    }

    @Test
    void now_and_then_a_query_begins_at_the_start_again() {
        start.found(BUCKET, BUCKET, clock.instant(), Optional.empty());
        for (int minute = 0; minute < 4; minute++) {
            clock.advance(Duration.ofMinutes(1));
            String from = start.of(BUCKET);
            assertThat(from).isNotEqualTo(BUCKET);
            start.found(BUCKET, from, clock.instant(), Optional.empty());
        }
        clock.advance(Duration.ofMinutes(1));

        assertThat(start.of(BUCKET)).isEqualTo(BUCKET);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 24})
    void a_query_begins_at_the_start_again_when_the_clock_is_set_back(int hours) {
        start.found(BUCKET, BUCKET, clock.instant(), Optional.empty());

        clock.advance(Duration.ofHours(-hours));

        assertThat(start.of(BUCKET)).isEqualTo(BUCKET);
    }

    private static String key(Instant at) {
        return BUCKET + KeyForm.time(at);
    }

    /** As the stores use it. */
    @Nested
    @ExtendWith(LocalFirestore.class)
    class Of_sagas {
        private final FirestoreSagaStore sagas;

        Of_sagas(LocalFirestore.Running local) {
            this.sagas = new FirestoreSagaStore(local.client(), local.own(), clock);
        }

        @Test
        void what_becomes_due_is_found_and_what_was_due_long_ago_within_minutes() {
            SagaRef now = new SagaRef("saga", "now");
            SagaRef old = new SagaRef("saga", "old");
            assertThat(due(now)).isEmpty();
            assertThat(due(old)).isEmpty();
            sagas.save(row(now, clock.instant()), 0);
            sagas.save(row(old, clock.instant().minus(Duration.ofDays(1))), 0);

            assertThat(due(now)).contains(now);
            clock.advance(Duration.ofMinutes(5));

            assertThat(due(old)).contains(old);
        }

        private List<SagaRef> due(SagaRef ref) {
            return sagas.due("saga", ref.bucket(), clock.instant(), 10);
        }
    }

    private static SagaRow row(SagaRef ref, Instant due) {
        return SagaRow.of(
                ref,
                1,
                new SagaStatus.Running(),
                "fingerprint",
                new byte[] {1},
                List.of(new Timer("timer", due, Optional.of(due), 0, Optional.empty())),
                new PendingCommands(List.of(), Instant.EPOCH, 0, Optional.empty()),
                new SeenEvents(Map.of(), Map.of()),
                Optional.empty());
    }
}
