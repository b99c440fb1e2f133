package io.triskel.orders.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.triskel.orders.function.FunctionRole;
import io.triskel.orders.manifest.Manifest;
import io.triskel.orders.pipeline.OrderPipeline;
import io.triskel.orders.pipeline.Style;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules that every package's manifest keeps; runs in the module's folder. */
public abstract class ManifestContract {
    private static final String ACCEPT = "triskel.golden.accept";
    private static final Path COMMITTED = Path.of("src/main/manifest");
    private static final Path SCHEMA = Path.of("../../docs/manifest.schema.json");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)}");

    private final ObjectMapper json = new ObjectMapper();

    /** Called by Surefire. */
    protected ManifestContract() {}

    /** {@return the manifest of the package in this style} */
    protected abstract Manifest manifest(Style style);

    /** {@return a class of the package} */
    protected abstract Class<?> function();

    @Test
    void the_committed_manifest_is_that_of_the_code() throws IOException {
        for (Style style : Style.values()) {
            Path committed = COMMITTED.resolve(style.text() + ".json");
            if (Boolean.getBoolean(ACCEPT)) {
                Files.createDirectories(COMMITTED);
                Files.writeString(committed, manifest(style).json());
            }
            assertThat(committed)
                    .as("run this test with -D%s=true and commit what it writes, if the change is meant", ACCEPT)
                    .content(StandardCharsets.UTF_8)
                    .isEqualToNormalizingNewlines(manifest(style).json());
        }
    }

    /** In both styles: a function of one style only has its row all the same. */
    @Test
    void the_adapters_readme_has_the_permissions_of_the_manifests() throws IOException {
        String cloud = manifest(Style.ORCHESTRATION).cloud();
        GeneratedSection section = new GeneratedSection(
                Path.of("../../adapter-" + cloud + "/README.md"), "permissions of the demonstrator");
        String permissions =
                PermissionTable.of(Stream.of(Style.values()).map(this::tree).toList());
        if (Boolean.getBoolean(ACCEPT)) {
            section.write(permissions);
        }

        assertThat(section.read())
                .as("run this test with -D%s=true and commit what it writes, if the change is meant", ACCEPT)
                .isEqualTo(permissions);
    }

    @Test
    void it_is_valid_by_the_published_schema() throws IOException {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(SCHEMA), InputFormat.JSON);

        for (Style style : Style.values()) {
            String valid = manifest(style).json();

            assertThat(schema.validate(valid, InputFormat.JSON)).as(style.text()).isEmpty();
            assertThat(schema.validate(valid.replace("\"role\"", "\"rule\""), InputFormat.JSON))
                    .as("the check itself")
                    .isNotEmpty();
        }
    }

    @Test
    void each_consumer_has_one_function() {
        for (Style style : Style.values()) {
            assertThat(tree(style).path("functions"))
                    .filteredOn(function -> function.path("role").asText().equals("events"))
                    .filteredOn(function -> function.path("enabled").asBoolean(true))
                    .extracting(function -> function.path("consumer").asText())
                    .containsExactlyInAnyOrderElementsOf(OrderPipeline.consumerNames(style));
        }
    }

    @Test
    void each_role_has_a_function() {
        for (Style style : Style.values()) {
            assertThat(tree(style).path("functions"))
                    .extracting(function -> function.path("role").asText().toUpperCase(Locale.ROOT))
                    .contains(Stream.of(FunctionRole.values())
                            .map(FunctionRole::name)
                            .toArray(String[]::new));
        }
    }

    /** Orders show names and e-mail addresses, and customers can be deleted. */
    @Test
    void a_function_behind_http_is_closed_unless_the_deployer_says_otherwise() {
        for (Style style : Style.values()) {
            assertThat(filled(style).functions(FunctionRole.HTTP)).isNotEmpty().noneMatch(Manifest::isPublic);
        }
    }

    private Manifest filled(Style style) {
        Manifest manifest = manifest(style);
        for (String parameter : parameters(style)) {
            if (!tree(style).path("parameters").path(parameter).has("default")) {
                manifest = manifest.with(parameter, "chosen");
            }
        }
        return manifest;
    }

    @Test
    void each_parameter_is_declared_and_has_its_place() {
        for (Style style : Style.values()) {
            List<String> placed = PLACEHOLDER
                    .matcher(manifest(style).json())
                    .results()
                    .map(placeholder -> placeholder.group(1))
                    .toList();

            assertThat(parameters(style)).isEqualTo(new TreeSet<>(placed));
        }
    }

    @Test
    void a_secret_has_no_value() {
        for (Style style : Style.values()) {
            assertThat(tree(style).path("parameters"))
                    .filteredOn(parameter -> parameter.path("secret").asBoolean())
                    .allSatisfy(secret -> assertThat(secret.has("default") || secret.has("laptop"))
                            .isFalse());
        }
    }

    @Test
    void it_is_read_as_it_was_written() {
        for (Style style : Style.values()) {
            Manifest manifest = manifest(style);

            assertThat(Manifest.read(manifest.json(), manifest.cloud()).json()).isEqualTo(manifest.json());
        }
    }

    /** A cold start would pay for loading the manifest's classes. */
    @Test
    void no_other_class_of_the_package_refers_to_it() throws IOException, URISyntaxException {
        Path classes = Path.of(
                function().getProtectionDomain().getCodeSource().getLocation().toURI());

        try (Stream<Path> files = Files.walk(classes)) {
            assertThat(files.filter(file -> file.toString().endsWith(".class")))
                    .isNotEmpty()
                    .filteredOn(file -> !String.valueOf(file.getFileName()).startsWith("OrderManifest"))
                    .allSatisfy(file -> assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                            .doesNotContain("io/triskel/orders/manifest/", "OrderManifest"));
        }
    }

    private Set<String> parameters(Style style) {
        Set<String> names = new TreeSet<>();
        tree(style).path("parameters").fieldNames().forEachRemaining(names::add);
        return names;
    }

    private JsonNode tree(Style style) {
        try {
            return json.readTree(manifest(style).json());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
