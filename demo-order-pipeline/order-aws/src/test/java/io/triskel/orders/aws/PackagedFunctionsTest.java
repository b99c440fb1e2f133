package io.triskel.orders.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.triskel.local.aws.lambda.InvocationResult;
import io.triskel.notify.Credential;
import io.triskel.orders.contracts.DeployedOrdersContract;
import io.triskel.orders.contracts.PrintedManifest;
import io.triskel.orders.function.EnvironmentReader;
import io.triskel.orders.pipeline.Style;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The very package that is deployed, in the real runtime client, on a local AWS. */
@Tag("local-clouds")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PackagedFunctionsTest extends DeployedOrdersContract {
    private static final String ORDER = """
            {"kind": "order", "order": "O-wrapped",
             "customer": {"id": "C-wrapped", "name": "Ada", "email": "ada@example.com"},
             "lines": [{"product": "P-1", "price": 1, "quantity": 2}],
             "payment": {"card": "card-1", "limit": 20000, "answers": true}}""";

    private LocalOrders orders;

    @BeforeAll
    void deploy(@TempDir Path folder) {
        orders = new LocalOrders(folder);
    }

    @AfterAll
    void end() {
        orders.close();
    }

    @Override
    protected URI url() {
        return orders.url();
    }

    @Override
    protected Credential credential() {
        return orders.credential();
    }

    @Override
    protected int refused() {
        return 403;
    }

    @Override
    protected String tick(Instant now) {
        return orders.tick(now);
    }

    @Override
    protected long messages() {
        return orders.messages();
    }

    @Test
    void an_incomplete_environment_is_told_at_the_first_start_all_of_it_at_once() {
        InvocationResult result = orders.deploy(
                        orders.function("payment"),
                        Map.of(
                                OrderSettings.STREAM,
                                "",
                                EnvironmentReader.STYLE,
                                "jazz",
                                EnvironmentReader.CONSUMER,
                                ""))
                .invoke("{}".getBytes(StandardCharsets.UTF_8))
                .join();

        assertThat(result)
                .isInstanceOfSatisfying(
                        InvocationResult.Failed.class,
                        failed -> assertThat(failed.message())
                                .contains(
                                        "ORDERS_STREAM is not set",
                                        "ORDERS_STYLE is 'jazz'",
                                        "ORDERS_CONSUMER is not set"));
    }

    @Test
    void a_named_key_of_kms_wraps_the_keys_of_customers() throws IOException, InterruptedException {
        List<String> calls = new CopyOnWriteArrayList<>();
        HttpServer kms = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        kms.createContext("/", call -> {
            calls.add(call.getRequestHeaders().getFirst("X-Amz-Target"));
            byte[] answer = "{\"__type\":\"DisabledException\"}".getBytes(StandardCharsets.UTF_8);
            call.sendResponseHeaders(400, answer.length);
            call.getResponseBody().write(answer);
            call.close();
        });
        kms.start();
        try {
            URI url = orders.openUrl(Map.of(
                    "TRISKEL_AWS_KMS_KEY",
                    "alias/personal-data",
                    "AWS_ENDPOINT_URL_KMS",
                    "http://127.0.0.1:" + kms.getAddress().getPort()));
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(url.resolve("orders"))
                                    .header("Content-Type", "application/json")
                                    .POST(BodyPublishers.ofString(ORDER))
                                    .build(),
                            BodyHandlers.ofString());

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
            assertThat(calls).contains("TrentService.Encrypt");
        } finally {
            kms.stop(0);
        }
    }

    @Test
    void the_package_prints_its_manifest() throws IOException, InterruptedException {
        Path jar = Path.of(System.getProperty("triskel.zip")).resolveSibling("functions.jar");

        assertThat(PrintedManifest.of(jar.toString(), OrderManifest.class))
                .isEqualTo(OrderManifest.of(Style.ORCHESTRATION).json());
    }

    @Test
    void the_package_is_smaller_than_12_MB() throws IOException {
        assertThat(Files.size(Path.of(System.getProperty("triskel.zip")))).isLessThan(12L << 20);
    }
}
