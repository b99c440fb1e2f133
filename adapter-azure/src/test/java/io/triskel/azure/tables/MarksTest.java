package io.triskel.azure.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.azure.core.http.HttpMethod;
import io.triskel.azure.tables.Marks.Look;
import io.triskel.azure.tables.Marks.Mark;
import io.triskel.azure.tables.Marks.Wanted;
import io.triskel.store.KeyForm;
import io.triskel.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An owner that should be found is found by what it names, whatever becomes of who writes it. */
@Tag("local-clouds")
@ExtendWith(LocalTables.class)
class MarksTest {
    private static final Instant EARLY = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant LATE = EARLY.plusSeconds(1);

    private final String partition = "marks-" + UUID.randomUUID();
    private final Requests requests = new Requests();
    private final EntityTable table;
    private final Marks marks;
    private final ManualClock clock = ManualClock.at(EARLY);

    MarksTest(LocalTables.Running local) {
        this.table = new EntityTable(local.service(requests), local.own().lanes());
        this.marks = new Marks(table);
    }

    @Test
    void an_owner_names_a_mark_that_is_there_already() {
        Map<String, Mark> named = written(Map.of(), at(EARLY));

        assertThat(stored()).containsExactly(named.get("due").row());
        assertThat(named.get("due").at()).isEqualTo(EARLY);
    }

    @Test
    void a_mark_that_says_what_is_wanted_stays_and_costs_nothing() {
        Map<String, Mark> before = written(Map.of(), at(EARLY));
        requests.count();

        Map<String, Mark> after = written(before, at(EARLY));

        assertThat(after).isEqualTo(before);
        assertThat(requests.count()).isZero();
    }

    @Test
    void the_mark_that_an_owner_names_no_more_goes() {
        Map<String, Mark> before = written(Map.of(), at(EARLY));

        Map<String, Mark> after = written(before, at(LATE));
        assertThat(stored()).containsExactly(after.get("due").row());

        written(after, Map.of());
        assertThat(stored()).isEmpty();
    }

    @Test
    void an_owner_that_somebody_else_has_written_keeps_its_mark_and_the_new_one_goes() {
        Map<String, Mark> before = written(Map.of(), at(EARLY));

        Optional<String> result = marks.exchange(before, at(LATE), named -> Optional.empty(), any -> Map.of());

        assertThat(result).isEmpty();
        assertThat(stored()).containsExactly(before.get("due").row());
    }

    @Test
    void a_mark_stays_that_somebody_else_has_built_on() {
        List<Mark> lost = new ArrayList<>();

        Optional<String> result = marks.exchange(
                Map.of(),
                at(EARLY),
                named -> {
                    lost.addAll(named.values());
                    return Optional.empty();
                },
                named -> named);

        assertThat(result).isEmpty();
        assertThat(stored()).containsExactly(lost.get(0).row());
    }

    @Test
    void an_owner_that_is_not_written_is_read_once_for_all_its_new_marks() {
        List<Map<String, Mark>> asked = new ArrayList<>();
        Map<String, Wanted> two = new HashMap<>(at(EARLY));
        two.put("unsent", at(LATE).get("due"));

        Optional<String> result = marks.exchange(Map.of(), two, named -> Optional.empty(), put -> {
            asked.add(put);
            return Map.of();
        });

        assertThat(result).isEmpty();
        assertThat(asked).singleElement().satisfies(put -> assertThat(put).containsOnlyKeys("due", "unsent"));
        assertThat(stored()).isEmpty();
    }

    @Test
    void while_it_is_unknown_whether_the_owner_was_written_both_marks_stay() {
        Map<String, Mark> before = written(Map.of(), at(EARLY));

        assertThatIllegalStateException()
                .isThrownBy(() -> marks.exchange(
                        before,
                        at(LATE),
                        named -> {
                            throw new IllegalStateException("the answer is lost");
                        },
                        any -> Map.of()));

        assertThat(stored()).hasSize(2).contains(before.get("due").row());
    }

    @Test
    void a_mark_that_is_lost_is_put_again() {
        Map<String, Mark> lost = Map.of("due", new Mark(partition, KeyForm.time(EARLY) + "~owner~lost", EARLY));

        Map<String, Mark> after = written(marks.there(lost), at(EARLY));

        assertThat(stored()).containsExactly(after.get("due").row());
    }

    @Test
    void a_mark_that_nobody_can_come_to_name_any_more_goes_once_it_is_met() {
        written(Map.of(), at(EARLY));

        List<String> found = marks.named(partition, "", KeyForm.END, 9, mark -> Look.stale(true));

        assertThat(found).isEmpty();
        assertThat(stored()).isEmpty();
    }

    @Nested
    class A_spent_mark {
        private static final Duration LEASE = Duration.ofSeconds(10);

        private final Marks timed = new Marks(table, clock);

        private Mark put() {
            return write(Map.of(), at(clock.instant().plus(LEASE))).get("due");
        }

        private void spend(Mark mark) {
            write(Map.of("due", mark), Map.of());
        }

        private Map<String, Mark> write(Map<String, Mark> before, Map<String, Wanted> wanted) {
            return timed.exchange(before, wanted, Optional::of, any -> Map.of()).orElseThrow();
        }

        @Test
        void goes_with_the_next_one_in_the_same_request() {
            spend(put());
            requests.count();

            Mark next = put();

            assertThat(requests.count()).isEqualTo(1);
            assertThat(stored()).containsExactly(next.row());
        }

        @Test
        void goes_once_although_the_answer_was_lost() {
            spend(put());
            requests.loseNext(HttpMethod.POST, () -> {});

            Mark next = put();

            assertThat(stored()).containsExactly(next.row());
        }

        @Test
        void that_a_reader_has_deleted_hinders_no_other() {
            Mark one = put();
            Mark two = put();
            spend(one);
            spend(two);
            marks.delete(one);

            Mark next = put();

            assertThat(stored()).containsExactlyInAnyOrder(two.row(), next.row());
        }

        @Test
        void is_left_to_who_meets_it_after_its_moment() {
            Mark one = put();
            spend(one);
            clock.advance(LEASE);
            requests.count();

            Mark next = put();

            assertThat(requests.count()).isEqualTo(1);
            assertThat(stored()).containsExactlyInAnyOrder(one.row(), next.row());
        }

        @Test
        void goes_at_once_where_marks_are_put_too_rarely() {
            put();
            clock.advance(LEASE.dividedBy(2));
            Mark rare = put();

            spend(rare);

            assertThat(stored()).doesNotContain(rare.row());
        }

        @Test
        void goes_at_once_where_no_mark_was_put_by_this_process() {
            Mark others = written(Map.of(), at(EARLY.plus(LEASE))).get("due");

            spend(others);

            assertThat(stored()).isEmpty();
        }

        @Test
        void is_one_of_99_that_go_in_one_request() {
            List<Mark> many = Stream.generate(this::put).limit(120).toList();
            many.forEach(this::spend);

            put();
            assertThat(stored()).hasSize(22);

            put();
            assertThat(stored()).hasSize(2);
        }
    }

    private Map<String, Wanted> at(Instant moment) {
        return Map.of("due", Wanted.from(moment, partition, "owner", mark -> mark.addProperty("name", "owner")));
    }

    private Map<String, Mark> written(Map<String, Mark> before, Map<String, Wanted> wanted) {
        return marks.exchange(before, wanted, Optional::of, any -> Map.of()).orElseThrow();
    }

    private List<String> stored() {
        return marks.page(partition).rows().stream().map(row -> row.getRowKey()).toList();
    }
}
