package io.triskel.hosting.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.triskel.hosting.function.FunctionRole;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ManifestTest {
    private static final Manifest<MoonParts> MANIFEST = manifest();

    private static Manifest<MoonParts> manifest() {
        MoonParts.Function function = MoonParts.function(
                FunctionRole.HTTP,
                "http",
                Environment.empty().with("BASE", "${base}").with("MEMORY", "${memory}"));
        return new Manifest<>(
                "moon",
                "choreography",
                new Parameters()
                        .required("region", "where all of it is")
                        .required("base", "address of the function behind HTTP")
                        .optional("stream", "the stream's name", "orders")
                        .optional("memory", "of each function, MiB", 1024, 256)
                        .httpAccess(),
                new MoonParts(
                        new MoonParts.Stream("${stream}", "${stream}-of-${region}", Count.of("memory")),
                        List.of(),
                        List.of(function, function.disabled())));
    }

    @Nested
    class Reading {
        @Test
        void gives_what_was_written() {
            assertThat(read(MANIFEST.json()).json()).isEqualTo(MANIFEST.json());
        }

        @Test
        void passes_over_fields_that_it_does_not_know() {
            assertThat(read(MANIFEST.json().replace("\"role\"", "\"colour\" : \"green\", \"role\""))
                            .json())
                    .isEqualTo(MANIFEST.json());
        }

        @Test
        void refuses_versions_that_it_does_not_know() {
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> read(MANIFEST.json().replace("\"manifestVersion\" : 1", "\"manifestVersion\" : 2")))
                    .withMessageContaining("is 2, expected 1");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> read("{}"))
                    .withMessageContaining("is missing, expected 1");
        }

        @Test
        void refuses_the_manifest_of_another_cloud() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Manifest.read(MANIFEST.json(), "mars", MoonParts.class))
                    .withMessageContaining("for moon, expected one for mars");
        }

        @Test
        void refuses_what_is_no_manifest() {
            assertThatIllegalArgumentException().isThrownBy(() -> read("[]"));
            assertThatIllegalArgumentException().isThrownBy(() -> read("{"));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> read(MANIFEST.json().replace("\"role\"", "\"rule\"")))
                    .withMessageContaining("role");
        }
    }

    @Nested
    class A_consumers_name {
        private Manifest<MoonParts> with(String rebuild, String... functions) {
            return new Manifest<>(
                    "moon",
                    "choreography",
                    new Parameters().httpAccess(),
                    new MoonParts(
                            new MoonParts.Stream("orders", "orders", Count.of(1)),
                            List.of(rebuild),
                            Stream.of(functions)
                                    .map(name -> MoonParts.function(FunctionRole.EVENTS, name, Environment.empty()))
                                    .toList()));
        }

        @Test
        void has_one_owner() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> with("rebuild", "mail", "shop", "second-shop"))
                    .withMessage(
                            "The manifest gives the consumer 'shop' two owners, function shop and function second-shop:"
                                    + " each would get only some of the events, so rename one of them");
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> read(with("rebuild", "shop", "mail").json().replace("\"rebuild\"", "\"shop\"")))
                    .withMessageStartingWith(
                            "The manifest gives the consumer 'shop' two owners, function shop and a view's rebuild:");
            assertThat(with("rebuild", "shop", "mail").each(parts -> parts.functions(FunctionRole.EVENTS)))
                    .hasSize(2);
        }
    }

    @Nested
    class Its_parameters {
        @Test
        void are_filled_in_with_the_values_given_and_keep_their_type() {
            MoonParts.Stream stream =
                    MANIFEST.with("region", "north").with("memory", 512).part(MoonParts::stream);

            assertThat(stream.name()).isEqualTo("orders");
            assertThat(stream.alias()).isEqualTo("orders-of-north");
            assertThat(stream.memory().value()).isEqualTo(512);
        }

        @Test
        void have_a_laptops_values_on_a_laptop_where_there_are_any() {
            MoonParts.Stream stream =
                    MANIFEST.onLaptop().with("region", "north").part(MoonParts::stream);

            assertThat(stream.memory().value()).isEqualTo(256);
            assertThat(stream.name()).isEqualTo("orders");
        }

        @Test
        void without_a_value_are_named_with_their_meaning() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> MANIFEST.part(MoonParts::stream))
                    .withMessageContaining("- region: where all of it is");
        }

        @Test
        void that_are_no_numbers_are_not_read_as_some() {
            MoonParts.Stream stream =
                    MANIFEST.with("region", "north").with("memory", "much").part(MoonParts::stream);

            assertThatIllegalStateException()
                    .isThrownBy(() -> stream.memory().value())
                    .withMessage("Expected a whole number in the manifest, not \"much\"");
        }

        @Test
        void that_there_are_not_take_no_value() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> MANIFEST.with("streem", "orders"))
                    .withMessageContaining("no parameter streem; it has region, base, stream, memory, httpAccess");
        }
    }

    @Test
    void functions_are_found_by_their_role_unless_they_are_not_in_use() {
        Manifest<MoonParts> manifest = MANIFEST.with("base", "http://localhost/");

        assertThat(manifest.each(parts -> parts.functions(FunctionRole.HTTP)))
                .singleElement()
                .satisfies(function -> assertThat(function.environment().variables())
                        .isEqualTo(Map.of("BASE", "http://localhost/", "MEMORY", "1024")));
        assertThat(manifest.each(parts -> parts.functions(FunctionRole.CLOCK))).isEmpty();
    }

    @Test
    void a_function_lets_anybody_in_if_the_deployer_says_so_and_nothing_else_is_understood() {
        Manifest<MoonParts> manifest = MANIFEST.with("base", "http://localhost/");

        assertThat(http(manifest).letsAnybodyIn()).isFalse();
        assertThat(http(manifest.with("httpAccess", "public")).letsAnybodyIn()).isTrue();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> http(manifest.with("httpAccess", "open")).letsAnybodyIn())
                .withMessage("The access of a function must be closed or public, but is 'open'");
    }

    @Test
    void texts_are_rewritten_once_the_parameters_have_their_values() {
        assertThat(MANIFEST.with("region", "north")
                        .rewritten(text -> text.replace("of-north", "there"))
                        .part(MoonParts::stream)
                        .alias())
                .isEqualTo("orders-there");
    }

    private static MoonParts.Function http(Manifest<MoonParts> manifest) {
        return manifest.each(parts -> parts.functions(FunctionRole.HTTP)).get(0);
    }

    private static Manifest<MoonParts> read(String json) {
        return Manifest.read(json, "moon", MoonParts.class);
    }
}
