package io.triskel.orders.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.functions.CloudEventsFunction;
import com.google.cloud.functions.HttpFunction;
import io.triskel.gcp.firestore.CollectionLayout;
import io.triskel.gcp.firestore.FirestoreCollections;
import io.triskel.orders.contracts.ManifestContract;
import io.triskel.orders.function.FunctionRole;
import io.triskel.orders.manifest.Manifest;
import io.triskel.orders.pipeline.Style;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OrderManifestTest extends ManifestContract {
    private static final String BASE = "https://example.com/";

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
    void tells_each_function_all_that_it_needs(Style style) {
        Manifest manifest = deployed(style);

        for (FunctionRole role : FunctionRole.values()) {
            assertThat(manifest.functions(role)).isNotEmpty().allSatisfy(function -> {
                OrderSettings settings = OrderSettings.from(Manifest.texts(function.path("environment")), role);
                assertThat(settings.topic()).isEqualTo("orders");
                assertThat(settings.collections()).isEqualTo(new FirestoreCollections("shop"));
                assertThat(settings.style()).isEqualTo(style);
                assertThat(settings.consumer())
                        .isEqualTo(Optional.ofNullable(function.path("consumer").textValue()));
                assertThat(settings.lookupBase())
                        .isEqualTo(Optional.of(URI.create(BASE)).filter(base -> role != FunctionRole.HTTP));
                assertThat(settings.gcp().project()).isEqualTo("shop-42");
                assertThat(settings.gcp().database()).isEqualTo("(default)");
                assertThat(settings.gcp().callTimeout()).isEqualTo(Duration.ofSeconds(3));
            });
        }
    }

    /** The local functions let in by triggers and callers, so a run on them proves these roles. */
    @ParameterizedTest
    @EnumSource(Style.class)
    void who_calls_a_function_is_its_only_invoker(Style style) {
        Manifest manifest = deployed(style);

        for (FunctionRole role : FunctionRole.values()) {
            for (JsonNode function : manifest.functions(role)) {
                Set<String> calling = new TreeSet<>();
                function.path("callers").forEach(caller -> calling.add(caller.asText()));
                Optional.ofNullable(
                                function.path("trigger").path("serviceAccount").textValue())
                        .ifPresent(calling::add);

                assertThat(invokers(manifest, function.path("name").asText()))
                        .as(function.path("name").asText())
                        .isEqualTo(calling);
            }
        }
    }

    private static Set<String> invokers(Manifest manifest, String function) {
        Set<String> invokers = new TreeSet<>();
        for (JsonNode identity : manifest.part("identities")) {
            if (invokes(identity, function)) {
                invokers.add(identity.path("identity").asText());
            }
        }
        for (FunctionRole role : FunctionRole.values()) {
            manifest.functions(role).stream()
                    .filter(caller -> invokes(caller, function))
                    .forEach(caller -> invokers.add(caller.path("name").asText()));
        }
        return invokers;
    }

    private static boolean invokes(JsonNode holder, String function) {
        String service = "projects/shop-42/locations/europe-west1/services/" + function;
        for (JsonNode permission : holder.path("permissions")) {
            if (permission.path("resource").asText().equals(service)) {
                return permission.path("roles").path(0).asText().equals("roles/run.invoker");
            }
        }
        return false;
    }

    @Test
    void names_entry_points_that_there_are() throws ClassNotFoundException {
        Manifest manifest = deployed(Style.ORCHESTRATION);

        for (FunctionRole role : FunctionRole.values()) {
            for (JsonNode function : manifest.functions(role)) {
                assertThat(Class.forName(function.path("entryPoint").asText()))
                        .isAssignableTo(role == FunctionRole.EVENTS ? CloudEventsFunction.class : HttpFunction.class);
            }
        }
    }

    @Test
    void has_every_collection_as_the_stores_use_it() {
        Iterator<JsonNode> collections = deployed(Style.ORCHESTRATION)
                .part("firestore")
                .path("collections")
                .iterator();

        for (CollectionLayout layout : new FirestoreCollections("shop").layouts()) {
            JsonNode collection = collections.next();
            assertThat(collection.path("collection").asText()).isEqualTo(layout.collection());
            assertThat(collection.path("indexed")).extracting(JsonNode::asText).isEqualTo(layout.indexed());
            assertThat(collection.path("exempt")).extracting(JsonNode::asText).isEqualTo(layout.exempt());
            assertThat(Optional.ofNullable(collection.path("timeToLive").textValue()))
                    .isEqualTo(layout.timeToLive());
        }
        assertThat(collections).isExhausted();
    }

    @Test
    void a_call_ends_before_the_function_does_and_that_before_the_event_comes_again() {
        assertThat(deployed(Style.ORCHESTRATION).functions(FunctionRole.EVENTS)).allSatisfy(function -> {
            Duration timeout =
                    Duration.ofSeconds(function.path("timeoutSeconds").asInt());
            assertThat(timeout).isGreaterThan(FunctionState.TIME.multipliedBy(2));
            assertThat(Duration.ofSeconds(
                            function.path("trigger").path("ackDeadlineSeconds").asInt()))
                    .isGreaterThan(timeout);
        });
    }

    @Test
    void a_rebuild_has_a_subscription_with_the_views_filter_that_reaches_as_far_back_as_the_topic() {
        Manifest manifest = deployed(Style.ORCHESTRATION);
        JsonNode rebuild = manifest.part("rebuilds").path(0);

        assertThat(rebuild.path("subscription").asText()).isEqualTo("orders-order-view-rebuild");
        assertThat(manifest.functions(FunctionRole.EVENTS))
                .filteredOn(function -> function.path("consumer").asText().equals("order-view"))
                .singleElement()
                .satisfies(function -> assertThat(rebuild.path("filter"))
                        .isEqualTo(function.path("trigger").path("filter")));
        assertThat(rebuild.path("retentionHours"))
                .isEqualTo(manifest.part("topic").path("retentionHours"));
    }

    /** Pub/Sub documentation, "Cloud Storage subscriptions". */
    @Test
    void the_archive_has_the_events_attributes_and_files_that_the_service_writes() {
        JsonNode archive = deployed(Style.ORCHESTRATION).part("archive");

        assertThat(archive.path("writeMetadata").asBoolean()).isTrue();
        assertThat(archive.path("maxDurationSeconds").asInt()).isBetween(60, 600);
        assertThat(archive.path("maxBytes").asLong()).isBetween(1_000L, 10L << 30);
        assertThat(archive.path("ackDeadlineSeconds").asInt()).isBetween(10, 600);
    }

    @Test
    void the_readme_has_each_subscriptions_filter() throws IOException {
        String readme = Files.readString(Path.of("README.md"));

        for (Style style : Style.values()) {
            assertThat(deployed(style).functions(FunctionRole.EVENTS))
                    .allSatisfy(function -> assertThat(readme)
                            .contains("| `" + function.path("consumer").asText() + "` | `"
                                    + function.path("trigger").path("filter").asText() + "` |"));
        }
    }

    private static Manifest deployed(Style style) {
        return OrderManifest.of(style)
                .with("project", "shop-42")
                .with("region", "europe-west1")
                .with("collections", "shop")
                .with("archiveBucket", "shop-archive")
                .with("lookupBase", BASE)
                .with("pushServiceAccount", "pusher@shop-42.iam.gserviceaccount.com")
                .with("schedulerServiceAccount", "scheduler@shop-42.iam.gserviceaccount.com");
    }
}
