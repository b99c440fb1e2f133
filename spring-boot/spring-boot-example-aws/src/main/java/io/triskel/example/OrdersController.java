package io.triskel.example;

import io.triskel.decide.CommandHandler;
import io.triskel.example.Order.Command;
import io.triskel.example.Order.Event;
import io.triskel.example.Order.Place;
import io.triskel.projection.View;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Takes orders, and tells what became of them. */
@RestController
class OrdersController {
    private final CommandHandler<Command, Order, Event> orders;
    private final View<Order> view;

    OrdersController(CommandHandler<Command, Order, Event> orders, View<Order> view) {
        this.orders = orders;
        this.view = view;
    }

    /** The order's id is also the command's: a repeated request is answered, and places nothing twice. */
    @PutMapping("/orders/{order}")
    String place(@PathVariable String order, @RequestParam String product) {
        return orders.handle(OrdersApplication.stream(order), "place-" + order, new Place(order, product))
                .tag();
    }

    @GetMapping("/orders/{order}")
    ResponseEntity<Order> find(@PathVariable String order) {
        return ResponseEntity.of(view.find(OrdersApplication.stream(order)));
    }
}
