package io.triskel.orders.ordering;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.codec.StateCodec;
import io.triskel.event.Page;
import io.triskel.orders.catalogue.Assortment;
import io.triskel.orders.catalogue.Product;
import io.triskel.orders.catalogue.ReplicatedAssortment;
import io.triskel.orders.ordering.PlaceOrder.Wanted;
import io.triskel.orders.payment.Card;
import io.triskel.personal.Personal;
import io.triskel.transfer.Replicas;
import io.triskel.transfer.Replicas.Replica;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PricingTest {
    private static final Contact CONTACT = new Contact("Ada", "ada@example.com");
    private static final Card CARD = new Card("card-1", 500, true);

    private final Pricing pricing = new Pricing(new Shop());

    /** Sells P-1 to P-30 at 100, later 120 cents; P-99 is withdrawn. */
    private static final class Shop implements Assortment {
        @Override
        public Known known(String id) {
            if (id.equals("P-99")) {
                return new Known(3, Optional.empty());
            }
            return id.matches("P-([1-9]|[12][0-9]|30)")
                    ? new Known(2, Optional.of(new Product(id, "Tea", List.of(100L, 120L))))
                    : new Known(0, Optional.empty());
        }
    }

    private OrderCommand price(Wanted... lines) {
        return priced(lines).command();
    }

    private Pricing.Priced priced(Wanted... lines) {
        return pricing.price(new PlaceOrder("O-1", "C-1", CONTACT, List.of(lines), CARD));
    }

    private static OrderCommand refused(String reason) {
        return new OrderCommand.Refuse("O-1", "C-1", "invalid: " + reason);
    }

    @Test
    void each_line_costs_what_it_cost_at_the_version_it_names() {
        assertThat(price(new Wanted("P-1", 1, 2), new Wanted("P-2", 2, 3)))
                .isEqualTo(new OrderCommand.Place(
                        "O-1",
                        "C-1",
                        Personal.of("C-1", CONTACT),
                        List.of(new OrderLine("P-1", 1, 2, 100), new OrderLine("P-2", 2, 3, 120)),
                        CARD));
    }

    @ParameterizedTest
    @ValueSource(ints = {-2, 0, 1001})
    void a_quantity_out_of_bounds_is_refused(int quantity) {
        assertThat(price(new Wanted("P-1", 1, quantity)))
                .isEqualTo(refused("a quantity is 1 to 1000, the one of P-1 is " + quantity));
    }

    @Test
    void the_largest_quantity_is_taken() {
        assertThat(price(new Wanted("P-1", 1, 1000))).isInstanceOf(OrderCommand.Place.class);
    }

    @Test
    void a_product_that_is_unknown_or_withdrawn_is_refused() {
        assertThat(price(new Wanted("P-31", 1, 1))).isEqualTo(refused("there is no product P-31"));
        assertThat(price(new Wanted("P-99", 1, 1))).isEqualTo(refused("product P-99 is withdrawn"));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 3})
    void a_price_version_that_never_was_is_refused(int version) {
        assertThat(price(new Wanted("P-1", version, 1)))
                .isEqualTo(refused("product P-1 has no price version " + version));
    }

    @Test
    void what_the_copy_may_not_have_heard_of_yet_is_said() {
        assertThat(priced(new Wanted("P-1", 1, 1), new Wanted("P-31", 1, 1)).missing())
                .contains("product P-31");
        assertThat(priced(new Wanted("P-1", 3, 1)).missing()).contains("price version 3 of product P-1");
    }

    @Test
    void a_product_that_arrives_while_an_order_is_priced_is_late_and_not_withdrawn() {
        StateCodec codec = StateCodec.of();
        Replica tea = Replica.of("P-1", 1, codec.encode(new Product("P-1", "Tea", List.of(100L))));
        AtomicBoolean arrived = new AtomicBoolean();
        Replicas arriving = new Replicas() {
            @Override
            public Optional<Replica> get(String collection, String entity) {
                return arrived.getAndSet(true) ? Optional.of(tea) : Optional.empty();
            }

            @Override
            public boolean put(String collection, Replica replica) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Page<Replica> page(String collection, Optional<String> after, int limit) {
                throw new UnsupportedOperationException();
            }
        };
        Pricing copy = new Pricing(new ReplicatedAssortment(arriving, codec));
        PlaceOrder order = new PlaceOrder("O-1", "C-1", CONTACT, List.of(new Wanted("P-1", 1, 1)), CARD);

        assertThat(copy.price(order).missing()).contains("product P-1");
        assertThat(copy.price(order).command()).isInstanceOf(OrderCommand.Place.class);
    }

    @Test
    void what_no_news_of_the_catalogue_would_change_is_not_waited_for() {
        assertThat(priced(new Wanted("P-1", 1, 1)).missing()).isEmpty();
        assertThat(priced(new Wanted("P-99", 1, 1)).missing()).isEmpty();
        assertThat(priced(new Wanted("P-1", 0, 1)).missing()).isEmpty();
        assertThat(priced(new Wanted("P-31", 1, 0)).missing()).isEmpty();
        assertThat(priced(new Wanted("P-31", 1, 1), new Wanted("P-1", 1, 0)).missing())
                .isEmpty();
    }

    @Test
    void an_order_has_up_to_twenty_lines_of_different_products() {
        Wanted[] twenty = IntStream.rangeClosed(1, 20)
                .mapToObj(i -> new Wanted("P-" + i, 1, 1))
                .toArray(Wanted[]::new);
        Wanted[] oneMore = IntStream.rangeClosed(1, 21)
                .mapToObj(i -> new Wanted("P-" + i, 1, 1))
                .toArray(Wanted[]::new);

        assertThat(price(twenty)).isInstanceOf(OrderCommand.Place.class);
        assertThat(price(oneMore)).isEqualTo(refused("an order has 1 to 20 lines, this one has 21"));
        assertThat(price()).isEqualTo(refused("an order has 1 to 20 lines, this one has 0"));
        assertThat(price(new Wanted("P-1", 1, 1), new Wanted("P-1", 2, 1)))
                .isEqualTo(refused("product P-1 is in two lines"));
    }
}
