package io.triskel.orders.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.triskel.hosting.function.FunctionRole;
import io.triskel.hosting.manifest.Manifest;
import io.triskel.hosting.manifest.ManifestFunction;
import io.triskel.hosting.manifest.ManifestParts;
import io.triskel.hosting.manifest.Parameter;
import io.triskel.orders.pipeline.OrderPipeline;
import io.triskel.orders.pipeline.Style;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The rules that every package's manifest keeps; runs in the module's folder.
 *
 * @param <F> the package's functions
 * @param <P> the cloud's own part of the manifest
 */
public abstract class ManifestContract<F extends ManifestFunction, P extends ManifestParts<F>> {
    private static final String ACCEPT = "triskel.golden.accept";
    private static final Path COMMITTED = Path.of("src/main/manifest");
    private static final Path SCHEMA = Path.of("../../docs/manifest.schema.json");
    private static final Path PAGE = Path.of("../../docs/manifest.md");
    private static final String MEANT =
            "run this test with -D" + ACCEPT + "=true and commit what it writes, if the change is meant";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)}");

    private final ObjectMapper json = new ObjectMapper();

    /** Called by Surefire. */
    protected ManifestContract() {}

    /** {@return the manifest of the package in this style} */
    protected abstract Manifest<P> manifest(Style style);

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
                    .as(MEANT)
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

        assertThat(section.read()).as(MEANT).isEqualTo(permissions);
    }

    @Test
    void the_published_schema_is_that_of_the_records() throws IOException {
        Manifest<P> manifest = manifest(Style.ORCHESTRATION);
        String schema = PrettyJson.of(ManifestSchema.of(
                (ObjectNode) json.readTree(SCHEMA.toFile()),
                manifest.cloud(),
                manifest.parts().getClass()));
        if (Boolean.getBoolean(ACCEPT)) {
            Files.writeString(SCHEMA, schema);
        }

        assertThat(SCHEMA).as(MEANT).content(StandardCharsets.UTF_8).isEqualToNormalizingNewlines(schema);
    }

    @Test
    void the_documentation_has_the_fields_of_the_records() throws IOException {
        Manifest<P> manifest = manifest(Style.ORCHESTRATION);
        Map<String, String> sections = Map.of(
                "fields of every manifest",
                ManifestFields.of(Manifest.Document.class),
                "fields of " + manifest.cloud(),
                ManifestFields.of(manifest.parts().getClass()));

        for (Map.Entry<String, String> fields : sections.entrySet()) {
            GeneratedSection section = new GeneratedSection(PAGE, fields.getKey());
            if (Boolean.getBoolean(ACCEPT)) {
                section.write(fields.getValue());
            }
            assertThat(section.read()).as(MEANT).isEqualTo(fields.getValue());
        }
    }

    @Test
    void it_is_valid_by_the_published_schema() throws IOException {
        for (Style style : Style.values()) {
            String valid = manifest(style).json();

            assertThat(problems(valid)).as(style.text()).isEmpty();
            assertThat(problems(valid.replace("\"role\"", "\"rule\"")))
                    .as("the check itself")
                    .isNotEmpty();
        }
    }

    /** {@return what is wrong with a manifest by the published schema} */
    public static List<String> problems(String manifest) throws IOException {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(SCHEMA), InputFormat.JSON)
                .validate(manifest, InputFormat.JSON)
                .stream()
                .map(Error::toString)
                .toList();
    }

    @Test
    void each_consumer_has_one_function() {
        for (Style style : Style.values()) {
            assertThat(manifest(style).parts().functions(FunctionRole.EVENTS))
                    .extracting(function -> function.consumer().orElseThrow())
                    .containsExactlyInAnyOrderElementsOf(OrderPipeline.consumerNames(style));
        }
    }

    @Test
    void each_role_has_a_function() {
        for (Style style : Style.values()) {
            assertThat(manifest(style).parts().functions())
                    .extracting(ManifestFunction::role)
                    .contains(FunctionRole.values());
        }
    }

    /** Orders show names and e-mail addresses, and customers can be deleted. */
    @Test
    void a_function_behind_http_is_closed_unless_the_deployer_says_otherwise() {
        for (Style style : Style.values()) {
            assertThat(filled(style).each(parts -> parts.functions(FunctionRole.HTTP)))
                    .isNotEmpty()
                    .noneMatch(ManifestFunction::letsAnybodyIn);
        }
    }

    private Manifest<P> filled(Style style) {
        Manifest<P> manifest = manifest(style);
        for (Map.Entry<String, Parameter> parameter : manifest.parameters().entrySet()) {
            if (parameter.getValue().standard().isEmpty()) {
                manifest = manifest.with(parameter.getKey(), "chosen");
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

            assertThat(manifest(style).parameters().keySet()).isEqualTo(new HashSet<>(placed));
        }
    }

    @Test
    void a_secret_has_no_value() {
        for (Style style : Style.values()) {
            assertThat(manifest(style).parameters().values())
                    .filteredOn(parameter -> parameter.secret().orElse(false))
                    .allSatisfy(secret -> {
                        assertThat(secret.standard()).isEmpty();
                        assertThat(secret.laptop()).isEmpty();
                    });
        }
    }

    @Test
    void it_is_read_as_it_was_written() {
        for (Style style : Style.values()) {
            Manifest<P> manifest = manifest(style);

            assertThat(Manifest.read(manifest.json(), manifest.cloud(), partsOf(manifest))
                            .json())
                    .isEqualTo(manifest.json());
        }
    }

    @Test
    void an_inbox_that_forgets_before_bus_and_replays_do_is_refused() {
        Manifest<P> manifest = manifest(Style.ORCHESTRATION);
        String retention = "(\"TRISKEL_APP_BUS_RETENTION_HOURS\" : )\"[^\"]+\"";
        String horizon = "(\"TRISKEL_APP_REPLAY_HORIZON_HOURS\" : )\"[^\"]+\"";

        assertThat(tree(Style.ORCHESTRATION).at("/parameters/replayHorizonHours/default"))
                .isEqualTo(IntNode.valueOf(168));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(manifest, manifest.json().replaceAll(retention, "$1\"1\"")))
                .withMessageContaining("tells functions that the bus keeps events for 1 hours");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(manifest, manifest.json().replaceAll(retention + ",?", "")))
                .withMessageContaining("does not set TRISKEL_APP_BUS_RETENTION_HOURS");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(manifest, manifest.json().replaceAll(horizon, "$1\"-24\"")))
                .withMessageContaining(
                        "TRISKEL_APP_REPLAY_HORIZON_HOURS is '-24', expected a number of hours, 0 or more");
    }

    private Manifest<P> read(Manifest<P> like, String json) {
        return Manifest.read(json, like.cloud(), partsOf(like));
    }

    /** A cold start would pay for loading the manifest's classes. */
    @Test
    void no_other_class_of_the_package_refers_to_it() throws IOException, URISyntaxException {
        String parts = manifest(Style.ORCHESTRATION).parts().getClass().getSimpleName();
        Path classes = Path.of(
                function().getProtectionDomain().getCodeSource().getLocation().toURI());

        if (Files.isDirectory(classes)) {
            refersToNoManifest(classes, parts);
        } else {
            try (FileSystem jar = FileSystems.newFileSystem(classes)) {
                refersToNoManifest(jar.getPath("/"), parts);
            }
        }
    }

    private static void refersToNoManifest(Path classes, String parts) throws IOException {
        try (Stream<Path> files = Files.walk(classes)) {
            assertThat(files.filter(file -> file.toString().endsWith(".class")))
                    .isNotEmpty()
                    .filteredOn(file -> !String.valueOf(file.getFileName())
                            .matches(
                                    "(\\w+Manifest|" + parts + "|\\w*Template|Alarms|StreamReaders|ForeignConsumer).*"))
                    .allSatisfy(file -> assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                            .doesNotContain(
                                    "io/triskel/hosting/manifest/Manifest",
                                    "OrderManifest",
                                    "AwsManifest",
                                    "AzureManifest",
                                    "GcpManifest",
                                    parts));
        }
    }

    @SuppressWarnings("unchecked") // It is an object of that class.
    private Class<P> partsOf(Manifest<P> manifest) {
        return (Class<P>) manifest.parts().getClass();
    }

    private JsonNode tree(Style style) {
        try {
            return json.readTree(manifest(style).json());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
