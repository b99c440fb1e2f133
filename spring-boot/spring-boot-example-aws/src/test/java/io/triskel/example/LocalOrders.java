package io.triskel.example;

import java.nio.file.Path;
import org.springframework.boot.SpringApplication;

/** Starts the services on this machine, then the application on them, until it is stopped. */
final class LocalOrders {
    private LocalOrders() {}

    public static void main(String[] args) {
        LocalServices aws = new LocalServices(Path.of("../..").toAbsolutePath().normalize());
        Runtime.getRuntime().addShutdownHook(new Thread(aws::close));
        SpringApplication.run(OrdersApplication.class, aws.properties().toArray(String[]::new));
    }
}
