package io.triskel.orders.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.triskel.azure.tables.AzureTables;
import io.triskel.orders.contracts.ManifestContract;
import io.triskel.orders.function.FunctionRole;
import io.triskel.orders.manifest.Manifest;
import io.triskel.orders.pipeline.OrderPipeline;
import io.triskel.orders.pipeline.Style;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OrderManifestTest extends ManifestContract {
    @Override
    protected Manifest manifest(Style style) {
        return OrderManifest.of(style);
    }

    @Override
    protected Class<?> function() {
        return OrderHttpFunction.class;
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    void tells_the_app_all_that_it_needs_whoever_it_is(Style style) {
        Manifest manifest = OrderManifest.of(style)
                .with("tables", "shop")
                .with("namespace", "shop.servicebus.windows.net")
                .with("tablesEndpoint", "https://shop.table.core.windows.net")
                .with("hostStorageAccount", "shophost")
                .with("lookupKey", "key")
                .with("eventHubsConnection", "Endpoint=sb://localhost;SharedAccessKeyName=all;SharedAccessKey=a2V5")
                .with("storageConnection", "AccountName=shop;AccountKey=a2V5");

        for (String access : List.of("settingsByIdentity", "settingsByConnection")) {
            Map<String, String> environment = Manifest.texts(manifest.part("settings"));
            environment.putAll(Manifest.texts(manifest.part(access)));
            environment.put("WEBSITE_HOSTNAME", "shop.azurewebsites.net");

            OrderSettings settings = OrderSettings.from(environment);

            assertThat(settings.hub()).isEqualTo("orders");
            assertThat(settings.tables()).isEqualTo(new AzureTables("shop"));
            assertThat(settings.style()).isEqualTo(style);
        }
    }

    @Test
    void disables_the_consumers_of_the_style_that_is_not_in_use() {
        assertThat(Manifest.texts(OrderManifest.of(Style.ORCHESTRATION)
                        .with("lookupKey", "key")
                        .part("settings")))
                .containsEntry("AzureWebJobs.payment_watch.Disabled", "true")
                .doesNotContainKey("AzureWebJobs.fulfilment.Disabled");
        assertThat(Manifest.texts(OrderManifest.of(Style.CHOREOGRAPHY)
                        .with("lookupKey", "key")
                        .part("settings")))
                .containsEntry("AzureWebJobs.fulfilment.Disabled", "true")
                .doesNotContainKey("AzureWebJobs.payment_watch.Disabled");
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    void has_the_consumer_groups_of_the_functions_in_use_and_of_rebuilds(Style style) {
        Manifest manifest = OrderManifest.of(style);
        List<String> used = new ArrayList<>(List.of("order-view-rebuild"));
        manifest.functions(FunctionRole.EVENTS)
                .forEach(function ->
                        used.add(function.path("trigger").path("consumerGroup").asText()));

        assertThat(manifest.part("hub").path("consumerGroups"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrderElementsOf(used);
    }

    /** Event Hubs documentation, "Capture events through Azure Event Hubs"; the service asks for all parts of a name. */
    @Test
    void the_names_of_the_archive_have_all_parts_and_grow_with_time_within_a_partition() {
        JsonNode capture = OrderManifest.of(Style.ORCHESTRATION).part("capture");

        assertThat(capture.path("archiveNameFormat").asText().split("/"))
                .containsExactly(
                        "{Namespace}",
                        "{EventHub}",
                        "{PartitionId}",
                        "{Year}",
                        "{Month}",
                        "{Day}",
                        "{Hour}",
                        "{Minute}",
                        "{Second}");
        assertThat(capture.path("intervalSeconds").asInt()).isBetween(60, 900);
        assertThat(capture.path("sizeLimitMiB").asInt()).isBetween(10, 500);
        assertThat(capture.path("rebuilds").path(0).asText()).isEqualTo("order-view-rebuild");
    }

    @Test
    void has_every_function_of_the_package() {
        assertThat(OrderManifest.of(Style.ORCHESTRATION).part("functions"))
                .extracting(function -> function.path("name").asText())
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                OrderEventFunctions.consumers().stream().map(OrderEventFunctions::function),
                                Stream.of("web", "clock", "tick", "upkeep"))
                        .toList());
    }

    @Test
    void has_every_table_of_the_stores() {
        assertThat(OrderManifest.of(Style.ORCHESTRATION).with("tables", "shop").part("tables"))
                .extracting(JsonNode::asText)
                .containsExactlyElementsOf(new AzureTables("shop").names());
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    void each_consumer_has_a_function_and_a_consumer_group_of_its_name(Style style) {
        assertThat(OrderManifest.of(style).functions(FunctionRole.EVENTS))
                .hasSameSizeAs(OrderPipeline.consumerNames(style))
                .allSatisfy(function -> {
                    String consumer = function.path("consumer").asText();
                    assertThat(function.path("name").asText()).isEqualTo(consumer.replace('-', '_'));
                    assertThat(function.path("trigger").path("consumerGroup").asText())
                            .isEqualTo(consumer);
                });
    }

    /** Settings of a Linux app have no hyphens, and one of them disables a function. */
    @ParameterizedTest
    @EnumSource(Style.class)
    void every_function_can_be_disabled_on_linux(Style style) {
        assertThat(OrderManifest.of(style).part("functions"))
                .extracting(function -> function.path("name").asText())
                .allMatch(name -> name.matches("[a-zA-Z][a-zA-Z0-9_]*"));
    }

    @Test
    void the_host_asks_every_route_before_the_one_that_takes_all_addresses() {
        List<JsonNode> routes = StreamSupport.stream(
                        OrderManifest.of(Style.ORCHESTRATION).part("functions").spliterator(), false)
                .filter(function -> function.path("trigger").has("route"))
                .sorted(Comparator.comparing(
                        function -> function.path("name").asText().toUpperCase(Locale.ROOT)))
                .toList();

        assertThat(routes)
                .extracting(function -> function.path("trigger").path("route").asText())
                .containsOnlyOnce("{*path}")
                .endsWith("{*path}");
    }

    @Test
    void no_batch_is_given_up() {
        assertThat(OrderManifest.of(Style.ORCHESTRATION).functions(FunctionRole.EVENTS))
                .allSatisfy(function -> assertThat(
                                function.at("/trigger/retry/maxRetryCount").asInt())
                        .isEqualTo(-1));
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    void the_app_may_use_every_table_that_is_deployed(Style style) {
        Manifest manifest = OrderManifest.of(style).with("hostStorageAccount", "shophost");
        List<String> allowed = StreamSupport.stream(
                        manifest.part("identities").get(0).path("permissions").spliterator(), false)
                .map(permission -> permission.path("resource").asText())
                .toList();

        assertThat(manifest.part("tables"))
                .allSatisfy(table -> assertThat(allowed).contains("tableServices/default/tables/" + table.asText()));
    }
}
