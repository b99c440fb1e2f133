package io.triskel.orders.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.azure.hosting.AzureManifest;
import io.triskel.azure.hosting.AzureParts;
import io.triskel.azure.hosting.FunctionSettings;
import io.triskel.azure.hosting.HttpFunction;
import io.triskel.azure.tables.AzureTables;
import io.triskel.hosting.function.FunctionRole;
import io.triskel.hosting.manifest.Environment;
import io.triskel.hosting.manifest.Manifest;
import io.triskel.hosting.manifest.RoleGrant;
import io.triskel.orders.OrderApplication;
import io.triskel.orders.contracts.ManifestContract;
import io.triskel.orders.pipeline.OrderPipeline;
import io.triskel.orders.pipeline.Style;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OrderManifestTest extends ManifestContract<AzureParts.AppFunction, AzureParts> {
    @Override
    protected Manifest<AzureParts> manifest(Style style) {
        return AzureManifest.of(new OrderApplication(), style.text());
    }

    @Override
    protected Class<?> function() {
        return HttpFunction.class;
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    void tells_the_app_all_that_it_needs_whoever_it_is(Style style) {
        Manifest<AzureParts> manifest = AzureManifest.of(new OrderApplication(), style.text())
                .with("tables", "shop")
                .with("namespace", "shop.servicebus.windows.net")
                .with("tablesEndpoint", "https://shop.table.core.windows.net")
                .with("hostStorageAccount", "shophost")
                .with("region", "westeurope")
                .with(
                        "metricsResource",
                        "subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/shop/providers/Microsoft.EventHub/namespaces/shop")
                .with("lookupKey", "key")
                .with("eventHubsConnection", "Endpoint=sb://localhost;SharedAccessKeyName=all;SharedAccessKey=a2V5")
                .with("storageConnection", "AccountName=shop;AccountKey=a2V5");

        for (Environment access : List.of(
                manifest.part(AzureParts::settingsByIdentity), manifest.part(AzureParts::settingsByConnection))) {
            Map<String, String> environment =
                    new HashMap<>(manifest.part(AzureParts::settings).variables());
            environment.putAll(access.variables());
            environment.put("WEBSITE_HOSTNAME", "shop.azurewebsites.net");

            FunctionSettings settings = FunctionSettings.from(new OrderApplication(), environment);

            assertThat(settings.hub()).isEqualTo("orders");
            assertThat(settings.tables()).isEqualTo(new AzureTables("shop"));
            assertThat(settings.application()).isEqualTo(new OrderApplication(style));
            assertThat(settings.inboxRetention()).isEqualTo(Duration.ofDays(14));
            assertThat(settings.azure().metrics())
                    .isEqualTo(Optional.ofNullable(access.variables().get("TRISKEL_AZURE_METRICS"))
                            .map(URI::create));
        }
    }

    @Test
    void disables_the_consumers_of_the_style_that_is_not_in_use() {
        assertThat(settings(Style.ORCHESTRATION))
                .containsEntry("AzureWebJobs.payment_watch.Disabled", "true")
                .doesNotContainKey("AzureWebJobs.fulfilment.Disabled");
        assertThat(settings(Style.CHOREOGRAPHY))
                .containsEntry("AzureWebJobs.fulfilment.Disabled", "true")
                .doesNotContainKey("AzureWebJobs.payment_watch.Disabled");
    }

    private static Map<String, String> settings(Style style) {
        return AzureManifest.of(new OrderApplication(), style.text())
                .with("lookupKey", "key")
                .part(AzureParts::settings)
                .variables();
    }

    private static AzureParts.HubBatch batches(AzureParts.AppFunction function) {
        return (AzureParts.HubBatch) function.trigger();
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    void has_the_consumer_groups_of_the_functions_in_use_and_of_rebuilds(Style style) {
        Manifest<AzureParts> manifest = AzureManifest.of(new OrderApplication(), style.text());
        List<String> used = new ArrayList<>(List.of("view-rebuild"));
        manifest.each(parts -> parts.functions(FunctionRole.EVENTS))
                .forEach(function -> used.add(batches(function).consumerGroup()));

        assertThat(manifest.part(AzureParts::hub).consumerGroups()).containsExactlyInAnyOrderElementsOf(used);
    }

    /** Event Hubs documentation, "Capture events through Azure Event Hubs"; the service asks for all parts of a name. */
    @Test
    void the_names_of_the_archive_have_all_parts_and_grow_with_time_within_a_partition() {
        AzureParts.Capture capture = AzureManifest.of(new OrderApplication(), Style.ORCHESTRATION.text())
                .part(AzureParts::capture);

        assertThat(capture.archiveNameFormat().split("/"))
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
        assertThat(capture.intervalSeconds().value()).isBetween(60, 900);
        assertThat(capture.sizeLimitMiB()).isBetween(10, 500);
        assertThat(capture.rebuilds()).containsExactly("view-rebuild");
    }

    /** {@return the consumers of both styles} */
    private static Stream<String> consumers() {
        return Stream.of(Style.values())
                .flatMap(style -> OrderPipeline.consumerNames(style).stream())
                .distinct();
    }

    @Test
    void has_every_function_of_the_package() {
        assertThat(AzureManifest.of(new OrderApplication(), Style.ORCHESTRATION.text())
                        .parts()
                        .functions())
                .extracting(AzureParts.AppFunction::name)
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                consumers().map(consumer -> consumer.replace('-', '_')),
                                Stream.of("web", "replay", "clock", "tick", "upkeep"))
                        .toList());
    }

    @Test
    void has_every_table_of_the_stores() {
        assertThat(AzureManifest.of(new OrderApplication(), Style.ORCHESTRATION.text())
                        .with("tables", "shop")
                        .each(AzureParts::tables))
                .containsExactlyElementsOf(new AzureTables("shop").names());
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    void each_consumer_has_a_function_and_a_consumer_group_of_its_name(Style style) {
        assertThat(AzureManifest.of(new OrderApplication(), style.text())
                        .each(parts -> parts.functions(FunctionRole.EVENTS)))
                .hasSameSizeAs(OrderPipeline.consumerNames(style))
                .allSatisfy(function -> {
                    String consumer = function.consumer().orElseThrow();
                    assertThat(function.name()).isEqualTo(consumer.replace('-', '_'));
                    assertThat(batches(function).consumerGroup()).isEqualTo(consumer);
                });
    }

    /** Settings of a Linux app have no hyphens, and one of them disables a function. */
    @ParameterizedTest
    @EnumSource(Style.class)
    void every_function_can_be_disabled_on_linux(Style style) {
        assertThat(AzureManifest.of(new OrderApplication(), style.text())
                        .parts()
                        .functions())
                .extracting(AzureParts.AppFunction::name)
                .allMatch(name -> name.matches("[a-zA-Z][a-zA-Z0-9_]*"));
    }

    @Test
    void the_host_asks_every_route_before_the_one_that_takes_all_addresses() {
        List<String> routes =
                AzureManifest.of(new OrderApplication(), Style.ORCHESTRATION.text()).parts().functions().stream()
                        .sorted(Comparator.comparing(function -> function.name().toUpperCase(Locale.ROOT)))
                        .map(AzureParts.AppFunction::trigger)
                        .flatMap(trigger ->
                                trigger instanceof AzureParts.HttpCall http ? Stream.of(http.route()) : Stream.of())
                        .toList();

        assertThat(routes).containsOnlyOnce("{*path}").endsWith("{*path}");
    }

    @Test
    void no_batch_is_given_up() {
        assertThat(AzureManifest.of(new OrderApplication(), Style.ORCHESTRATION.text())
                        .each(parts -> parts.functions(FunctionRole.EVENTS)))
                .allSatisfy(function ->
                        assertThat(batches(function).retry().maxRetryCount()).isEqualTo(-1));
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    void the_app_may_use_every_table_that_is_deployed(Style style) {
        Manifest<AzureParts> manifest = AzureManifest.of(new OrderApplication(), style.text())
                .with("hostStorageAccount", "shophost")
                .with("metricsResource", "namespaces/shop");
        List<String> allowed = manifest.each(AzureParts::identities).get(0).permissions().stream()
                .map(RoleGrant::resource)
                .toList();

        assertThat(manifest.each(AzureParts::tables))
                .allSatisfy(table -> assertThat(allowed).contains("tableServices/default/tables/" + table));
    }
}
