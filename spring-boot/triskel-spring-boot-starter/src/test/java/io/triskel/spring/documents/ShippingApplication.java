package io.triskel.spring.documents;

import io.triskel.codec.TypeRegistry;
import io.triskel.platform.HostedConsumer;
import io.triskel.platform.Platform;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

@SpringBootApplication
public class ShippingApplication {
    record Paid(String order) {}

    public static void main(String[] args) {
        SpringApplication.run(ShippingApplication.class, args);
    }

    @Bean
    TypeRegistry types() {
        return TypeRegistry.builder().add("orders.paid", 1, Paid.class).build();
    }

    @Bean
    HostedConsumer shipping(Platform platform) {
        return platform.consumer("shipping")
                .on(Paid.class, (event, handling) -> System.out.println("ship " + event.data()))
                .build();
    }

    @Bean
    ApplicationRunner firstOrder(Platform platform) {
        return arguments -> platform.publish(new Paid("42"), "42");
    }
}
