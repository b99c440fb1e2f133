package io.triskel.orders.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.orders.function.FunctionRole;
import io.triskel.orders.pipeline.Style;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ManifestTest {
    private static final Manifest MANIFEST = manifest();

    private static Manifest manifest() {
        ObjectNode stream = JsonNodeFactory.instance.objectNode();
        stream.put("name", "${stream}").put("alias", "${stream}-of-${region}").put("memory", "${memory}");
        ObjectNode function = JsonNodeFactory.instance.objectNode();
        function.put("role", "http")
                .putObject("environment")
                .put("BASE", "${base}")
                .put("MEMORY", "${memory}");
        ObjectNode unused = function.deepCopy().put("enabled", false);
        return new ManifestBuilder("moon", Style.CHOREOGRAPHY)
                .required("region", "where all of it is")
                .required("base", "address of the function behind HTTP")
                .optional("stream", "the stream's name", "orders")
                .optional("memory", "of each function, MiB", 1024, 256)
                .part("stream", stream)
                .part(
                        "functions",
                        JsonNodeFactory.instance.arrayNode().add(function).add(unused))
                .build();
    }

    @Nested
    class Reading {
        @Test
        void gives_what_was_written() {
            assertThat(Manifest.read(MANIFEST.json(), "moon").json()).isEqualTo(MANIFEST.json());
        }

        @Test
        void refuses_versions_that_it_does_not_know() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Manifest.read(
                            MANIFEST.json().replace("\"manifestVersion\" : 1", "\"manifestVersion\" : 2"), "moon"))
                    .withMessageContaining("is 2, expected 1");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Manifest.read("{}", "moon"))
                    .withMessageContaining("is missing, expected 1");
        }

        @Test
        void refuses_the_manifest_of_another_cloud() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Manifest.read(MANIFEST.json(), "mars"))
                    .withMessageContaining("for moon, expected one for mars");
        }

        @Test
        void refuses_what_is_no_manifest() {
            assertThatIllegalArgumentException().isThrownBy(() -> Manifest.read("[]", "moon"));
            assertThatIllegalArgumentException().isThrownBy(() -> Manifest.read("{", "moon"));
        }
    }

    @Nested
    class A_consumers_name {
        private Manifest with(String archive, String... functions) {
            ArrayNode all = JsonNodeFactory.instance.arrayNode();
            for (String function : functions) {
                all.addObject()
                        .put("name", function)
                        .put("role", "events")
                        .put("consumer", function.replace("second-", ""));
            }
            ObjectNode rebuilds = JsonNodeFactory.instance.objectNode();
            rebuilds.putArray("rebuilds").add(archive);
            return new ManifestBuilder("moon", Style.CHOREOGRAPHY)
                    .part("archive", rebuilds)
                    .part("functions", all)
                    .build();
        }

        @Test
        void has_one_owner() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> with("rebuild", "mail", "shop", "second-shop"))
                    .withMessage(
                            "The manifest gives the consumer 'shop' two owners, function shop and function second-shop:"
                                    + " each would get only part of the events, so rename one of them");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Manifest.read(
                            with("rebuild", "shop", "mail").json().replace("\"rebuild\"", "\"shop\""), "moon"))
                    .withMessageStartingWith(
                            "The manifest gives the consumer 'shop' two owners, function shop and a view's rebuild:");
            assertThat(with("rebuild", "shop", "mail").functions(FunctionRole.EVENTS))
                    .hasSize(2);
        }
    }

    @Nested
    class Parameters {
        @Test
        void are_filled_in_with_the_values_given_and_keep_their_type() {
            JsonNode stream =
                    MANIFEST.with("region", "north").with("memory", 512).part("stream");

            assertThat(stream.path("name").textValue()).isEqualTo("orders");
            assertThat(stream.path("alias").textValue()).isEqualTo("orders-of-north");
            assertThat(stream.path("memory").intValue()).isEqualTo(512);
        }

        @Test
        void have_a_laptops_values_on_a_laptop_where_there_are_any() {
            JsonNode stream = MANIFEST.onLaptop().with("region", "north").part("stream");

            assertThat(stream.path("memory").intValue()).isEqualTo(256);
            assertThat(stream.path("name").textValue()).isEqualTo("orders");
        }

        @Test
        void without_a_value_are_named_with_their_meaning() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> MANIFEST.part("stream"))
                    .withMessageContaining("- region: where all of it is");
        }

        @Test
        void that_there_are_not_take_no_value() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> MANIFEST.with("streem", "orders"))
                    .withMessageContaining("no parameter streem, it has region, base, stream, memory");
        }
    }

    @Test
    void functions_are_found_by_their_role_unless_they_are_not_in_use() {
        Manifest manifest = MANIFEST.with("base", "http://localhost/");

        assertThat(manifest.functions(FunctionRole.HTTP))
                .singleElement()
                .satisfies(function -> assertThat(Manifest.texts(function.path("environment")))
                        .isEqualTo(Map.of("BASE", "http://localhost/", "MEMORY", "1024")));
        assertThat(manifest.functions(FunctionRole.CLOCK)).isEmpty();
    }

    @Test
    void a_part_that_there_is_not_is_missed() {
        assertThatIllegalArgumentException().isThrownBy(() -> MANIFEST.part("tables"));
    }
}
