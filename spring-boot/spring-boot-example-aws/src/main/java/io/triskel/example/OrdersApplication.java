package io.triskel.example;

import io.triskel.codec.TypeRegistry;
import io.triskel.decide.CommandHandler;
import io.triskel.event.StreamId;
import io.triskel.example.Order.Command;
import io.triskel.example.Order.Event;
import io.triskel.example.Order.Placed;
import io.triskel.example.Order.Ship;
import io.triskel.example.Order.Shipped;
import io.triskel.platform.HostedConsumer;
import io.triskel.platform.Platform;
import io.triskel.projection.Projection;
import io.triskel.projection.View;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** The application and its parts; {@code triskel.platform} says where it runs. */
@SpringBootApplication
public class OrdersApplication {
    public static void main(String[] args) {
        SpringApplication.run(OrdersApplication.class, args);
    }

    static StreamId stream(String order) {
        return StreamId.of("order", order);
    }

    @Bean
    TypeRegistry types() {
        return TypeRegistry.builder()
                .add("orders.placed", 1, Placed.class)
                .add("orders.shipped", 1, Shipped.class)
                .build();
    }

    @Bean
    CommandHandler<Command, Order, Event> orders(Platform platform) {
        return platform.commands(Order.RULES).build();
    }

    @Bean
    HostedConsumer shipping(Platform platform, CommandHandler<Command, Order, Event> orders) {
        return platform.consumer("shipping")
                .sendsCommand(
                        Placed.class, orders, placed -> stream(placed.order()), placed -> new Ship(placed.order()))
                .build();
    }

    @Bean
    View<Order> view(Platform platform) {
        return platform.view(Projection.of("orders", Order.class, Event.class, Order.NONE, Order::after)
                .indexedBy("product", Order::product));
    }
}
