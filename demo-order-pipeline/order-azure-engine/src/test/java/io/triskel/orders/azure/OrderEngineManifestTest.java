package io.triskel.orders.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.azure.hosting.AzureParts;
import io.triskel.azure.hosting.FunctionSettings;
import io.triskel.hosting.manifest.Manifest;
import io.triskel.hosting.manifest.RoleGrant;
import io.triskel.orders.OrderApplication;
import io.triskel.orders.contracts.ManifestContract;
import io.triskel.orders.pipeline.OrderPipeline;
import io.triskel.orders.pipeline.Style;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OrderEngineManifestTest {
    private static final Manifest<AzureParts> MANIFEST = OrderEngineManifest.manifest()
            .with("lookupKey", "key")
            .with("tables", "shop")
            .with("namespace", "shop.servicebus.windows.net")
            .with("tablesEndpoint", "https://shop.table.core.windows.net")
            .with("hostStorageAccount", "shophost")
            .with("region", "westeurope")
            .with(
                    "metricsResource",
                    "subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/shop/providers/Microsoft.EventHub/namespaces/shop");

    @Test
    void the_committed_manifest_is_that_of_the_code_and_valid() throws IOException {
        Path committed = Path.of("src/main/manifest/engine.json");
        String json = OrderEngineManifest.manifest().json();
        if (Boolean.getBoolean("triskel.golden.accept")) {
            Files.createDirectories(committed.resolveSibling("."));
            Files.writeString(committed, json);
        }

        assertThat(committed).content(StandardCharsets.UTF_8).isEqualToNormalizingNewlines(json);
        assertThat(ManifestContract.problems(json)).isEmpty();
    }

    @Test
    void the_app_is_told_who_leads_and_which_style_its_functions_have() {
        Map<String, String> environment =
                new HashMap<>(MANIFEST.part(AzureParts::settings).variables());
        environment.putAll(MANIFEST.part(AzureParts::settingsByIdentity).variables());
        environment.put("WEBSITE_HOSTNAME", "shop.azurewebsites.net");

        FunctionSettings settings = FunctionSettings.from(new OrderApplication(), environment);

        assertThat(settings.orchestrator()).contains(FulfilmentOrchestration.PROCESS);
        assertThat(settings.application()).isEqualTo(new OrderApplication());
        assertThat(environment).doesNotContainKey("AzureWebJobs.payment_watch.Disabled");
    }

    /** Durable Functions documentation, "Configure managed identity": blobs, queues and tables. */
    @Test
    void the_app_may_keep_the_task_hub_in_the_account_of_its_host() {
        assertThat(MANIFEST.each(AzureParts::identities).get(0).permissions())
                .contains(new RoleGrant(
                        "storageAccounts/shophost",
                        List.of(
                                "Storage Blob Data Owner",
                                "Storage Queue Data Contributor",
                                "Storage Table Data Contributor")));
    }

    @Test
    void each_consumer_has_its_function_and_nobody_tells_the_time() {
        assertThat(MANIFEST.each(AzureParts::functions))
                .extracting(AzureParts.AppFunction::name)
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                OrderPipeline.consumerNames(Style.ORCHESTRATION).stream()
                                        .map(consumer -> consumer.replace('-', '_')),
                                Stream.of("web", "clock", "upkeep", "replay"))
                        .toList());
    }
}
