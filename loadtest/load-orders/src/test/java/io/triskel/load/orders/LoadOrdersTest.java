package io.triskel.load.orders;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.orders.deployed.PostedCatalogue;
import io.triskel.orders.input.BrokenLineException;
import io.triskel.orders.input.InputParser;
import io.triskel.orders.ordering.PlaceOrder;
import io.triskel.orders.pipeline.OrderTypes;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LoadOrdersTest {
    private final LoadOrders orders = new LoadOrders(5, 1);

    private List<LoadOrders.Wanted> some() {
        return IntStream.range(0, 2_000)
                .mapToObj(i -> orders.order(i % 50, i / 50))
                .toList();
    }

    private static PlaceOrder placed(LoadOrders.Wanted wanted) {
        try {
            return InputParser.ofBodies().order(wanted.body()).request();
        } catch (BrokenLineException broken) {
            throw new AssertionError(wanted.body(), broken);
        }
    }

    @Test
    void nine_of_ten_are_to_be_shipped_and_the_rest_is_to_be_rejected() {
        long shipped =
                some().stream().filter(order -> order.must() == Fact.SHIPPED).count();

        assertThat(shipped).isBetween(1_740L, 1_860L);
    }

    @Test
    void each_is_an_order_that_the_pipeline_can_read_with_its_own_id() {
        assertThat(some())
                .allSatisfy(order ->
                        assertThat(placed(order).order()).isEqualTo(order.id().text()));
    }

    @Test
    void none_names_a_product_twice_or_waits_for_a_payment() {
        assertThat(some()).map(LoadOrdersTest::placed).allSatisfy(order -> {
            assertThat(order.lines()).extracting(PlaceOrder.Wanted::product).doesNotHaveDuplicates();
            assertThat(order.card().answers()).isTrue();
        });
    }

    @Test
    void the_same_seed_gives_the_same_order_whenever_it_is_asked_for() {
        String first = orders.order(3, 4).body();

        assertThat(orders.order(3, 4).body()).isEqualTo(first);
        assertThat(new LoadOrders(5, 1).order(3, 4).body()).isEqualTo(first);
        assertThat(new LoadOrders(5, 2).order(3, 4).body()).isNotEqualTo(first);
    }

    @Test
    void the_catalogue_has_every_product_that_is_ordered_at_its_price() {
        List<String> products = orders.catalogue().stream()
                .flatMap(line -> PostedCatalogue.parsed(line)
                        .<Stream<String>>fold(
                                product -> Stream.of(product.id()),
                                stock -> Stream.of(),
                                order -> Stream.of(),
                                cancel -> Stream.of()))
                .toList();

        assertThat(products).doesNotHaveDuplicates().hasSizeGreaterThan(20);
        assertThat(some())
                .flatMap(order -> placed(order).lines())
                .extracting(PlaceOrder.Wanted::product)
                .isSubsetOf(products);
    }

    @Test
    void an_id_can_be_read_back_and_others_are_none() {
        OrderId id = new OrderId(Long.MAX_VALUE, 999_999, 12);

        assertThat(OrderId.of(id.text())).contains(id);
        assertThat(InputParser.isId(id.text())).isTrue();
        assertThat(Stream.of("O-00017", "load-1", "load-1-2-3-4", "load-zzzzzzzzzzzzz-1-1", "")
                        .map(OrderId::of))
                .containsOnly(Optional.empty());
    }

    @Test
    void every_fact_that_is_waited_for_is_one_that_the_pipeline_publishes() {
        assertThat(Stream.of(Fact.values()).map(Fact::type))
                .isSubsetOf(OrderTypes.registry().types());
    }
}
