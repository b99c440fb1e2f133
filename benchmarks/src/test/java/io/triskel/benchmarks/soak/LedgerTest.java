package io.triskel.benchmarks.soak;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LedgerTest {
    private final Ledger ledger = new Ledger();

    @Test
    void what_is_seen_once_and_in_order_is_perfect() {
        send("a", 3);
        send("b", 1);

        see("a", 0, 1);
        see("b", 0);
        see("a", 2);

        assertThat(ledger.tally()).isEqualTo(new Tally(2, 4, 4, 0, 0, 0, 0));
        assertThat(ledger.tally().perfect()).isTrue();
    }

    @Test
    void what_is_not_seen_is_lost() {
        send("a", 3);

        see("a", 0, 2);

        assertThat(ledger.tally()).isEqualTo(new Tally(1, 3, 2, 1, 0, 0, 0));
        assertThat(ledger.tally().perfect()).isFalse();
    }

    @Test
    void what_is_seen_again_is_duplicated_and_not_out_of_order() {
        send("a", 2);

        see("a", 0, 1, 0, 1, 0);

        assertThat(ledger.tally()).isEqualTo(new Tally(1, 2, 2, 0, 3, 0, 0));
        assertThat(ledger.tally().perfect()).isFalse();
    }

    @Test
    void what_is_first_seen_after_a_later_one_is_out_of_order() {
        send("a", 4);

        see("a", 0, 3, 1, 2);

        assertThat(ledger.tally()).isEqualTo(new Tally(1, 4, 4, 0, 0, 2, 0));
        assertThat(ledger.tally().perfect()).isFalse();
    }

    @Test
    void keys_have_no_order_among_each_other() {
        send("a", 2);
        send("b", 2);

        see("b", 0, 1);
        see("a", 0, 1);

        assertThat(ledger.tally().perfect()).isTrue();
    }

    @Test
    void what_was_never_sent_is_unknown() {
        send("a", 1);

        see("a", 0, 1, -1);
        see("c", 0);

        assertThat(ledger.tally().unknown()).isEqualTo(3);
        assertThat(ledger.tally().perfect()).isFalse();
    }

    @Test
    void events_of_a_key_are_numbered_in_the_order_they_are_sent() {
        assertThat(ledger.send("a")).isZero();
        assertThat(ledger.send("b")).isZero();
        assertThat(ledger.send("a")).isEqualTo(1);
    }

    @Test
    void json_has_one_number_per_component() {
        send("a", 1);

        assertThat(ledger.tally().json())
                .hasToString("{\"keys\":1,\"sent\":1,\"seen\":0,\"lost\":1,\"duplicated\":0,\"outOfOrder\":0,"
                        + "\"unknown\":0}");
    }

    private void send(String key, int events) {
        for (int i = 0; i < events; i++) {
            int unused = ledger.send(key);
        }
    }

    private void see(String key, int... numbers) {
        for (int number : numbers) {
            ledger.see(key, number);
        }
    }
}
