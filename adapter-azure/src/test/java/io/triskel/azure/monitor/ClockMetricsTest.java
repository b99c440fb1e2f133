package io.triskel.azure.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.azure.monitor.ClockMetrics.Trouble;
import io.triskel.event.Deadline;
import io.triskel.event.PortException;
import io.triskel.local.Await;
import io.triskel.local.LoopbackServer;
import io.triskel.local.azure.monitor.MetricPoint;
import io.triskel.local.azure.monitor.MetricsServer;
import io.triskel.local.azure.roles.RoleAssignment;
import io.triskel.local.azure.roles.RoleAssignments;
import io.triskel.notify.Credential;
import io.triskel.testkit.ManualClock;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClockMetricsTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00.123456Z");
    private static final Duration TIME = Duration.ofSeconds(30);

    private final ManualClock clock = ManualClock.at(NOON);
    private final RoleAssignments roles = RoleAssignments.enforced();
    private MetricsServer azure;

    @BeforeEach
    void start() {
        azure = MetricsServer.start(roles, clock);
        roles.give("app", List.of(new RoleAssignment("Monitoring Metrics Publisher", MetricsServer.RESOURCE)));
    }

    @AfterEach
    void end() {
        azure.close();
    }

    @Test
    void every_consumer_is_a_series_of_both_metrics() {
        Optional<Trouble> trouble = publish(metrics("app", MetricsServer.AUDIENCE));

        assertThat(trouble).isEmpty();
        assertThat(azure.accepted())
                .containsExactly(
                        point("Triskel/HeartbeatAge", "inventory", 61),
                        point("Triskel/HeartbeatAge", "payment", 720),
                        point("Triskel/ParkedLanes", "inventory", 0),
                        point("Triskel/ParkedLanes", "payment", 3));
    }

    @Test
    void a_clock_that_saw_nothing_publishes_nothing() {
        assertThat(metrics("app", MetricsServer.AUDIENCE).publish(Map.of(), Map.of(), Deadline.in(TIME, clock)))
                .isEmpty();

        assertThat(azure.accepted()).isEmpty();
    }

    @Test
    void without_the_role_or_with_a_token_for_something_else_it_reports_the_refusal() {
        assertThat(publish(metrics("stranger", MetricsServer.AUDIENCE)))
                .hasValueSatisfying(trouble -> assertThat(trouble.what())
                        .startsWith("metrics: Azure Monitor did not accept HeartbeatAge (403)")
                        .contains("Monitoring Metrics Publisher"));
        assertThat(publish(metrics("app", "https://management.azure.com/")))
                .hasValueSatisfying(trouble -> assertThat(trouble.what()).contains("(401)"));
    }

    @Test
    void a_failure_is_lasting_once_nothing_was_accepted_for_ten_minutes() {
        ClockMetrics metrics = metrics("app", MetricsServer.AUDIENCE);
        azure.answerWith(503);

        assertThat(publish(metrics))
                .hasValueSatisfying(trouble -> assertThat(trouble.lasting()).isFalse());
        clock.advance(ClockMetrics.LASTING.minusMillis(1));
        assertThat(publish(metrics))
                .hasValueSatisfying(trouble -> assertThat(trouble.lasting()).isFalse());
        clock.advance(Duration.ofMillis(1));
        assertThat(publish(metrics))
                .hasValueSatisfying(trouble -> assertThat(trouble.lasting()).isTrue());

        azure.answerWith(0);
        assertThat(publish(metrics)).isEmpty();
        azure.answerWith(429);
        assertThat(publish(metrics))
                .hasValueSatisfying(trouble -> assertThat(trouble.lasting()).isFalse());
    }

    @Test
    void an_identity_or_a_server_that_is_not_there_is_a_trouble_and_no_exception() {
        Credential none = (method, address, headers, body, deadline) -> {
            throw new PortException("no identity");
        };
        assertThat(publish(new ClockMetrics(resource(), none, HttpClient.newHttpClient(), clock)))
                .hasValueSatisfying(trouble -> assertThat(trouble.what()).isEqualTo("metrics: no identity"));

        ClockMetrics metrics = metrics("app", MetricsServer.AUDIENCE);
        azure.close();
        assertThat(publish(metrics))
                .hasValueSatisfying(trouble ->
                        assertThat(trouble.what()).contains("Azure Monitor did not answer for HeartbeatAge"));
    }

    @Test
    void an_answer_that_begins_and_never_ends_is_left_at_the_deadline() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        try (LoopbackServer hanging = LoopbackServer.start("hanging", 1, call -> {
            call.sendResponseHeaders(200, 10);
            call.getResponseBody().flush();
            Await.until("the test to end", () -> ended.getCount() == 0);
        })) {
            URI resource = URI.create(hanging.uri() + "/subscriptions");

            Optional<Trouble> trouble = new ClockMetrics(resource, Credential.none(), HttpClient.newHttpClient(), clock)
                    .publish(Map.of("payment", 61L), Map.of(), Deadline.in(Duration.ofMillis(300), clock));

            assertThat(trouble)
                    .hasValueSatisfying(late -> assertThat(late.what()).contains("did not answer", "within"));
            ended.countDown();
        }
    }

    @Test
    void nothing_is_sent_after_the_deadline() {
        Optional<Trouble> trouble = metrics("app", MetricsServer.AUDIENCE)
                .publish(Map.of("payment", 61L), Map.of(), new Deadline(Instant.EPOCH));

        assertThat(trouble).hasValueSatisfying(late -> assertThat(late.what()).contains("The deadline passed"));
        assertThat(azure.accepted()).isEmpty();
    }

    private Optional<Trouble> publish(ClockMetrics metrics) {
        return metrics.publish(
                Map.of("payment", 720L, "inventory", 61L),
                Map.of("payment", 3, "inventory", 0),
                Deadline.in(TIME, clock));
    }

    private ClockMetrics metrics(String identity, String audience) {
        String token = azure.token(identity, audience, NOON.plus(Duration.ofDays(1)));
        return new ClockMetrics(
                resource(),
                (method, address, headers, body, deadline) -> Map.of("Authorization", "Bearer " + token),
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(),
                clock);
    }

    private URI resource() {
        return URI.create(azure.environment("app").getOrDefault("TRISKEL_AZURE_METRICS", ""));
    }

    private static MetricPoint point(String metric, String consumer, long max) {
        return new MetricPoint(MetricsServer.RESOURCE, metric, Map.of("Consumer", consumer), max);
    }
}
