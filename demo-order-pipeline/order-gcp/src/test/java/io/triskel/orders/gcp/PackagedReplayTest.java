package io.triskel.orders.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.hosting.operation.ConsumerFunctions;
import io.triskel.local.gcp.functions.InvokerVersion;
import io.triskel.orders.contracts.RecoveryContract;
import io.triskel.orders.pipeline.Ports;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The package that is deployed, on a local Google Cloud. */
@Tag("local-clouds")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PackagedReplayTest extends RecoveryContract {
    private static final String REQUEST =
            "{\"triskel\":\"replay\",\"consumer\":\"" + CONSUMER + "\",\"limit\":1,\"seconds\":5}";

    private LocalOrders orders;
    private Ports operator;
    private ConsumerFunctions functions;

    @BeforeAll
    void deploy(@TempDir Path folder) {
        orders = new LocalOrders(folder, InvokerVersion.OF_THE_BUILDER);
        operator = orders.operatorsPorts();
        functions = orders.functions(personalToken(LocalOrders.OPERATOR));
    }

    private String personalToken(String email) {
        return orders.gcp().issuer().personalIdToken(email);
    }

    @AfterAll
    void end() {
        orders.close();
    }

    @Override
    protected Ports owner() {
        return orders.ports();
    }

    @Override
    protected Ports operator() {
        return operator;
    }

    @Override
    protected ConsumerFunctions functions() {
        return functions;
    }

    @Test
    void a_token_that_cloud_run_refuses_is_told_with_the_login_that_helps() {
        String ofAnotherClient = orders.gcp().issuer().idToken(LocalOrders.OPERATOR, "764086051850.apps");

        assertThat(problem(orders.functions(ofAnotherClient)))
                .contains("/operations/replay answers 401: ", "gcloud auth login --update-adc");
    }

    @Test
    void an_account_without_the_role_is_told_which_one_it_needs() {
        assertThat(problem(orders.functions(personalToken("stranger@example.org"))))
                .contains("/operations/replay answers 403: ", "roles/run.invoker");
    }

    /** Whoever may publish cannot thereby operate: what is published comes wrapped, to the address of the subscription. */
    @Test
    void a_message_that_looks_like_a_replay_is_a_message() throws IOException, InterruptedException {
        String data = Base64.getEncoder().encodeToString(REQUEST.getBytes(StandardCharsets.UTF_8));

        assertThat(post(
                                "",
                                "{\"subscription\":\"projects/p/subscriptions/s\",\"message\":{\"messageId\":\"1\",\"data\":\""
                                        + data + "\"}}")
                        .statusCode())
                .as("parked, because it is no event")
                .isEqualTo(204);
        assertThat(post("", REQUEST).statusCode()).isEqualTo(500);
    }

    @Test
    void a_pushed_message_is_no_request_of_an_operator() throws IOException, InterruptedException {
        HttpResponse<String> answer =
                post("/operations/replay", "{\"subscription\":\"s\",\"message\":{\"messageId\":\"1\"}}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("expected {\"triskel\":\"replay\"");
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        orders.address("payment").resolve("/" + path.replaceFirst("^/", "")))
                .header("Authorization", "Bearer " + personalToken(LocalOrders.OPERATOR))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
