package io.triskel.gcp.hosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.codec.TypeRegistry;
import io.triskel.event.EventType;
import io.triskel.gcp.pubsub.TypeFilter;
import io.triskel.hosting.Application;
import io.triskel.hosting.Heartbeat;
import io.triskel.hosting.Host;
import io.triskel.hosting.Hosted;
import io.triskel.hosting.function.EnvironmentReader;
import io.triskel.hosting.function.FunctionRole;
import io.triskel.platform.Platform;
import io.triskel.projection.Projection;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GcpManifestTest {
    private static GcpParts parts(String name, String... views) {
        return GcpManifest.of(new Shop(name, List.of(views)), "").parts();
    }

    @Test
    void it_has_a_function_for_http_one_for_each_part_of_the_platform_and_the_clock() {
        GcpParts parts = parts("shop", "totals");

        assertThat(parts.file()).isEqualTo("shop-gcp.zip");
        assertThat(parts.functions())
                .extracting(GcpParts.RunFunction::name)
                .containsExactly("${name}-http", "${name}-mail", "${name}-totals", "${name}-clock");
        assertThat(parts.functions()).allSatisfy(function -> {
            assertThat(Class.forName(function.entryPoint()))
                    .isAssignableTo(com.google.cloud.functions.HttpFunction.class);
            assertThat(function.environment().variables()).doesNotContainKey(EnvironmentReader.STYLE);
        });
    }

    @Test
    void names_of_what_is_deployed_begin_with_the_applications_name() {
        assertThat(GcpManifest.of(new Shop("shop", List.of()), "").parameters())
                .extractingByKeys("name", "topic", "collections")
                .allSatisfy(parameter ->
                        assertThat(parameter.standard().orElseThrow().asText()).isEqualTo("shop"));
    }

    @Test
    void the_subscription_of_rebuilds_has_what_any_view_is_fed_with_and_is_missing_without_views() {
        assertThat(parts("shop").rebuilds()).isEmpty();
        assertThat(parts("shop", "totals", "products").rebuilds())
                .singleElement()
                .extracting(GcpParts.Rebuild::filter)
                .isEqualTo(
                        TypeFilter.of(List.of(EventType.of("placed", 1), EventType.of("product", 1), Heartbeat.TYPE)));
    }

    @Test
    void a_call_ends_before_the_function_does_and_that_before_the_event_comes_again() {
        assertThat(parts("shop").functions(FunctionRole.EVENTS)).isNotEmpty().allSatisfy(function -> {
            Duration timeout = Duration.ofSeconds(function.timeoutSeconds());
            assertThat(timeout).isGreaterThan(FunctionState.TIME.multipliedBy(2));
            assertThat(Duration.ofSeconds(function.push().orElseThrow().ackDeadlineSeconds()))
                    .isGreaterThan(timeout);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"ab", "google-shop"})
    void an_application_whose_name_no_topic_may_have_is_refused(String name) {
        assertThatThrownBy(() -> parts(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The application's name '" + name
                        + "' names a Pub/Sub topic, so it must have 3 characters or more, and not begin with goog:"
                        + " rename it");
    }

    record Placed(String order) {}

    record Product(String name) {}

    record Row(String text) {}

    private record Shop(String name, List<String> views) implements Application {
        @Override
        public TypeRegistry types() {
            return TypeRegistry.builder()
                    .add("placed", 1, Placed.class)
                    .add("product", 1, Product.class)
                    .build();
        }

        @Override
        public Hosted<?> on(Host host) {
            Platform platform = host.platform();
            var mail = platform.consumer("mail")
                    .on(Product.class, (event, handling) -> {})
                    .build();
            assertThat(mail.name()).isEqualTo("mail");
            for (String view : views) {
                var unused = view.equals("products")
                        ? platform.view(
                                Projection.of(view, Row.class, Product.class, new Row(""), (row, product) -> row))
                        : platform.view(
                                Projection.of(view, Row.class, Placed.class, new Row(""), (row, placed) -> row));
            }
            return Hosted.of(platform, List.of());
        }
    }
}
