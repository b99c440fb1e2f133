package io.triskel.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.decide.CommandHandler;
import io.triskel.example.Order.Command;
import io.triskel.example.Order.Event;
import io.triskel.example.Order.Place;
import io.triskel.projection.View;
import io.triskel.spring.TriskelHost;
import io.triskel.spring.test.TriskelTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@TriskelTest
class OrdersTest {
    @Autowired
    CommandHandler<Command, Order, Event> orders;

    @Autowired
    View<Order> view;

    @Autowired
    TriskelHost host;

    @Test
    void an_order_that_is_placed_is_shipped_once() {
        var placed = orders.handle(OrdersApplication.stream("42"), "place-42", new Place("42", "tea"));
        var again = orders.handle(OrdersApplication.stream("42"), "place-42", new Place("42", "tea"));

        host.settle();

        assertThat(List.of(placed.tag(), again.tag())).containsExactly("done", "repeated");
        assertThat(view.find(OrdersApplication.stream("42"))).contains(new Order("tea", true));
    }
}
