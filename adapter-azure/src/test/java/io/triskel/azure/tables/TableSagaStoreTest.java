package io.triskel.azure.tables;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.saga.SagaRef;
import io.triskel.saga.SagaRow;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A row's mark is where the row is listed, and no timer is missed. */
@Tag("local-clouds")
@ExtendWith(LocalTables.class)
class TableSagaStoreTest {
    private static final Instant EARLY = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant T1 = Instant.parse("2026-01-01T00:00:01Z");
    private static final Instant T2 = T1.plusSeconds(1);
    private static final Instant T3 = T1.plusSeconds(2);

    private final Requests requests = new Requests();
    private final TableSagaStore store;
    private final TableSagaStore other;
    private final SagaRef ref = new SagaRef("saga-" + UUID.randomUUID(), "instance");

    TableSagaStoreTest(LocalTables.Running local) {
        this.store = new TableSagaStore(local.service(requests), LocalTables.TABLES, () -> EARLY);
        this.other = new TableSagaStore(local.service(), LocalTables.TABLES, () -> EARLY);
    }

    private SagaRow row(long revision, Instant... timers) {
        return SagaRows.running(ref, revision, timers);
    }

    private static List<SagaRef> due(TableSagaStore by, SagaRef ref, Instant now) {
        return by.due(ref.saga(), ref.bucket(), now, 9);
    }

    @Test
    void a_row_that_stays_listed_keeps_its_mark() {
        store.save(row(1, T1), 0);
        requests.count();

        store.save(SagaRows.listed(row(2, T2), T1), 1);

        assertThat(requests.count()).isEqualTo(1);
        assertThat(due(other, ref, T1)).containsExactly(ref);
    }

    @Test
    void a_row_that_is_listed_later_gets_another_mark() {
        store.save(row(1, T1), 0);
        store.save(SagaRows.listed(row(2, T2), T1), 1);
        requests.count();

        store.save(row(3, T2), 2);

        assertThat(requests.count()).as("the old mark goes with a later one").isEqualTo(2);
        assertThat(due(other, ref, T1)).isEmpty();
        assertThat(due(other, ref, T2)).containsExactly(ref);
    }

    @Test
    void a_timer_that_others_set_meanwhile_is_not_missed() {
        store.save(row(1, T1), 0);
        store.save(row(2, T3), 1);
        other.load(ref);
        other.save(row(3, T2), 2);

        assertThat(due(store, ref, T2)).containsExactly(ref);
        assertThat(due(other, ref, T2)).containsExactly(ref);
    }

    @Test
    void an_earlier_timer_gets_a_mark_of_its_own_in_time() {
        store.save(row(1, T2), 0);

        store.save(row(2, T1), 1);

        assertThat(due(other, ref, T1)).containsExactly(ref);
        store.save(row(3), 2);
        assertThat(due(store, ref, T3)).isEmpty();
    }

    @Test
    void of_a_row_that_is_listed_no_more_no_mark_stays() {
        store.save(row(1, T1), 0);
        store.save(row(2), 1);
        SagaRef next = sameBucket();
        store.save(SagaRows.running(next, 1, T1), 0);
        requests.count();

        assertThat(due(other, ref, T1)).containsExactly(next);
        assertThat(due(store, ref, T1)).containsExactly(next);
        assertThat(requests.count()).as("one look, at one mark").isEqualTo(1);
    }

    private SagaRef sameBucket() {
        return IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> new SagaRef(ref.saga(), "instance " + i))
                .filter(saga -> saga.bucket() == ref.bucket())
                .findFirst()
                .orElseThrow();
    }
}
