package io.triskel.local.azure.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.local.azure.roles.RoleAssignment;
import io.triskel.local.azure.roles.RoleAssignments;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MetricsServerTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String GOOD = "{'time':'2026-01-01T12:00:00Z','data':{'baseData':{'metric':'ParkedLanes',"
            + "'namespace':'Triskel','dimNames':['Consumer'],'series':[{'dimValues':['payment'],'min':1,'max':3,"
            + "'sum':4,'count':2}]}}}";

    private final RoleAssignments roles = RoleAssignments.enforced();
    private MetricsServer azure;
    private String address;
    private String token;

    @BeforeEach
    void start() {
        azure = MetricsServer.start(roles, InstantSource.fixed(NOON));
        roles.give("app", List.of(new RoleAssignment("Monitoring Metrics Publisher", MetricsServer.RESOURCE)));
        address = azure.environment("app").get("TRISKEL_AZURE_METRICS") + "/metrics";
        token = azure.token("app", MetricsServer.AUDIENCE, NOON.plusSeconds(60));
    }

    @AfterEach
    void end() {
        azure.close();
    }

    @Test
    void the_documented_body_is_taken() {
        assertThat(post(GOOD)).isEqualTo("200 ");

        assertThat(azure.accepted())
                .containsExactly(new MetricPoint(
                        MetricsServer.RESOURCE, "Triskel/ParkedLanes", Map.of("Consumer", "payment"), 3));
    }

    @Test
    void a_time_is_within_twenty_minutes_before_and_five_after() {
        assertThat(post(GOOD.replace("12:00:00Z", "11:40:00Z"))).startsWith("200");
        assertThat(post(GOOD.replace("12:00:00Z", "11:39:59Z")))
                .startsWith("400")
                .contains("20 minutes before");
        assertThat(post(GOOD.replace("12:00:00Z", "13:05:00+01:00"))).startsWith("200");
        assertThat(post(GOOD.replace("12:00:00Z", "12:05:01Z")))
                .startsWith("400")
                .contains("5 minutes after");
        assertThat(post(GOOD.replace("12:00:00Z", "12:00:00")))
                .startsWith("400")
                .contains("with an offset");
    }

    @Test
    void a_metric_has_ten_dimensions_and_a_value_for_each() {
        assertThat(post(dimensions(10))).startsWith("200");
        assertThat(post(dimensions(11))).startsWith("400").contains("at most 10 dimensions");
        assertThat(post(GOOD.replace("['payment']", "[]"))).startsWith("400").contains("1 dimNames and 0 dimValues");
        assertThat(post(GOOD.replace("['payment']", "['']"))).startsWith("400").contains("1 to 256 characters");
    }

    private static String dimensions(int count) {
        String names = IntStream.range(0, count).mapToObj(i -> "'d" + i + "'").collect(Collectors.joining(","));
        return GOOD.replace("['Consumer']", "[" + names + "]").replace("['payment']", "[" + names + "]");
    }

    @Test
    void names_and_values_have_256_characters_at_most() {
        assertThat(post(GOOD.replace("ParkedLanes", "m".repeat(256)))).startsWith("200");
        assertThat(post(GOOD.replace("ParkedLanes", "m".repeat(257)))).startsWith("400");
        assertThat(post(GOOD.replace("payment", "m".repeat(257)))).startsWith("400");
        assertThat(post(GOOD.replace("Triskel", ""))).startsWith("400");
    }

    @Test
    void values_are_those_that_a_minute_can_have() {
        assertThat(post(GOOD.replace("'count':2", "'count':0"))).startsWith("400");
        assertThat(post(GOOD.replace("'sum':4", "'sum':7"))).startsWith("400");
        assertThat(post(GOOD.replace("'min':1,", ""))).startsWith("400").contains("min is not a number");
        assertThat(post(GOOD.replace("'max':3", "'max':'3'"))).startsWith("400");
    }

    @Test
    void a_body_has_one_metric_and_no_other_fields() {
        assertThat(post(GOOD + "\n" + GOOD)).startsWith("400").contains("not one JSON value");
        assertThat(post(GOOD.replace("'metric'", "'unit':'Seconds','metric'")))
                .startsWith("400")
                .contains("no field unit");
    }

    @Test
    void a_token_is_for_the_audience_with_its_last_slash_and_valid() {
        assertThat(postWith(azure.token("app", "https://monitoring.azure.com", NOON.plusSeconds(60))))
                .startsWith("401");
        assertThat(postWith(azure.token("app", MetricsServer.AUDIENCE, NOON))).startsWith("401");
        assertThat(postWith("invented")).startsWith("401");
    }

    @Test
    void an_identity_needs_the_role_on_the_resource() {
        roles.give("other", List.of(new RoleAssignment("Azure Event Hubs Data Sender", "eventhubs/orders")));

        assertThat(postWith(azure.token("other", MetricsServer.AUDIENCE, NOON.plusSeconds(60))))
                .startsWith("403")
                .contains("Microsoft.Insights/Metrics/Write");
    }

    @Test
    void a_metric_is_of_a_resource_and_of_no_group() {
        String group = address.replaceFirst("/providers/.*", "/metrics");

        assertThat(sent(group, token, "application/json", text(GOOD))).startsWith("404");
    }

    @Test
    void a_body_is_json_of_a_known_length_up_to_4_000_000_bytes() {
        assertThat(sent(address, token, "application/x-ndjson", text(GOOD))).startsWith("415");
        assertThat(sent(
                        address,
                        token,
                        "application/json",
                        BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes(GOOD)))))
                .startsWith("411");
        assertThat(post(GOOD + " ".repeat(4_000_000 - bytes(GOOD).length))).startsWith("200");
        assertThat(post(GOOD + " ".repeat(4_000_001 - bytes(GOOD).length))).startsWith("413");
    }

    @Test
    void the_apps_endpoint_issues_tokens_to_who_has_its_secret() {
        Map<String, String> environment = azure.environment("app");
        String endpoint = environment.get("IDENTITY_ENDPOINT") + "?api-version=2019-08-01&resource=https%3A%2F%2Fx%2F";

        assertThat(get(endpoint, environment.get("IDENTITY_HEADER")))
                .startsWith("200")
                .contains("\"resource\":\"https://x/\"", "access_token");
        assertThat(get(endpoint, "guessed")).startsWith("401");
        assertThat(get(endpoint.replace("2019-08-01", "2017-09-01"), environment.get("IDENTITY_HEADER")))
                .startsWith("400");
    }

    private String get(String endpoint, String secret) {
        return answer(HttpRequest.newBuilder(URI.create(endpoint))
                .header("X-IDENTITY-HEADER", secret)
                .build());
    }

    private String post(String body) {
        return sent(address, token, "application/json", text(body));
    }

    private String postWith(String shown) {
        return sent(address, shown, "application/json", text(GOOD));
    }

    private static BodyPublisher text(String body) {
        return BodyPublishers.ofByteArray(bytes(body));
    }

    private static byte[] bytes(String body) {
        return body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    private static String sent(String to, String shown, String type, BodyPublisher body) {
        return answer(HttpRequest.newBuilder(URI.create(to))
                .header("Authorization", "Bearer " + shown)
                .header("Content-Type", type)
                .POST(body)
                .build());
    }

    private static String answer(HttpRequest request) {
        try {
            HttpResponse<String> answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() + " " + answer.body();
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
