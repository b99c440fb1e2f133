package io.triskel.orders.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.triskel.azure.functions.FunctionKey;
import io.triskel.azure.hosting.AzureManifest;
import io.triskel.azure.hosting.FunctionSettings;
import io.triskel.local.Await;
import io.triskel.local.azure.functions.FunctionApp;
import io.triskel.notify.Credential;
import io.triskel.orders.OrderApplication;
import io.triskel.orders.contracts.DeployedOrdersContract;
import io.triskel.orders.contracts.PrintedManifest;
import io.triskel.orders.pipeline.Style;
import io.triskel.personal.SubjectForgotten;
import io.triskel.platform.Platform;
import io.triskel.publish.PublishFailedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The very package that is deployed, in a JVM of its own, on a local Azure. */
@Tag("local-clouds")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PackagedFunctionsTest extends DeployedOrdersContract {

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
        return orders.app().url();
    }

    @Override
    protected Credential credential() {
        return FunctionKey.of(orders.app().functionKey("web"));
    }

    @Override
    protected int refused() {
        return 401;
    }

    @Override
    protected String tick(Instant now) {
        return told("{'now':'" + now + "'}").body();
    }

    @Override
    protected long messages() {
        return orders.messages();
    }

    @Test
    void the_clock_is_told_the_time_by_those_only_who_have_its_key() {
        assertThat(postUnknown("/clock", "{}").statusCode()).isEqualTo(401);
        assertThat(post("/clock", "{}").statusCode()).isEqualTo(401);
        assertThat(told("{'now':'tomorrow'}").statusCode()).isEqualTo(400);
        assertThat(told("{'replay':'all'}").body()).contains("\"replayed\":0");
    }

    @Test
    void a_deployed_clock_is_told_no_time() {
        FunctionApp deployed = orders.deploy("deployed", Map.of(FunctionSettings.TOLD_TIME, ""));

        assertThat(told(deployed, "{'now':'2030-01-01T00:00:00Z'}").statusCode())
                .isEqualTo(404);
    }

    @Test
    void a_body_that_is_no_text_or_does_not_arrive_is_a_problem_of_the_sender()
            throws IOException, InterruptedException {
        byte[] broken = {'{', -1, '}'};

        assertThat(sent("application/octet-stream", BodyPublishers.ofByteArray(broken)))
                .contains("\"status\":415");
        assertThat(sent("application/json", BodyPublishers.ofByteArray(broken)))
                .contains("\"status\":400", "The body is not UTF-8");
        assertThat(sent("application/json", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(broken))))
                .contains("\"status\":411", "Content-Length");
    }

    private String sent(String type, BodyPublisher body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url().resolve("/products"))
                .header("Content-Type", type)
                .header("x-functions-key", orders.app().functionKey("web"))
                .POST(body)
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Test
    void without_a_role_of_its_manifest_the_app_is_refused_what_that_role_allows() {
        Platform silent = orders.portsWithout("Azure Event Hubs Data Sender").platform();
        Platform forgetful =
                orders.portsWithout("Storage Table Data Contributor").platform();
        SubjectForgotten event = new SubjectForgotten("nobody");

        assertThat(silent.stores().replicas().get("products", "P-1")).isNotNull();
        assertThatThrownBy(() -> silent.publish(event, "nobody"))
                .isInstanceOf(PublishFailedException.class)
                .hasMessageContainingAll("DENIED", "'Send' claim(s) are required");
        forgetful.publish(event, "nobody");
        assertThatThrownBy(() -> forgetful.stores().replicas().get("products", "P-1"))
                .hasStackTraceContaining("AuthorizationPermissionMismatch");
    }

    @Test
    void timers_do_their_work() {
        orders.app().fire("clock");
        orders.app().fire("upkeep");

        assertThat(orders.app().metrics().get("upkeep").invocations()).isPositive();
        assertThat(orders.app().metrics().get("upkeep").errors()).isZero();
    }

    @Test
    void incomplete_settings_are_told_at_the_first_invocation_all_of_them_at_once() throws IOException {
        FunctionApp app = orders.deploy(
                "incomplete",
                Map.of("TRISKEL_APP_TABLES", "", "TRISKEL_APP_STYLE", "jazz", "TRISKEL_APP_LOOKUP_BASE", "here"));

        Await.until(
                "the settings to be missed", () -> app.metrics().get("payment").errors() > 0);

        try (Stream<Path> logs = Files.list(app.logs())) {
            assertThat(logs)
                    .anySatisfy(log -> assertThat(log)
                            .content()
                            .contains(
                                    "TRISKEL_APP_TABLES is not set",
                                    "TRISKEL_APP_STYLE is 'jazz'",
                                    "TRISKEL_APP_LOOKUP_BASE is 'here'"));
        }
    }

    @Test
    void the_package_prints_its_manifest() throws IOException, InterruptedException {
        Path jar = Path.of(System.getProperty("triskel.zip")).resolveSibling("functions.jar");

        assertThat(PrintedManifest.of(jar.toString(), AzureManifest.class))
                .isEqualTo(AzureManifest.of(new OrderApplication(), Style.ORCHESTRATION.text())
                        .json());
    }

    @Test
    void the_package_has_its_functions_and_no_settings_of_a_laptop() throws IOException {
        Path zip = Path.of(System.getProperty("triskel.zip"));

        try (ZipFile files = new ZipFile(zip.toFile())) {
            assertThat(files.stream().map(ZipEntry::getName))
                    .contains("functions.jar", "host.json", "web/function.json", "payment/function.json")
                    .noneMatch(name -> name.endsWith("local.settings.json"))
                    .filteredOn(name -> name.endsWith(".jar"))
                    .hasSize(1);
        }
    }

    @Test
    void every_function_of_the_package_that_reads_the_hub_tries_again_without_end() throws IOException {
        try (ZipFile files = new ZipFile(System.getProperty("triskel.zip"))) {
            List<JsonNode> readers = new ArrayList<>();
            for (ZipEntry entry : Collections.list(files.entries())) {
                if (entry.getName().endsWith("/function.json")) {
                    JsonNode definition = new ObjectMapper().readTree(files.getInputStream(entry));
                    if (definition.at("/bindings/0/type").asText().equals("eventHubTrigger")) {
                        readers.add(definition);
                    }
                }
            }

            assertThat(readers)
                    .hasSize(9)
                    .allSatisfy(reader -> assertThat(
                                    reader.at("/retry/maxRetryCount").asInt())
                            .isEqualTo(-1));
        }
    }

    private HttpResponse<String> told(String clock) {
        return told(orders.app(), clock);
    }

    private static HttpResponse<String> told(FunctionApp app, String clock) {
        HttpRequest request = HttpRequest.newBuilder(app.url().resolve("clock"))
                .header("x-functions-key", app.functionKey("tick"))
                .POST(BodyPublishers.ofString(clock.replace('\'', '"')))
                .build();
        return HttpClient.newHttpClient()
                .sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .join();
    }
}
