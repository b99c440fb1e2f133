package io.triskel.local.azure.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.local.Await;
import io.triskel.local.FaultPlan;
import io.triskel.local.azure.eventhubs.EventHubsServer;
import io.triskel.local.azure.eventhubs.EventHubsSettings;
import io.triskel.local.azure.functions.fixture.WebFunctions;
import io.triskel.local.azure.roles.RoleAssignment;
import io.triskel.local.azure.roles.RoleAssignments;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** What a package must say, and what settings do. */
@Isolated("it looks at all processes that this JVM has started")
@Tag("local-clouds")
class DeploymentTest {

    @TempDir
    Path folder;

    private EventHubsServer hubs;
    private FunctionHost host;
    private AppBuilder builder;

    @BeforeEach
    void start() throws IOException {
        hubs = EventHubsServer.start(EventHubsSettings.defaults(), new FaultPlan(1));
        host = FunctionHost.start(folder.resolve("logs"));
        builder = new AppBuilder(folder.resolve("app"));
    }

    @AfterEach
    void close() {
        host.close();
        hubs.close();
    }

    @Test
    void all_settings_that_are_missing_are_named_at_once() throws IOException {
        AppDefinition app = AppDefinition.of(
                "app",
                builder.batch("batch", "$Default", Optional.empty())
                        .clock(Optional.empty())
                        .zip());

        assertThatThrownBy(() -> host.deploy(app, hubs))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("batch: no setting HUBS for the connection")
                .hasMessageContaining("batch: no setting HUB for %HUB%")
                .hasMessageContaining("clock: no setting SCHEDULE for %SCHEDULE%");
    }

    @Test
    void a_trigger_needs_the_role_of_a_receiver_for_the_apps_identity() throws IOException {
        hubs.createHub("events", 1);
        RoleAssignments roles = RoleAssignments.enforced();
        AppDefinition app = AppDefinition.of(
                        "app",
                        builder.batch("one", "$Default", Optional.empty()).zip())
                .withSettings(Map.of("HUBS", hubs.connectionString("app", roles), "HUB", "events"));

        assertThatThrownBy(() -> host.deploy(app, hubs))
                .hasMessageContaining("one: Unauthorized access. 'Listen' claim(s) are required");

        roles.give("app", List.of(new RoleAssignment("Azure Event Hubs Data Receiver", "eventhubs/events")));
        assertThat(host.deploy(app, hubs).isCaughtUp()).isTrue();
    }

    @Test
    void all_hubs_and_groups_that_are_missing_are_named_at_once() throws IOException {
        hubs.createHub("events", 1);
        AppDefinition app = AppDefinition.of(
                        "app", builder.batch("one", "absent", Optional.empty()).zip())
                .withSettings(Map.of("HUBS", hubs.connectionString(), "HUB", "events"));

        assertThatThrownBy(() -> host.deploy(app, hubs))
                .hasMessageContaining("one: events has no consumer group absent");
        assertThatThrownBy(() -> host.deploy(app.withSettings(Map.of("HUB", "nowhere")), hubs))
                .hasMessageContaining("one: There is no event hub nowhere");
        assertThatThrownBy(() -> host.deploy(app.withSettings(Map.of("HUBS", "Endpoint=sb://elsewhere")), hubs))
                .hasMessageContaining("HUBS is another namespace");
    }

    @Test
    void everything_that_is_not_imitated_is_named() throws IOException {
        AppBuilder strange = builder.host("later", "\"maxEventBatchSize\": 1, \"minEventBatchSize\": 2")
                .function("queue", WebFunctions.class, "clock", "\"type\" : \"queueTrigger\"", "")
                .function(
                        "output",
                        WebFunctions.class,
                        "clock",
                        """
                        "type" : "timerTrigger", "schedule" : "* * *" }, { "type" : "table", "direction" : "out"
                        """,
                        ", \"retry\" : {\"strategy\" : \"linear\", \"maxRetryCount\" : 1}");

        assertThatThrownBy(() -> host.deploy(AppDefinition.of("app", strange.folder()), hubs))
                .hasMessageContaining("A time span is hh:mm:ss, not later")
                .hasMessageContaining("minEventBatchSize")
                .hasMessageContaining("queue: the trigger queueTrigger is not emulated")
                .hasMessageContaining("output: the binding table is not emulated")
                .hasMessageContaining("output: A schedule is an NCRONTAB expression")
                .hasMessageContaining("output: a retry strategy is fixedDelay or exponentialBackoff, not linear");
    }

    @Test
    void a_method_that_is_absent_fails_every_invocation_and_says_so_in_the_log() throws Exception {
        FunctionApp app = host.deploy(
                AppDefinition.of(
                        "app",
                        builder.function("gone", WebFunctions.class, "gone", """
                                "type" : "httpTrigger", "name" : "request", "authLevel" : "anonymous"
                                """, "")
                                .folder()),
                hubs);

        assertThat(statusOf(app, "api/gone")).isEqualTo(500);

        assertThat(AppBuilder.logsIn(app.logs()))
                .singleElement()
                .satisfies(log -> assertThat(log).content().contains("0 public methods gone"));
    }

    @Test
    void a_function_that_is_disabled_has_no_trigger_and_a_timer_of_it_can_be_fired() throws Exception {
        FunctionApp app = host.deploy(
                AppDefinition.of("app", builder.orders().clock(Optional.empty()).zip())
                        .withSettings(Map.of("SCHEDULE", "* * * * * *", "OUTPUT", output()))
                        .withDisabled("orders")
                        .withDisabled("clock"),
                hubs);

        assertThat(statusOf(app, "api/orders/1")).isEqualTo(404);
        app.fire("clock");

        assertThat(app.metrics().get("clock").invocations()).isEqualTo(1);
        assertThat(folder.resolve("output")).content().contains("\"IsPastDue\":false");
    }

    @Test
    void of_two_routes_that_match_the_one_of_the_function_whose_name_comes_first_is_taken() throws Exception {
        FunctionApp app = host.deploy(
                AppDefinition.of(
                        "app",
                        builder.orders("Every", "{*id}")
                                .orders("few", "{id}")
                                .orders("a_few", "orders/{id}")
                                .zip()),
                hubs);

        assertThat(get(app, "api/orders/1").body()).contains("/api/orders/1 1 ");
        assertThat(get(app, "api/other").body()).contains("/api/other other ");
        assertThat(app.metrics().get("a_few").invocations()).isEqualTo(1);
        assertThat(app.metrics().get("Every").invocations()).isEqualTo(1);
        assertThat(app.metrics().get("few").invocations()).isZero();
    }

    @Test
    void a_setting_with_a_hyphen_is_refused_and_so_a_function_with_one_cannot_be_disabled() throws IOException {
        AppDefinition app = AppDefinition.of("app", builder.orders().zip());

        assertThatThrownBy(() -> app.withDisabled("payment-watch"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("AppSetting with name 'AzureWebJobs.payment-watch.Disabled' is not allowed");
    }

    @Test
    void a_timer_fires_by_its_schedule() throws Exception {
        FunctionApp app = host.deploy(
                AppDefinition.of("app", builder.clock(Optional.empty()).zip())
                        .withSettings(Map.of("SCHEDULE", "* * * * * *", "OUTPUT", output())),
                hubs);

        Await.until("two firings", () -> app.metrics().get("clock").invocations() >= 2);
    }

    @Test
    void options_of_the_jvm_come_from_the_settings() throws Exception {
        FunctionApp app = host.deploy(
                AppDefinition.of("app", builder.orders().zip())
                        .withSettings(Map.of("JAVA_OPTS", "-Xmx64m -Xlog:gc+init")),
                hubs);

        assertThat(statusOf(app, "api/orders/1")).isEqualTo(201);

        assertThat(AppBuilder.logsIn(app.logs()))
                .singleElement()
                .satisfies(log -> assertThat(log).content().contains("Heap Max Capacity: 64M"));
    }

    @Test
    void a_jvm_that_does_not_come_up_is_a_bad_gateway() throws Exception {
        FunctionApp app = host.deploy(
                AppDefinition.of("app", builder.orders().folder())
                        .withSettings(Map.of("JAVA_OPTS", "-XX:NoSuchOption")),
                hubs);

        assertThat(statusOf(app, "api/orders/1")).isEqualTo(502);
    }

    @Test
    void no_process_is_left_when_the_host_is_closed() throws Exception {
        FunctionApp app = host.deploy(AppDefinition.of("app", builder.orders().zip()), hubs);
        assertThat(statusOf(app, "api/orders/1")).isEqualTo(201);

        // Those of other test classes, too, which run at the same time and end.
        List<ProcessHandle> workers = ProcessHandle.current()
                .descendants()
                .filter(child -> child.info().commandLine().orElse("").contains("functions.worker.Worker"))
                .toList();
        assertThat(workers).isNotEmpty();

        host.close();

        Await.until("the end of every child", () -> workers.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(Files.exists(app.logs())).isTrue();
    }

    private String output() {
        return folder.resolve("output").toString();
    }

    private static int statusOf(FunctionApp app, String path) throws Exception {
        return get(app, path).statusCode();
    }

    private static HttpResponse<String> get(FunctionApp app, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(app.url().resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
