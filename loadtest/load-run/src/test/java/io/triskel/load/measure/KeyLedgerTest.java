package io.triskel.load.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class KeyLedgerTest {
    private final KeyLedger ledger = new KeyLedger(4);

    @Test
    void events_in_order_leave_nothing_behind() {
        see(0, 0, 1, 2, 3);

        assertThat(ledger.distinct()).isEqualTo(4);
        assertThat(ledger.missing(0, 4)).isZero();
        assertThat(ledger.reordered()).isZero();
        assertThat(ledger.repeats()).isEmpty();
    }

    @Test
    void a_gap_is_missing() {
        see(0, 0, 3);

        assertThat(ledger.missing(0, 4)).isEqualTo(2);
        assertThat(ledger.has(0, 1)).isFalse();
        assertThat(ledger.has(0, 3)).isTrue();
    }

    @Test
    void what_never_came_at_the_end_is_missing() {
        see(0, 0);

        assertThat(ledger.missing(0, 5)).isEqualTo(4);
        assertThat(ledger.missing(1, 2)).isEqualTo(2);
    }

    @Test
    void a_late_event_fills_its_gap_and_is_reordered_by_as_many_as_overtook_it() {
        see(0, 0, 2, 3, 4, 1);

        assertThat(ledger.missing(0, 5)).isZero();
        assertThat(ledger.reordered()).isEqualTo(1);
        assertThat(ledger.deepest()).isEqualTo(3);
    }

    @Test
    void a_missing_event_overtakes_nobody() {
        see(0, 0, 5, 1);

        assertThat(ledger.deepest()).isEqualTo(1);
    }

    @Test
    void a_repeat_is_no_reorder() {
        see(0, 0, 1, 2, 0, 0, 1);

        assertThat(ledger.reordered()).isZero();
        assertThat(ledger.repeats()).isEqualTo(Map.of(KeyLedger.id(0, 0), 2, KeyLedger.id(0, 1), 1));
        assertThat(ledger.distinct()).isEqualTo(3);
    }

    @Test
    void a_repeat_of_a_late_event_is_a_repeat() {
        see(0, 1, 0, 0);

        assertThat(ledger.reordered()).isEqualTo(1);
        assertThat(ledger.repeats()).containsExactly(Map.entry(KeyLedger.id(0, 0), 1));
    }

    @Test
    void keys_do_not_know_each_other() {
        see(0, 0, 1);
        see(3, 1, 0);

        assertThat(ledger.reordered()).isEqualTo(1);
        assertThat(ledger.missing(0, 2)).isZero();
        assertThat(ledger.missing(3, 2)).isZero();
    }

    @Test
    @Timeout(300)
    void many_gaps_of_one_key_do_not_make_late_events_slow() {
        int events = 200_000;
        for (int number = 1; number < events; number += 2) {
            ledger.see(0, number);
        }
        for (int number = 0; number < events; number += 2) {
            ledger.see(0, number);
        }

        assertThat(ledger.missing(0, events)).isZero();
    }

    /** Against lists: any order of any numbers, with repeats. */
    @Property(tries = 2_000)
    void it_counts_as_lists_do(@ForAll long seed) {
        Random random = new Random(seed);
        int keys = 1 + random.nextInt(4);
        int numbers = 1 + random.nextInt(30);
        KeyLedger tried = new KeyLedger(keys);
        Map<Integer, List<Integer>> came = new HashMap<>();
        Set<Long> distinct = new HashSet<>();
        Map<Long, Integer> repeats = new HashMap<>();
        long reordered = 0;
        int deepest = 0;
        for (int i = random.nextInt(120); i > 0; i--) {
            int key = random.nextInt(keys);
            List<Integer> before = came.computeIfAbsent(key, any -> new ArrayList<>());
            // Mostly the next one, as on a real bus.
            int number = random.nextInt(3) > 0 ? Math.min(numbers - 1, before.size()) : random.nextInt(numbers);
            boolean first = distinct.add(KeyLedger.id(key, number));
            if (first) {
                int overtakers = new TreeSet<>(before).tailSet(number).size();
                reordered += overtakers > 0 ? 1 : 0;
                deepest = Math.max(deepest, overtakers);
                before.add(number);
            } else {
                repeats.merge(KeyLedger.id(key, number), 1, Integer::sum);
            }
            assertThat(tried.see(key, number)).isEqualTo(first);
        }

        assertThat(tried.distinct()).isEqualTo(distinct.size());
        assertThat(tried.repeats()).isEqualTo(repeats);
        assertThat(tried.reordered()).isEqualTo(reordered);
        assertThat(tried.deepest()).isEqualTo(deepest);
        for (int key = 0; key < keys; key++) {
            assertThat(tried.missing(key, numbers))
                    .isEqualTo(numbers - came.getOrDefault(key, List.of()).size());
            for (int number = 0; number < numbers; number++) {
                assertThat(tried.has(key, number)).isEqualTo(distinct.contains(KeyLedger.id(key, number)));
            }
        }
    }

    private void see(int key, int... numbers) {
        for (int number : numbers) {
            ledger.see(key, number);
        }
    }
}
