package io.triskel.hosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.codec.TypeRegistry;
import io.triskel.hosting.http.HttpAnswer;
import io.triskel.hosting.http.Route;
import io.triskel.memory.InMemoryPlatform;
import io.triskel.platform.Platform;
import io.triskel.projection.Projection;
import io.triskel.projection.View;
import io.triskel.saga.Progress;
import io.triskel.saga.Saga;
import io.triskel.saga.Steps;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApplicationTest {
    private final Shop shop = new Shop("mail");

    @Test
    void its_parts_are_those_that_the_platform_makes_when_it_is_started_in_memory() {
        assertThat(shop.consumers()).containsExactly("copies", "fulfilment", "mail", "orders", "stock");
    }

    @Test
    void each_part_may_use_what_its_kind_needs_and_a_function_without_part_never_parks() {
        Map<String, Set<PortUse>> uses = shop.uses();

        assertThat(uses.keySet())
                .containsExactly(
                        Application.HTTP, "copies", "fulfilment", "mail", "orders", "stock", Application.CLOCK);
        assertThat(uses.get("orders")).contains(PortUse.WRITE_ROWS).doesNotContain(PortUse.SAGAS, PortUse.INBOX);
        assertThat(uses.get("fulfilment"))
                .contains(PortUse.SAGAS, PortUse.PUBLISH)
                .doesNotContain(PortUse.WRITE_ROWS, PortUse.STREAMS);
        assertThat(uses.get("mail")).contains(PortUse.INBOX, PortUse.STREAMS, PortUse.PUBLISH, PortUse.LOOK_UP);
        assertThat(uses.get(Application.CLOCK))
                .contains(PortUse.WAITING_SAGAS, PortUse.SAGAS, PortUse.WRITE_ROWS, PortUse.INBOX)
                .doesNotContain(PortUse.PARK, PortUse.PARK_BEHIND);
        assertThat(uses.get(Application.HTTP)).doesNotContain(PortUse.SAGAS, PortUse.INBOX, PortUse.PARK);
    }

    @Test
    void every_consumer_hears_heartbeats_whose_type_the_host_registers() {
        InMemoryPlatform platform = InMemoryPlatform.of(Applications.settings(shop));
        Hosted<?> hosted = shop.on(Host.of(platform, (link, etag, deadline) -> null, URI.create("http://shop/")));

        assertThat(hosted.application().consumers().values())
                .hasSize(5)
                .allSatisfy(consumer -> assertThat(consumer.types()).contains(Heartbeat.TYPE));
        assertThat(hosted.application().sagas()).containsOnlyKeys("fulfilment");
        assertThat(hosted.application().views()).extracting(View::name).containsExactly("orders");
    }

    @Test
    void types_that_have_the_heartbeat_already_stay_as_they_are() {
        TypeRegistry types =
                shop.types().toBuilder().add(Heartbeat.TYPE, Heartbeat.class).build();

        assertThat(Applications.settings(new Shop("mail", types)).types()).isSameAs(types);
    }

    @Test
    void a_package_without_an_application_says_where_to_name_one() {
        assertThatThrownBy(() -> Applications.only(List.of()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("No application is on the class path: name the class that implements"
                        + " io.triskel.hosting.Application in the file"
                        + " META-INF/services/io.triskel.hosting.Application");
    }

    @Test
    void a_package_with_two_applications_names_both() {
        assertThatThrownBy(() -> Applications.only(List.of(shop, shop)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("Several applications are on the class path: " + Shop.class.getName() + ", ")
                .hasMessageContaining("a package has one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Mail", "mail.letters", "mail_letters", "-mail", "a-name-of-24-characters-"})
    void a_consumer_whose_name_no_function_may_have_is_refused(String name) {
        assertThatThrownBy(() -> Applications.requireNames(new Shop(name)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The consumer's name '" + name + "' names a function, so it must have 1 to 23");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http",
                "clock",
                "ask",
                "archive",
                "view-rebuild",
                "web",
                "replay",
                "tick",
                "upkeep",
                "restore",
                "push",
                "schedule",
                "build"
            })
    void a_consumer_named_as_a_part_of_every_deployment_is_refused(String name) {
        assertThatThrownBy(() -> Applications.requireNames(new Shop(name)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Every deployment has a part named '" + name
                        + "', so a consumer cannot have that name: rename it");
    }

    record Placed(String order) {}

    record Reserve(String order) {}

    record Reserved(String order) {}

    record Product(String name) {}

    record Row(String order) {}

    /** Has a part of each kind, and declares none of them. */
    private record Shop(String mail, TypeRegistry types) implements Application {
        Shop(String mail) {
            this(
                    mail,
                    TypeRegistry.builder()
                            .add("placed", 1, Placed.class)
                            .add("reserve", 1, Reserve.class)
                            .add("reserved", 1, Reserved.class)
                            .add("product", 1, Product.class)
                            .build());
        }

        @Override
        public String name() {
            return "shop";
        }

        @Override
        public Hosted<?> on(Host host) {
            Platform platform = host.platform();
            var unused = List.of(
                    platform.view(Projection.of(
                            "orders", Row.class, Placed.class, new Row(""), (row, placed) -> new Row("x"))),
                    platform.saga(fulfilment()),
                    platform.replica("copies", Product.class),
                    platform.participant("stock")
                            .on(Reserve.class, reserve -> new Reserved(reserve.order()))
                            .build(),
                    platform.consumer(mail)
                            .on(Placed.class, (event, handling) -> {})
                            .build());
            return Hosted.of(
                    platform,
                    List.of(Route.of(
                            "GET",
                            "/hello",
                            (id, request, deadline) -> HttpAnswer.of(200, "text/plain", new byte[0]))));
        }

        private static Saga<Progress<Placed>> fulfilment() {
            return Steps.named("fulfilment", Placed.class)
                    .startedBy(Placed.class, Placed::order, placed -> placed)
                    .step("reserve")
                    .command("stock", placed -> new Reserve(placed.order()))
                    .done(Reserved.class)
                    .within(Duration.ofMinutes(1))
                    .nothingToUndo()
                    .build();
        }
    }
}
