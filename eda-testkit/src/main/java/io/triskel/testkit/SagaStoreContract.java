package io.triskel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.fail;

import io.triskel.event.Metadata.TraceContext;
import io.triskel.event.OrderingKey;
import io.triskel.saga.PendingCommands;
import io.triskel.saga.SagaRef;
import io.triskel.saga.SagaRow;
import io.triskel.saga.SagaRow.PendingCommand;
import io.triskel.saga.SagaRow.Timer;
import io.triskel.saga.SagaRow.Trouble;
import io.triskel.saga.SagaStatus;
import io.triskel.saga.SagaStore;
import io.triskel.saga.SeenEvents;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The contract of every {@link SagaStore}. The store may be shared: each test has its own saga name. The indexes may lag,
 * so tests wait until an entry appears or disappears.
 */
public abstract class SagaStoreContract {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final String saga = "saga-" + UUID.randomUUID();
    private SagaStore store;

    /** For implementations to extend. */
    protected SagaStoreContract() {}

    /** {@return the store to test} */
    protected abstract SagaStore create();

    /** {@return how long an index may lag} */
    protected Duration patience() {
        return Duration.ofSeconds(20);
    }

    @BeforeEach
    final void open() {
        store = create();
    }

    @Test
    final void a_row_is_loaded_as_it_was_saved() {
        SagaRow full = SagaRow.of(
                ref("order-1"),
                1,
                new SagaStatus.Stuck("it is", Optional.of("input"), Optional.of("completed"), Optional.of(NOON)),
                "fingerprint",
                "{\"of\":\"Zoë\"}".getBytes(StandardCharsets.UTF_8),
                List.of(
                        new Timer("reserve", NOON, Optional.of(NOON.plusMillis(1)), 2, Optional.of(trace())),
                        new Timer("held", NOON, Optional.empty(), 5, Optional.empty())),
                new PendingCommands(
                        List.of(command("c1"), command("c2")), NOON.plusSeconds(3), 4, Optional.of("throttled")),
                new SeenEvents(Map.of("stream", List.of(3L, 7L)), Map.of("id", NOON)),
                Optional.of(new Trouble("input", 3)));

        assertThat(store.save(full, 0)).isTrue();

        assertThat(store.load(full.ref())).contains(full);
    }

    @Test
    final void a_row_is_created_only_where_there_is_none() {
        assertThat(store.save(row("order-1", 1), 0)).isTrue();

        assertThat(store.save(row("order-1", 1, "other"), 0)).isFalse();
        assertThat(store.load(ref("order-1"))).contains(row("order-1", 1));
        assertThat(store.load(ref("order-2"))).isEmpty();
    }

    @Test
    final void a_row_is_replaced_only_at_the_expected_revision() {
        assertThat(store.save(row("order-1", 1), 0)).isTrue();
        assertThat(store.save(row("order-1", 2), 1)).isTrue();

        assertThat(store.save(row("order-1", 2, "late"), 1)).isFalse();
        assertThat(store.save(row("order-1", 4, "early"), 3)).isFalse();
        assertThat(store.load(ref("order-1"))).contains(row("order-1", 2));
    }

    @Test
    final void a_row_that_does_not_exist_is_not_replaced() {
        assertThat(store.save(row("order-1", 2), 1)).isFalse();
        assertThat(store.load(ref("order-1"))).isEmpty();
        assertThat(store.save(row("order-1", 1), 0)).isTrue();
    }

    @Test
    final void a_row_whose_revision_is_not_the_next_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> store.save(row("order-1", 3), 1));
        assertThat(store.load(ref("order-1"))).isEmpty();
    }

    @Test
    final void of_many_who_replace_one_revision_exactly_one_succeeds() throws Exception {
        assertThat(store.save(row("order-1", 1), 0)).isTrue();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (int revision = 2; revision < 22; revision++) {
                int next = revision;
                List<Callable<Boolean>> writers = IntStream.range(0, 4)
                        .mapToObj(writer -> (Callable<Boolean>)
                                () -> store.save(row("order-1", next, "writer " + writer), next - 1))
                        .toList();
                int winners = 0;
                for (Future<Boolean> writer : threads.invokeAll(writers)) {
                    winners += writer.get() ? 1 : 0;
                }
                assertThat(winners).as("winners at revision %s", next).isEqualTo(1);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(store.load(ref("order-1")).orElseThrow().revision()).isEqualTo(21);
    }

    @Test
    final void keys_that_look_alike_are_different_rows() {
        List<String> alike =
                List.of("a/b", "a%2Fb", "a\\b", "a#b", "a?b", "a.b", ".", "..", "a b", "A/B", "a:b", "__a__", "ä");
        for (String instance : alike) {
            assertThat(store.save(row(instance, 1, instance), 0)).as(instance).isTrue();
        }
        for (String instance : alike) {
            assertThat(store.load(ref(instance))).as(instance).contains(row(instance, 1, instance));
        }
    }

    @Test
    final void sagas_of_different_names_do_not_meet() {
        SagaRow other = timed(new SagaRef(saga + "-other", "order-1"), 1, NOON);
        assertThat(store.save(timed(ref("order-1"), 1, NOON), 0)).isTrue();
        assertThat(store.save(other, 0)).isTrue();

        eventually(() -> due("order-1", NOON, 10), refs -> refs.equals(List.of(ref("order-1"))));
        assertThat(store.load(other.ref())).contains(other);
    }

    @Test
    final void an_instance_is_due_once_its_first_timer_wakes_and_not_before() {
        SagaRow row = withTimers(
                ref("order-1"),
                1,
                List.of(
                        new Timer("late", NOON.plusSeconds(9), Optional.of(NOON.plusSeconds(9)), 0, Optional.empty()),
                        new Timer("first", NOON.minusSeconds(5), Optional.of(NOON), 1, Optional.empty()),
                        new Timer("held", NOON.minusSeconds(9), Optional.empty(), 5, Optional.empty())));

        assertThat(store.save(row, 0)).isTrue();

        eventually(() -> due("order-1", NOON, 10), refs -> refs.contains(ref("order-1")));
        assertThat(due("order-1", NOON.minusMillis(1), 10)).isEmpty();
    }

    @Test
    final void an_instance_without_timers_that_wake_is_no_longer_due() {
        assertThat(store.save(timed(ref("order-1"), 1, NOON), 0)).isTrue();
        eventually(() -> due("order-1", NOON, 10), refs -> refs.contains(ref("order-1")));

        assertThat(store.save(row("order-1", 2), 1)).isTrue();

        eventually(() -> due("order-1", NOON, 10), List::isEmpty);
    }

    @Test
    final void a_timer_that_is_put_off_is_due_at_its_new_time() {
        assertThat(store.save(timed(ref("order-1"), 1, NOON), 0)).isTrue();
        assertThat(store.save(timed(ref("order-1"), 2, NOON.plusSeconds(60)), 1))
                .isTrue();

        eventually(() -> due("order-1", NOON.plusSeconds(60), 10), refs -> refs.contains(ref("order-1")));
        eventually(() -> due("order-1", NOON.plusSeconds(59), 10), List::isEmpty);
    }

    @Test
    final void an_instance_that_is_listed_early_is_due_then_until_a_change_lists_it_later() {
        SagaRow early = listed(timed(ref("order-1"), 1, NOON.plusSeconds(60)), NOON);
        assertThat(store.save(early, 0)).isTrue();

        eventually(() -> due("order-1", NOON, 10), refs -> refs.contains(ref("order-1")));
        assertThat(due("order-1", NOON.minusMillis(1), 10)).isEmpty();
        assertThat(store.load(early.ref())).contains(early);

        assertThat(store.save(listed(timed(ref("order-1"), 2, NOON.plusSeconds(90)), NOON), 1))
                .isTrue();
        assertThat(due("order-1", NOON, 10)).containsExactly(ref("order-1"));

        assertThat(store.save(timed(ref("order-1"), 3, NOON.plusSeconds(90)), 2))
                .isTrue();
        eventually(() -> due("order-1", NOON.plusSeconds(89), 10), List::isEmpty);
        eventually(() -> due("order-1", NOON.plusSeconds(90), 10), refs -> refs.contains(ref("order-1")));
    }

    @Test
    final void an_instance_with_commands_in_flight_is_due_when_they_must_be_recorded_and_is_not_unsent() {
        assertThat(store.save(inFlight(ref("order-1"), NOON), 0)).isTrue();

        eventually(() -> due("order-1", NOON, 10), refs -> refs.contains(ref("order-1")));
        assertThat(due("order-1", NOON.minusMillis(1), 10)).isEmpty();
        assertThat(unsentOf("order-1", NOON.plusSeconds(60), 10)).isEmpty();
    }

    @Test
    final void a_change_that_was_refused_leaves_the_indexes_alone() {
        assertThat(store.save(timed(ref("order-1"), 1, NOON), 0)).isTrue();

        assertThat(store.save(row("order-1", 1), 0)).isFalse();

        eventually(() -> due("order-1", NOON, 10), refs -> refs.contains(ref("order-1")));
    }

    @Test
    final void due_instances_come_longest_waiting_first_and_at_most_as_many_as_asked_for() {
        List<SagaRef> refs = inOneBucket(5);
        for (int i = 0; i < refs.size(); i++) {
            assertThat(store.save(timed(refs.get(i), 1, NOON.minusSeconds(i)), 0))
                    .isTrue();
        }
        int bucket = refs.get(0).bucket();

        eventually(() -> store.due(saga, bucket, NOON, 10), found -> found.size() == 5);
        assertThat(store.due(saga, bucket, NOON, 2)).containsExactly(refs.get(4), refs.get(3));
        assertThat(store.due(saga, bucket, NOON.minusSeconds(3), 10)).containsExactly(refs.get(4), refs.get(3));
    }

    @Test
    final void every_due_instance_is_in_its_own_bucket_and_in_no_other() {
        List<SagaRef> refs =
                IntStream.range(0, 40).mapToObj(i -> ref("order-" + i)).toList();
        refs.forEach(ref -> assertThat(store.save(timed(ref, 1, NOON), 0)).isTrue());

        List<SagaRef> found = new ArrayList<>();
        for (int bucket = 0; bucket < SagaRef.BUCKETS; bucket++) {
            int here = bucket;
            List<SagaRef> expected =
                    refs.stream().filter(ref -> ref.bucket() == here).toList();
            found.addAll(eventually(() -> store.due(saga, here, NOON, 50), some -> some.size() >= expected.size()));
            assertThat(store.due(saga, here, NOON, 50)).containsExactlyInAnyOrderElementsOf(expected);
        }
        assertThat(found).containsExactlyInAnyOrderElementsOf(refs);
    }

    @Test
    final void an_instance_with_commands_is_unsent_until_they_are_struck_out() {
        assertThat(store.save(unsent(ref("order-1"), 1, Instant.EPOCH), 0)).isTrue();
        eventually(() -> unsentOf("order-1", NOON, 10), refs -> refs.contains(ref("order-1")));

        assertThat(store.save(row("order-1", 2), 1)).isTrue();

        eventually(() -> unsentOf("order-1", NOON, 10), List::isEmpty);
    }

    @Test
    final void commands_that_were_put_off_are_unsent_from_then_on_and_not_before() {
        assertThat(store.save(unsent(ref("order-1"), 1, NOON), 0)).isTrue();

        eventually(() -> unsentOf("order-1", NOON, 10), refs -> refs.contains(ref("order-1")));
        assertThat(unsentOf("order-1", NOON.minusMillis(1), 10)).isEmpty();
    }

    @Test
    final void unsent_instances_come_longest_waiting_first_and_at_most_as_many_as_asked_for() {
        List<SagaRef> refs = inOneBucket(4);
        for (int i = 0; i < refs.size(); i++) {
            assertThat(store.save(unsent(refs.get(i), 1, NOON.minusSeconds(i)), 0))
                    .isTrue();
        }
        int bucket = refs.get(0).bucket();

        eventually(() -> store.unsent(saga, bucket, NOON, 10), found -> found.size() == 4);
        assertThat(store.unsent(saga, bucket, NOON, 3)).containsExactly(refs.get(3), refs.get(2), refs.get(1));
    }

    @Test
    final void an_instance_is_listed_as_stuck_until_it_is_not() {
        assertThat(store.save(row("order-1", 1), 0)).isTrue();
        assertThat(store.save(stuck(ref("order-1"), 2), 1)).isTrue();
        eventually(() -> stuckOf("order-1"), List.of(ref("order-1"))::equals);
        assertThat(store.save(stuck(ref("order-1"), 3), 2)).isTrue();
        assertThat(stuckOf("order-1")).containsExactly(ref("order-1"));

        assertThat(store.save(row("order-1", 4), 3)).isTrue();

        eventually(() -> stuckOf("order-1"), List::isEmpty);
    }

    @Test
    final void a_stuck_instance_with_timers_and_commands_is_in_all_three_indexes() {
        SagaRow waits = withStatus(timed(ref("order-1"), 1, NOON), stuck("nobody answers"));
        SagaRow sends = withStatus(unsent(ref("order-1"), 2, NOON), stuck("rejected"));

        assertThat(store.save(waits, 0)).isTrue();
        eventually(() -> stuckOf("order-1"), List.of(ref("order-1"))::equals);
        eventually(() -> due("order-1", NOON, 10), List.of(ref("order-1"))::equals);
        assertThat(store.load(ref("order-1"))).contains(waits);
        assertThat(store.save(sends, 1)).isTrue();

        eventually(() -> unsentOf("order-1", NOON, 10), List.of(ref("order-1"))::equals);
        eventually(() -> due("order-1", NOON, 10), List::isEmpty);
        assertThat(stuckOf("order-1")).containsExactly(ref("order-1"));
    }

    @Test
    final void stuck_instances_are_paged_by_bucket_in_a_steady_order() {
        List<SagaRef> refs =
                IntStream.range(0, 40).mapToObj(i -> ref("order-" + i)).toList();
        refs.forEach(ref -> assertThat(store.save(stuck(ref, 1), 0)).isTrue());
        assertThat(store.save(row("running", 1), 0)).isTrue();

        List<SagaRef> found = new ArrayList<>();
        for (int bucket = 0; bucket < SagaRef.BUCKETS; bucket++) {
            int here = bucket;
            long expected = refs.stream().filter(ref -> ref.bucket() == here).count();
            List<SagaRef> all =
                    eventually(() -> store.stuck(saga, here, Optional.empty(), 99), some -> some.size() >= expected);
            assertThat(all).allMatch(ref -> ref.bucket() == here);
            List<SagaRef> paged = new ArrayList<>();
            List<SagaRef> page = store.stuck(saga, here, Optional.empty(), 2);
            while (!page.isEmpty()) {
                assertThat(page).hasSizeLessThanOrEqualTo(2);
                paged.addAll(page);
                page = store.stuck(saga, here, Optional.of(page.get(page.size() - 1)), 2);
            }
            assertThat(paged).isEqualTo(all);
            found.addAll(all);
        }
        assertThat(found).containsExactlyInAnyOrderElementsOf(refs);
        assertThat(store.stuck(saga + "2", 0, Optional.empty(), 9)).isEmpty();
    }

    @Test
    final void stuck_instances_whose_names_look_alike_are_listed_each_once() {
        List<SagaRef> refs = LookAlikes.names().stream().map(this::ref).toList();
        refs.forEach(ref -> assertThat(store.save(stuck(ref, 1), 0)).isTrue());

        List<SagaRef> found = eventually(
                () -> IntStream.range(0, SagaRef.BUCKETS)
                        .boxed()
                        .flatMap(bucket -> store.stuck(saga, bucket, Optional.empty(), 99).stream())
                        .toList(),
                some -> some.size() >= refs.size());

        assertThat(found).containsExactlyInAnyOrderElementsOf(refs);
    }

    @Test
    final void a_row_of_the_largest_size_is_kept_and_one_byte_more_is_refused() {
        SagaRow largest = ofSize("order-1", SagaRow.MAX_BYTES);
        SagaRow larger = ofSize("order-2", SagaRow.MAX_BYTES + 1);

        assertThat(store.save(largest, 0)).isTrue();
        assertThat(store.load(largest.ref())).contains(largest);

        assertThatIllegalArgumentException().isThrownBy(() -> store.save(larger, 0));
        assertThat(store.load(larger.ref())).isEmpty();
    }

    private SagaRef ref(String instance) {
        return new SagaRef(saga, instance);
    }

    private List<SagaRef> due(String instance, Instant now, int limit) {
        return store.due(saga, ref(instance).bucket(), now, limit);
    }

    private List<SagaRef> unsentOf(String instance, Instant now, int limit) {
        return store.unsent(saga, ref(instance).bucket(), now, limit);
    }

    private List<SagaRef> stuckOf(String instance) {
        return store.stuck(saga, ref(instance).bucket(), Optional.empty(), 9);
    }

    private List<SagaRef> inOneBucket(int howMany) {
        int bucket = ref("order-0").bucket();
        return IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> ref("order-" + i))
                .filter(ref -> ref.bucket() == bucket)
                .limit(howMany)
                .toList();
    }

    private SagaRow row(String instance, long revision) {
        return row(instance, revision, "state " + revision);
    }

    private SagaRow row(String instance, long revision, String state) {
        return row(ref(instance), revision, state, List.of(), nothingUnsent());
    }

    private static SagaRow stuck(SagaRef ref, long revision) {
        return withStatus(row(ref, revision, "state", List.of(), nothingUnsent()), stuck("nobody answers"));
    }

    private static SagaStatus stuck(String reason) {
        return new SagaStatus.Stuck(reason, Optional.empty(), Optional.empty());
    }

    private static SagaRow withStatus(SagaRow row, SagaStatus status) {
        return SagaRow.of(
                row.ref(),
                row.revision(),
                status,
                row.fingerprint(),
                row.state(),
                row.timers(),
                row.unsent(),
                row.seen(),
                row.trouble());
    }

    private static SagaRow timed(SagaRef ref, long revision, Instant due) {
        return withTimers(ref, revision, List.of(new Timer("timer", due, Optional.of(due), 0, Optional.empty())));
    }

    private static SagaRow withTimers(SagaRef ref, long revision, List<Timer> timers) {
        return row(ref, revision, "state", timers, nothingUnsent());
    }

    private static SagaRow unsent(SagaRef ref, long revision, Instant after) {
        return row(
                ref,
                revision,
                "state",
                List.of(),
                new PendingCommands(List.of(command("c1")), after, 1, Optional.of("throttled")));
    }

    private static SagaRow inFlight(SagaRef ref, Instant until) {
        return row(ref, 1, "state", List.of(), new PendingCommands(List.of(command("c1")), until, 0, Optional.empty()));
    }

    private static SagaRow listed(SagaRow row, Instant early) {
        return new SagaRow(
                row.ref(),
                row.revision(),
                row.status(),
                row.fingerprint(),
                row.state(),
                row.timers(),
                row.unsent(),
                row.seen(),
                row.trouble(),
                Optional.of(early));
    }

    private static SagaRow row(SagaRef ref, long revision, String state, List<Timer> timers, PendingCommands unsent) {
        return SagaRow.of(
                ref,
                revision,
                new SagaStatus.Running(),
                "fingerprint",
                state.getBytes(StandardCharsets.UTF_8),
                timers,
                unsent,
                new SeenEvents(Map.of(), Map.of()),
                Optional.empty());
    }

    private static PendingCommands nothingUnsent() {
        return new PendingCommands(List.of(), Instant.EPOCH, 0, Optional.empty());
    }

    private static PendingCommand command(String id) {
        return new PendingCommand(
                id, "inventory", new OrderingKey("key of " + id), ("command " + id).getBytes(StandardCharsets.UTF_8));
    }

    private static TraceContext trace() {
        return new TraceContext("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", Optional.of("vendor=1"));
    }

    /** State is Base64 in a row, so its size grows in steps of four; the fingerprint fills the rest. */
    private SagaRow ofSize(String instance, int bytes) {
        int missing = bytes - sized(instance, 0, 1).encoded().length;
        int state = missing / 4 * 3;
        return sized(instance, state, 1 + bytes - sized(instance, state, 1).encoded().length);
    }

    private SagaRow sized(String instance, int state, int fingerprint) {
        return SagaRow.of(
                ref(instance),
                1,
                new SagaStatus.Running(),
                "f".repeat(fingerprint),
                new byte[state],
                List.of(),
                nothingUnsent(),
                new SeenEvents(Map.of(), Map.of()),
                Optional.empty());
    }

    private <T> T eventually(Supplier<T> question, Predicate<T> answer) {
        long end = System.nanoTime() + patience().toNanos();
        T last = question.get();
        while (!answer.test(last)) {
            if (System.nanoTime() > end) {
                fail("Waited %s for the expected result; the last one was %s", patience(), last);
            }
            LockSupport.parkNanos(1_000_000);
            last = question.get();
        }
        return last;
    }
}
