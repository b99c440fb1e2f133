package io.triskel.orders.azure.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.triskel.local.Await;
import io.triskel.orders.deployed.OrderClient;
import io.triskel.orders.driver.Talk;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code ./triskel up azure} starts, as the process that it is. */
class AzureUpTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final String PRODUCT = "{\"product\":\"P-1\",\"version\":1,\"name\":\"Tea\",\"prices\":[100]}";

    @Test
    void it_says_how_it_is_reached_and_ends_with_its_input() throws Exception {
        try (Talk talk = Talk.with(AzureUp.class)) {
            talk.say("{\"op\":\"up\",\"pipeline\":true}");

            JsonNode up = talk.answer();

            assertThat(up.path("event").asText()).isEqualTo("up");
            JsonNode environment = up.path("environment");
            assertThat(environment.fieldNames())
                    .toIterable()
                    .contains(
                            "TRISKEL_AZURE_EVENTHUBS_CONNECTION",
                            "TRISKEL_AZURE_STORAGE_CONNECTION",
                            "ORDERS_HUB",
                            "ORDERS_FUNCTION_KEY",
                            "ORDERS_URL");
            OrderClient client =
                    new OrderClient(URI.create(environment.path("ORDERS_URL").asText()));
            assertThat(client.post("/products", PRODUCT).join().status()).isEqualTo(202);
            assertThat(client.post("/orders", "{}").join().status()).isEqualTo(400);
            List<ProcessHandle> children = talk.process().descendants().toList();

            talk.hangUp();

            assertThat(talk.last().path("event").asText()).isEqualTo("down");
            assertThat(talk.exitCode()).isZero();
            assertThat(children).isNotEmpty().noneMatch(ProcessHandle::isAlive);
            assertThat(AzureTargetTest.foldersOf(talk.process().pid())).isEmpty();
        }
    }

    @Test
    void its_children_do_not_outlive_it_when_it_is_killed() throws Exception {
        try (Talk talk = Talk.with(AzureUp.class)) {
            talk.say("{\"op\":\"up\",\"pipeline\":false}");
            JsonNode up = talk.answer();
            List<ProcessHandle> children = talk.process().descendants().toList();

            talk.process().destroyForcibly().waitFor();

            assertThat(up.path("event").asText()).isEqualTo("up");
            assertThat(children).isNotEmpty();
            Await.until("the children's end", LIMIT, () -> children.stream().noneMatch(ProcessHandle::isAlive));
        }
    }

    @Test
    void a_style_that_there_is_not_is_said_so() throws Exception {
        try (Talk talk = Talk.with(AzureUp.class)) {
            talk.say("{\"op\":\"up\",\"style\":\"jazz\"}");

            JsonNode answer = talk.answer();

            assertThat(answer.path("event").asText()).isEqualTo("failed");
            assertThat(answer.path("message").asText()).contains("orchestration or choreography");
            assertThat(talk.exitCode()).isEqualTo(1);
        }
    }
}
