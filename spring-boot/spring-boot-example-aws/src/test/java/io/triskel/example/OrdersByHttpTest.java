package io.triskel.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.local.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole application, by HTTP; where it runs is one property. */
class OrdersByHttpTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static void anOrderIsShipped(List<String> properties) {
        List<String> arguments = new ArrayList<>(properties);
        arguments.add("--server.port=0");
        try (ConfigurableApplicationContext application =
                SpringApplication.run(OrdersApplication.class, arguments.toArray(String[]::new))) {
            String address = "http://localhost:" + application.getEnvironment().getProperty("local.server.port");
            HttpRequest order = HttpRequest.newBuilder(URI.create(address + "/orders/42?product=tea"))
                    .PUT(HttpRequest.BodyPublishers.noBody())
                    .build();

            assertThat(answer(order)).isEqualTo("done");
            assertThat(answer(order)).isEqualTo("repeated");

            Await.until(
                    "the order is shipped",
                    () -> answer(get(address + "/orders/42")).equals("{\"product\":\"tea\",\"shipped\":true}"));
            Await.until(
                    "the application is ready",
                    () -> answer(get(address + "/actuator/health/readiness")).contains("\"UP\""));
            assertThat(answer(get(address + "/actuator/health")))
                    .contains("\"triskel\"")
                    .contains("\"shipping\"");
        }
    }

    private static HttpRequest get(String address) {
        return HttpRequest.newBuilder(URI.create(address)).build();
    }

    private static String answer(HttpRequest request) {
        try {
            return HTTP.send(request, BodyHandlers.ofString()).body();
        } catch (IOException | InterruptedException failed) {
            throw new AssertionError(failed);
        }
    }

    @Test
    void an_order_is_shipped_in_memory() {
        anOrderIsShipped(List.of("--triskel.platform=memory"));
    }

    @Test
    @Tag("local-clouds")
    void an_order_is_shipped_on_a_local_aws() {
        try (LocalServices aws =
                new LocalServices(Path.of("../..").toAbsolutePath().normalize())) {
            anOrderIsShipped(aws.properties());
        }
    }
}
