package io.triskel.orders.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.gcp.hosting.GcpManifest;
import io.triskel.hosting.function.EnvironmentReader;
import io.triskel.local.gcp.functions.FunctionRequest;
import io.triskel.local.gcp.functions.FunctionResponse;
import io.triskel.local.gcp.functions.InvokerVersion;
import io.triskel.notify.Credential;
import io.triskel.orders.OrderApplication;
import io.triskel.orders.contracts.DeployedOrdersContract;
import io.triskel.orders.contracts.PrintedManifest;
import io.triskel.personal.SubjectForgotten;
import io.triskel.platform.Platform;
import io.triskel.publish.PublishFailedException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The very package that is deployed, on a local Google Cloud, in the runtime that Google's builder puts beside a prebuilt jar. The
 * demonstrator runs it in the newest one.
 */
@Tag("local-clouds")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PackagedFunctionsTest extends DeployedOrdersContract {
    /** Roles that the tests here do not always need, as patterns of account and role. */
    private static final List<String> NOT_ALWAYS_USED = List.of(
            // The clock reads who is a customer, and looks orders up, only if it replays what was parked.
            "orders-clock@.* roles/(cloudkms.cryptoKeyDecrypter|run.invoker) .*");

    private LocalOrders orders;

    @BeforeAll
    void deploy(@TempDir Path folder) {
        orders = new LocalOrders(folder, InvokerVersion.OF_THE_BUILDER);
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
        return orders.clock().fire(now, new byte[0]).join().text();
    }

    @Override
    protected long messages() {
        return orders.messages();
    }

    @Test
    void the_clock_replays_what_is_parked_and_takes_no_nonsense() {
        assertThat(told("{\"replay\":\"all\"}").text()).contains("\"replayed\":0", "\"failures\":[]");
        assertThat(told("{").status()).isEqualTo(400);
    }

    private FunctionResponse told(String body) {
        return orders.clock()
                .fire(Instant.now(), body.getBytes(StandardCharsets.UTF_8))
                .join();
    }

    @Test
    void without_a_role_of_its_manifest_a_function_is_refused_what_that_role_allows() {
        Platform silent = orders.portsWithout("roles/pubsub.publisher").platform();
        Platform forgetful = orders.portsWithout("roles/datastore.user").platform();
        SubjectForgotten event = new SubjectForgotten("nobody");

        assertThat(silent.stores().replicas().get("products", "P-1")).isNotNull();
        assertThatThrownBy(() -> silent.publish(event, "nobody"))
                .isInstanceOf(PublishFailedException.class)
                .hasMessageContainingAll("DENIED", "User not authorized to perform this action.");
        forgetful.publish(event, "nobody");
        assertThatThrownBy(() -> forgetful.stores().replicas().get("products", "P-1"))
                .hasStackTraceContaining("Missing or insufficient permissions.");
    }

    /** Stands behind all others, and tells nothing if it runs alone. */
    @Test
    @Order(Integer.MAX_VALUE)
    void the_roles_of_the_manifest_are_those_that_its_functions_need() {
        assertThat(orders.gcp().kms().calls()).contains("encrypt", "decrypt");
        assertThat(orders.gcp().policies().refused())
                .filteredOn(refused -> !refused.startsWith(LocalOrders.WITHOUT))
                .isEmpty();

        assertThat(orders.gcp().policies().unused().entrySet().stream()
                        .filter(account -> !account.getKey().startsWith(LocalOrders.WITHOUT))
                        .flatMap(account -> account.getValue().stream().map(role -> account.getKey() + " " + role)))
                .filteredOn(unused -> NOT_ALWAYS_USED.stream().noneMatch(unused::matches))
                .isEmpty();
    }

    @Test
    void an_incomplete_environment_is_told_at_the_first_start_all_of_it_at_once() {
        FunctionResponse answer = orders.deploy(
                        orders.function("payment"),
                        Map.of(
                                "TRISKEL_APP_TOPIC",
                                "",
                                EnvironmentReader.STYLE,
                                "jazz",
                                EnvironmentReader.CONSUMER,
                                ""))
                .invoke(FunctionRequest.post("/", Map.of(), new byte[0]))
                .join();

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.text())
                .contains(
                        "TRISKEL_APP_TOPIC is not set",
                        "TRISKEL_APP_STYLE is 'jazz'",
                        "TRISKEL_APP_CONSUMER is not set");
    }

    @Test
    void the_package_prints_its_manifest() throws IOException, InterruptedException {
        Path jar = Path.of(System.getProperty("triskel.zip")).resolveSibling("functions.jar");

        assertThat(PrintedManifest.of(jar.toString(), GcpManifest.class))
                .isEqualTo(
                        GcpManifest.of(new OrderApplication(), "orchestration").json());
    }

    @Test
    void the_package_is_one_jar() throws IOException {
        Path zip = Path.of(System.getProperty("triskel.zip"));

        try (ZipFile files = new ZipFile(zip.toFile())) {
            assertThat(files.stream().map(ZipEntry::getName)).containsExactly("functions.jar");
        }
    }
}
