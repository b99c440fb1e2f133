package io.triskel.orders.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.event.Envelope;
import io.triskel.orders.catalogue.Product;
import io.triskel.orders.ordering.Contact;
import io.triskel.orders.ordering.OrderEvent.OrderPlaced;
import io.triskel.orders.ordering.OrderStatus;
import io.triskel.orders.ordering.PlaceOrder;
import io.triskel.orders.payment.Card;
import io.triskel.orders.pipeline.Style;
import io.triskel.orders.view.OrderRow;
import io.triskel.personal.Personal;
import io.triskel.personal.SubjectForgottenException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever is forgotten is nowhere to be read, and their orders go on. */
class ForgottenCustomerTest {
    private static final PlaceOrder REQUEST = new PlaceOrder(
            "O-1",
            "C-1",
            new Contact("Ada", "ada@example.com"),
            List.of(new PlaceOrder.Wanted("P-1", 1, 1)),
            new Card("card-1", 500, true));

    private MemoryPipeline pipeline = new MemoryPipeline(Style.ORCHESTRATION, Chaos.none());

    @BeforeEach
    void open_the_shop() {
        open(Style.ORCHESTRATION);
    }

    private void open(Style style) {
        pipeline = new MemoryPipeline(style, Chaos.none());
        pipeline.call(to -> {
            Product tea = new Product("P-1", "Tea", List.of(100L));
            to.catalogue().publish("P-1", 1, Optional.of(tea), pipeline.soon());
            to.warehouse().receive("P-1", "D-1", 10);
            return tea;
        });
        pipeline.operator().settle(() -> {});
    }

    private void forget() {
        pipeline.call(to -> {
            to.customers().forget("C-1", pipeline.soon());
            return to;
        });
    }

    private OrderRow row() {
        return pipeline.operator()
                .pipeline()
                .view()
                .page(Optional.empty(), 10)
                .items()
                .get(0);
    }

    @Test
    void the_contact_is_gone_from_events_and_view_and_the_order_stays() {
        pipeline.call(to -> to.ordering().place(REQUEST));
        pipeline.operator().settle(() -> {});

        forget();
        pipeline.operator().settle(() -> {});

        assertThat(row().status()).isEqualTo(OrderStatus.SHIPPED);
        assertThat(row().contact()).contains(new Personal.Forgotten<>("C-1"));
        assertThat(pipeline.history())
                .extracting(Envelope::data)
                .filteredOn(OrderPlaced.class::isInstance)
                .singleElement()
                .extracting(placed -> ((OrderPlaced) placed).contact())
                .isEqualTo(new Personal.Forgotten<>("C-1"));
        assertThat(pipeline.operator().pipeline().ordering().order("O-1").status())
                .isEqualTo(OrderStatus.SHIPPED);
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    void an_order_under_way_ends_and_nobody_is_written_to(Style style) {
        open(style);
        pipeline.call(to -> to.ordering().place(REQUEST));

        forget();
        pipeline.operator().settle(() -> {});

        assertThat(row().status()).isEqualTo(OrderStatus.SHIPPED);
        assertThat(pipeline.operator().messages()).isZero();
        assertThat(pipeline.operator().parked()).isZero();
    }

    @Test
    void no_order_is_placed_under_a_forgotten_id() {
        PlaceOrder another =
                new PlaceOrder("O-2", REQUEST.customer(), REQUEST.contact(), REQUEST.lines(), REQUEST.card());
        pipeline.call(to -> to.ordering().place(REQUEST));

        forget();

        assertThatThrownBy(() -> pipeline.operator().pipeline().ordering().place(another))
                .isInstanceOf(SubjectForgottenException.class);
    }
}
