package io.triskel.orders.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.gcp.firestore.CollectionLayout;
import io.triskel.gcp.firestore.FirestoreCollections;
import io.triskel.gcp.hosting.FunctionSettings;
import io.triskel.gcp.hosting.GcpManifest;
import io.triskel.gcp.hosting.GcpParts;
import io.triskel.gcp.hosting.HttpFunction;
import io.triskel.hosting.function.FunctionRole;
import io.triskel.hosting.manifest.Manifest;
import io.triskel.hosting.manifest.RoleGrant;
import io.triskel.orders.OrderApplication;
import io.triskel.orders.contracts.ManifestContract;
import io.triskel.orders.pipeline.Style;
import java.net.URI;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OrderManifestTest extends ManifestContract<GcpParts.RunFunction, GcpParts> {
    private static final String BASE = "https://example.com/";

    @Override
    protected Manifest<GcpParts> manifest(Style style) {
        return GcpManifest.of(new OrderApplication(), style.text());
    }

    @Override
    protected Class<?> function() {
        return HttpFunction.class;
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    void tells_each_function_all_that_it_needs(Style style) {
        Manifest<GcpParts> manifest = deployed(style);

        for (FunctionRole role : FunctionRole.values()) {
            assertThat(manifest.each(parts -> parts.functions(role)))
                    .isNotEmpty()
                    .allSatisfy(function -> {
                        FunctionSettings settings = FunctionSettings.from(
                                new OrderApplication(), function.environment().variables(), role);
                        assertThat(settings.topic()).isEqualTo("orders");
                        assertThat(settings.collections()).isEqualTo(new FirestoreCollections("shop"));
                        assertThat(settings.application()).isEqualTo(new OrderApplication(style));
                        assertThat(settings.inboxRetention()).isEqualTo(Duration.ofDays(38));
                        assertThat(settings.consumer()).isEqualTo(function.consumer());
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
        Manifest<GcpParts> manifest = deployed(style);

        for (FunctionRole role : FunctionRole.values()) {
            for (GcpParts.RunFunction function : manifest.each(parts -> parts.functions(role))) {
                Set<String> calling = new TreeSet<>(function.callers().orElse(List.of()));
                if (function.trigger() instanceof GcpParts.PushSubscription push) {
                    calling.add(push.serviceAccount());
                }
                if (function.trigger() instanceof GcpParts.Schedule schedule) {
                    calling.add(schedule.serviceAccount());
                }

                assertThat(invokers(manifest, function.name()))
                        .as(function.name())
                        .isEqualTo(calling);
            }
        }
    }

    private static Set<String> invokers(Manifest<GcpParts> manifest, String function) {
        Set<String> invokers = new TreeSet<>();
        manifest.each(GcpParts::identities).stream()
                .filter(identity -> invokes(identity.permissions(), function))
                .forEach(identity -> invokers.add(identity.identity()));
        for (FunctionRole role : FunctionRole.values()) {
            manifest.each(parts -> parts.functions(role)).stream()
                    .filter(caller -> invokes(caller.permissions(), function))
                    .forEach(caller -> invokers.add(caller.name()));
        }
        return invokers;
    }

    private static boolean invokes(List<RoleGrant> permissions, String function) {
        String service = "projects/shop-42/locations/europe-west1/services/" + function;
        return permissions.contains(new RoleGrant(service, List.of("roles/run.invoker")));
    }

    @Test
    void names_entry_points_that_there_are() throws ClassNotFoundException {
        Manifest<GcpParts> manifest = deployed(Style.ORCHESTRATION);

        for (FunctionRole role : FunctionRole.values()) {
            for (GcpParts.RunFunction function : manifest.each(parts -> parts.functions(role))) {
                assertThat(Class.forName(function.entryPoint()))
                        .isAssignableTo(com.google.cloud.functions.HttpFunction.class);
            }
        }
    }

    @Test
    void has_every_collection_as_the_stores_use_it() {
        Iterator<GcpParts.Collection> collections = deployed(Style.ORCHESTRATION)
                .part(GcpParts::firestore)
                .collections()
                .iterator();

        for (CollectionLayout layout : new FirestoreCollections("shop").layouts()) {
            GcpParts.Collection collection = collections.next();
            assertThat(collection.collection()).isEqualTo(layout.collection());
            assertThat(collection.indexed()).isEqualTo(layout.indexed());
            assertThat(collection.exempt()).isEqualTo(layout.exempt());
            assertThat(collection.timeToLive()).isEqualTo(layout.timeToLive());
        }
        assertThat(collections).isExhausted();
    }

    @Test
    void a_rebuild_has_a_subscription_with_the_views_filter_that_reaches_as_far_back_as_the_topic() {
        Manifest<GcpParts> manifest = deployed(Style.ORCHESTRATION);
        GcpParts.Rebuild rebuild = manifest.each(GcpParts::rebuilds).get(0);

        assertThat(rebuild.subscription()).isEqualTo("orders-view-rebuild");
        assertThat(manifest.each(parts -> parts.functions(FunctionRole.EVENTS)))
                .filteredOn(function -> function.consumer().equals(Optional.of("order-view")))
                .singleElement()
                .satisfies(function -> assertThat(rebuild.filter())
                        .isEqualTo(function.push().orElseThrow().filter()));
        assertThat(rebuild.retentionHours())
                .isEqualTo(manifest.part(GcpParts::topic).retentionHours());
    }

    /** Pub/Sub documentation, "Cloud Storage subscriptions". */
    @Test
    void the_archive_has_the_events_attributes_and_files_that_the_service_writes() {
        GcpParts.Archive archive = deployed(Style.ORCHESTRATION).part(GcpParts::archive);

        assertThat(archive.writeMetadata()).isTrue();
        assertThat(archive.maxDurationSeconds().value()).isBetween(60, 600);
        assertThat((long) archive.maxBytes().value()).isBetween(1_000L, 10L << 30);
        assertThat(archive.ackDeadlineSeconds()).isBetween(10, 600);
    }

    private static Manifest<GcpParts> deployed(Style style) {
        return GcpManifest.of(new OrderApplication(), style.text())
                .with("project", "shop-42")
                .with("region", "europe-west1")
                .with("collections", "shop")
                .with("archiveBucket", "shop-archive")
                .with("lookupBase", BASE)
                .with("pushServiceAccount", "pusher@shop-42.iam.gserviceaccount.com")
                .with("schedulerServiceAccount", "scheduler@shop-42.iam.gserviceaccount.com");
    }
}
