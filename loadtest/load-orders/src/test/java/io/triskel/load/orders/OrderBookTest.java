package io.triskel.load.orders;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.event.StreamId;
import io.triskel.load.path.BrokerStages;
import io.triskel.load.path.LoadPath;
import io.triskel.load.traffic.Stamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class OrderBookTest {
    private static final long RUN = 77;
    private static final OrderId ORDER = new OrderId(RUN, 3, 1);

    private final List<String> told = new ArrayList<>();
    private final BrokerStages broker = new BrokerStages("placed", 0);
    private final OrderBook book = new OrderBook(RUN, new Told(), broker);

    /** Writes down what it is told. */
    private final class Told implements LoadPath.Arrived {
        @Override
        public void arrived(int consumer, Stamp stamp, boolean intact) {
            told.add("settled " + stamp.run() + "/" + stamp.key() + "/" + stamp.number() + " due " + stamp.intended()
                    + " sent " + stamp.sent() + (intact ? "" : ", wrongly"));
        }

        @Override
        public void unreadable(int consumer) {
            told.add("unreadable");
        }

        @Override
        public void passed(String stage, long intended, long nanos) {
            told.add(stage + " " + nanos);
        }

        @Override
        public void overtaken(int consumer) {
            told.add("overtaken");
        }
    }

    private void came(Fact fact, String kind, long revision, long now) {
        book.came(fact, new StreamId(kind + "-" + ORDER.text()), revision, now, Optional.empty());
    }

    private void ship() {
        came(Fact.PLACED, "order", 1, 200);
        came(Fact.RESERVED, "reservation", 1, 300);
        came(Fact.CHARGED, "payment", 3, 450);
        came(Fact.CONFIRMED, "order", 2, 500);
        came(Fact.SHIPPED, "order", 3, 700);
    }

    @Test
    void it_is_told_when_the_broker_took_the_fact_that_an_order_is_placed_and_no_other_or_repeated_fact() {
        book.placing(ORDER, Fact.SHIPPED, 90, 100);
        StreamId stream = new StreamId("order-" + ORDER.text());

        book.came(Fact.PLACED, stream, 1, 200, Optional.of(Instant.EPOCH.plusNanos(130)));
        book.came(Fact.PLACED, stream, 1, 300, Optional.of(Instant.EPOCH.plusNanos(140)));
        book.came(Fact.CONFIRMED, stream, 2, 400, Optional.of(Instant.EPOCH.plusNanos(350)));

        assertThat(told).containsExactly("send-to-placed 100", "send-to-broker 30", "broker-to-placed 70");
        assertThat(broker.errorMicros(0)).containsOnlyKeys("send-to-broker", "broker-to-placed");
    }

    @Test
    void an_order_passes_its_stages_and_is_settled_by_its_last_fact() {
        book.placing(ORDER, Fact.SHIPPED, 90, 100);

        ship();

        assertThat(told)
                .containsExactly(
                        "send-to-placed 100",
                        "placed-to-reserved 100",
                        "reserved-to-charged 150",
                        "charged-to-confirmed 50",
                        "confirmed-to-shipped 200",
                        "settled 77/3/1 due 90 sent 100");
        assertThat(book.ended(Fact.SHIPPED)).isOne();
        assertThat(book.wrong()).isZero();
        assertThat(book.doubled()).isZero();
    }

    @Test
    void an_order_that_is_placed_again_counts_from_the_last_sending() {
        book.placing(ORDER, Fact.REJECTED, 90, 100);
        book.placing(ORDER, Fact.REJECTED, 90, 150);

        came(Fact.REJECTED, "order", 1, 700);

        assertThat(told).containsExactly("settled 77/3/1 due 90 sent 150");
    }

    @Test
    void facts_of_other_services_may_overtake_and_make_a_stage_below_zero() {
        book.placing(ORDER, Fact.SHIPPED, 90, 100);

        came(Fact.RESERVED, "reservation", 1, 300);
        came(Fact.PLACED, "order", 1, 340);

        assertThat(told).containsExactly("send-to-placed 240", "placed-to-reserved -40");
    }

    @Test
    void an_ending_other_than_it_must_be_is_wrong() {
        book.placing(ORDER, Fact.SHIPPED, 90, 100);

        came(Fact.REJECTED, "order", 2, 700);

        assertThat(told).containsExactly("settled 77/3/1 due 90 sent 100, wrongly");
        assertThat(book.wrong()).isOne();
    }

    @Nested
    class When_facts_come_again {
        @Test
        void the_same_ending_is_told_again_for_the_ledger_to_count_and_is_no_double() {
            book.placing(ORDER, Fact.SHIPPED, 90, 100);
            ship();
            told.clear();

            ship();

            assertThat(told).containsExactly("settled 77/3/1 due 90 sent 100");
            assertThat(book.doubled()).isZero();
            assertThat(book.ended(Fact.SHIPPED)).isOne();
        }

        @Test
        void a_second_fact_of_the_kind_is_a_double() {
            book.placing(ORDER, Fact.SHIPPED, 90, 100);
            ship();
            told.clear();

            came(Fact.SHIPPED, "order", 4, 800);
            came(Fact.CHARGED, "payment", 5, 810);

            assertThat(book.doubled()).isEqualTo(2);
            assertThat(told).isEmpty();
        }

        @Test
        void a_second_ending_contradicts_the_first() {
            book.placing(ORDER, Fact.SHIPPED, 90, 100);
            ship();
            told.clear();

            came(Fact.REJECTED, "order", 4, 800);

            assertThat(book.doubled()).isOne();
            assertThat(told).isEmpty();
        }
    }

    @Test
    void a_fact_of_the_order_that_comes_after_a_later_one_was_overtaken() {
        book.placing(ORDER, Fact.SHIPPED, 90, 100);

        came(Fact.CONFIRMED, "order", 2, 500);
        came(Fact.PLACED, "order", 1, 510);

        assertThat(told).containsExactly("overtaken", "send-to-placed 410");
    }

    @Test
    void the_end_of_another_runs_order_is_foreign_and_of_anybody_elses_is_nothing() {
        book.came(Fact.SHIPPED, new StreamId("order-" + new OrderId(5, 3, 1).text()), 3, 700, Optional.empty());
        book.came(Fact.CONFIRMED, new StreamId("order-" + new OrderId(5, 3, 1).text()), 2, 700, Optional.empty());
        book.came(Fact.SHIPPED, new StreamId("order-O-00017"), 3, 700, Optional.empty());

        assertThat(told).containsExactly("settled 5/3/1 due 0 sent 0");
    }
}
