package io.triskel.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.triskel.codec.TypeRegistry;
import io.triskel.event.Deadline;
import io.triskel.memory.InMemoryPlatform;
import io.triskel.platform.HostedConsumer;
import io.triskel.platform.Platform;
import io.triskel.spi.Hosting;
import io.triskel.spring.Shop.Paid;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.Principal;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** One application with a web server, whose bus is down when it starts. */
@ExtendWith(OutputCaptureExtension.class)
class WebApplicationTest {
    private static final AtomicBoolean BUS_WORKS = new AtomicBoolean();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static ConfigurableApplicationContext application;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Shop.class)
    static class Whole {
        @Bean
        Hosting hosting(TypeRegistry types, io.triskel.observe.Observer[] observers) {
            Platform.Settings settings =
                    Platform.Settings.of("/shop", types).observer(io.triskel.observe.Observer.all(observers));
            return new Interrupted(new MemoryHosting(InMemoryPlatform.of(settings)));
        }

        /** Stands for the application's own security. */
        @Bean
        Filter security() {
            return (request, response, chain) -> {
                HttpServletRequest http = (HttpServletRequest) request;
                String user = http.getHeader("X-Test-User");
                chain.doFilter(
                        user == null
                                ? request
                                : new HttpServletRequestWrapper(http) {
                                    @Override
                                    public Principal getUserPrincipal() {
                                        return () -> user;
                                    }

                                    @Override
                                    public boolean isUserInRole(String role) {
                                        return user.equals("ann") && role.equals("OPERATOR");
                                    }
                                },
                        response);
            };
        }
    }

    /** A bus that can be cut off. */
    private record Interrupted(Hosting works) implements Hosting {
        @Override
        public Platform platform() {
            return works.platform();
        }

        @Override
        public List<Feed> feeds(List<HostedConsumer> consumers) {
            return works.feeds(consumers).stream().<Feed>map(Cut::new).toList();
        }

        private record Cut(Feed works) implements Feed {
            @Override
            public Run run(int limit, Deadline deadline) {
                if (!BUS_WORKS.get()) {
                    throw new IllegalStateException("connection refused");
                }
                return works.run(limit, deadline);
            }

            @Override
            public void close() {
                works.close();
            }
        }
    }

    @BeforeAll
    static void starts_although_the_bus_is_down(CapturedOutput output) {
        BUS_WORKS.set(false);
        application = SpringApplication.run(
                Whole.class,
                "--server.port=0",
                "--spring.main.banner-mode=off",
                "--management.endpoint.health.show-details=always",
                "--logging.level.io.triskel.spring.ConsumerLoop=info",
                "--triskel.consumers.pause=5ms",
                "--triskel.consumers.longest-pause=5ms",
                "--triskel.console.enabled=true",
                "--triskel.console.actions=true",
                "--triskel.console.role=OPERATOR");
        assertThat(status("/actuator/health/readiness")).isEqualTo(503);
        assertThat(status("/actuator/health/liveness")).isEqualTo(200);
        JsonNode triskel = health();
        assertThat(triskel.get("status").asText()).isEqualTo("DOWN");
        assertThat(triskel.at("/details/consumers/shipping/problem").asText())
                .isEqualTo("IllegalStateException: connection refused");

        assertThat(output)
                .contains("Consumer 'shipping' is not fed, and is tried again: IllegalStateException: connection"
                        + " refused");

        BUS_WORKS.set(true);
        Await.until(() -> status("/actuator/health/readiness") == 200);
        Await.until(() -> output.toString().contains("Consumer 'shipping' is fed again"));
    }

    @AfterAll
    static void stops() {
        application.close();
    }

    private static JsonNode health() {
        try {
            return new ObjectMapper()
                    .readTree(get("/actuator/health", null).body())
                    .at("/components/triskel");
        } catch (IOException notJson) {
            throw new AssertionError(notJson);
        }
    }

    private static int status(String path) {
        return get(path, null).statusCode();
    }

    private static HttpResponse<String> get(String path, String user) {
        return send(HttpRequest.newBuilder(uri(path)).GET(), user);
    }

    private static URI uri(String path) {
        return URI.create("http://localhost:" + application.getEnvironment().getProperty("local.server.port") + path);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request, String user) {
        try {
            return HTTP.send(
                    (user == null ? request : request.header("X-Test-User", user)).build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException failed) {
            throw new AssertionError(failed);
        }
    }

    @Test
    void after_the_bus_came_back_events_are_handled_and_the_health_is_up() {
        application.getBean(Platform.class).publish(new Paid("42"), "42");

        Shop.Log log = application.getBean(Shop.Log.class);
        Await.until(() -> log.lines.contains("ship 42"));
        Await.until(() -> health().get("status").asText().equals("UP"));
        assertThat(health().at("/details/consumers/shipping").toString())
                .isEqualTo("{\"reached\":true,\"oldestUnsettled\":\"PT0S\",\"parkedLanes\":0}");
        assertThat(health().at("/details/dirtyStreams").asInt()).isZero();
    }

    /** The starter adds its meters only if it is configured after Spring Boot's registry. */
    @Test
    void what_the_platform_does_is_metered_in_the_registry_of_spring_boot() {
        application.getBean(Platform.class).publish(new Paid("43"), "43");

        assertThat(application
                        .getBean(MeterRegistry.class)
                        .find("triskel.publish")
                        .meters())
                .isNotEmpty();
    }

    @Test
    void the_console_answers_nobody_who_is_not_authenticated() {
        assertThat(status("/triskel/api/console")).isEqualTo(401);
        assertThat(status("/triskel")).isEqualTo(401);
        assertThat(get("/triskel/api/console", "bob").statusCode()).isEqualTo(403);
    }

    @Test
    void the_console_shows_the_applications_parts_to_the_role() {
        HttpResponse<String> about = get("/triskel/api/console", "ann");

        assertThat(about.statusCode()).isEqualTo(200);
        assertThat(about.body()).contains("\"fulfilment\"").contains("\"may\":\"act\"");
        assertThat(get("/triskel/", "ann").body()).contains("<html");
    }

    @Test
    void an_action_needs_the_token_that_the_consoles_path_hands_to_the_role() {
        HttpRequest.Builder without = HttpRequest.newBuilder(uri("/triskel/api/session"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{}"));
        assertThat(send(without, "ann").statusCode()).isEqualTo(403);

        String page = get("/triskel", "ann").headers().firstValue("Location").orElseThrow();
        assertThat(page).startsWith("/triskel/#token=");
        HttpRequest.Builder with = HttpRequest.newBuilder(uri("/triskel/api/session"))
                .header("Content-Type", "application/json")
                .header("X-Triskel-Token", page.substring(page.indexOf('=') + 1))
                .POST(HttpRequest.BodyPublishers.ofString("{}"));
        assertThat(send(with, "ann").statusCode()).isEqualTo(200);
    }
}
