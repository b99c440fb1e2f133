package io.triskel.orders.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.hosting.Application;
import io.triskel.orders.deployed.CloudUp;
import io.triskel.orders.deployed.FaultInjection;
import io.triskel.orders.deployed.FlowFiles;
import io.triskel.orders.deployed.OrderClient;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code ./triskel up CLOUD --app}, {@code ops CLOUD --app} and {@code ui CLOUD --app}, with the package of an application that is not on the
 * command's own class path.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ApplicationContract {
    private static final int NOTES = 30;

    private final Class<?> operations;
    private final Class<?> console;
    private final String adapter;

    private Path folder;
    private Path jar;
    private Path zip;
    private CloudUp.Started up;
    private OrderClient client;

    /**
     * Tests an application on a cloud.
     *
     * @param operations the main class of an operator's process
     * @param console the main class of a console's process
     * @param adapter the cloud's module
     */
    protected ApplicationContract(Class<?> operations, Class<?> console, String adapter) {
        this.operations = operations;
        this.adapter = adapter;
        this.console = console;
    }

    /** Starts the local cloud with a package. */
    protected abstract CloudUp.Started start(Path zip, Path classes, Optional<String> style);

    /**
     * {@return the files of a package for this cloud, by their names in it}
     *
     * @param classes the jar
     * @param folder for files that are made
     */
    protected abstract Map<String, Path> packaged(Path classes, Path folder) throws IOException;

    /** {@return whether an entry of this process's class path is also in a package; the build has a module in its folder target} */
    private boolean isPackaged(String entry) {
        return entry.contains("/target/")
                ? entry.matches(".*/(eda-core|eda-hosting|eda-engines|" + adapter + ")/target/.*")
                : entry.endsWith(".jar");
    }

    @BeforeAll
    final void packAndStart(@TempDir Path own) throws IOException {
        folder = own;
        jar = folder.resolve("functions.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream packed = new JarOutputStream(file, manifest())) {
            for (Class<?> one : Stream.concat(
                            Stream.of(NotesApplication.class), Stream.of(NotesApplication.class.getDeclaredClasses()))
                    .toList()) {
                String name = one.getName().replace('.', '/') + ".class";
                packed.putNextEntry(new ZipEntry(name));
                try (InputStream code = NotesApplication.class.getClassLoader().getResourceAsStream(name)) {
                    packed.write(Objects.requireNonNull(code, name).readAllBytes());
                }
            }
            packed.putNextEntry(new ZipEntry("META-INF/services/" + Application.class.getName()));
            packed.write(NotesApplication.class.getName().getBytes(StandardCharsets.UTF_8));
        }
        zip = folder.resolve("notes.zip");
        try (ZipOutputStream packed = new ZipOutputStream(Files.newOutputStream(zip))) {
            for (Map.Entry<String, Path> file : packaged(jar, folder).entrySet()) {
                packed.putNextEntry(new ZipEntry(file.getKey()));
                packed.write(Files.readAllBytes(file.getValue()));
            }
        }
        up = start(zip, jar, Optional.of("loud"));
        client = new OrderClient(
                URI.create(up.environment().getOrDefault("TRISKEL_APP_URL", "")),
                up.opening().orElseThrow().credential());
    }

    /** A package has its libraries inside; this one names them, which spares a test the copying. */
    private Manifest manifest() {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes()
                .put(
                        Attributes.Name.CLASS_PATH,
                        String.join(
                                " ",
                                ownClassPath().stream()
                                        .filter(this::isPackaged)
                                        .map(entry -> Path.of(entry).toUri().toString())
                                        .toList()));
        return manifest;
    }

    private static List<String> ownClassPath() {
        return List.of(System.getProperty("java.class.path").split(File.pathSeparator));
    }

    @AfterAll
    final void end() throws Exception {
        up.running().close();
    }

    private Talk talk(Class<?> main) throws IOException {
        List<String> classPath = new ArrayList<>(List.of(jar.toString()));
        ownClassPath().stream()
                .filter(entry -> !entry.contains("/demo-order-pipeline/"))
                .forEach(classPath::add);
        return Talk.with(String.join(File.pathSeparator, classPath), main, up.environment());
    }

    private JsonNode ops(String request) {
        try (Talk talk = talk(operations)) {
            talk.say(request);
            return talk.last();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void take(String note, Path gate) {
        assertThat(client.post("/notes/" + note + "?gate=" + gate, "").join().status())
                .isEqualTo(201);
    }

    private boolean isListed(String note) {
        return client.get("/notes/" + note).join().status() == 200;
    }

    @Test
    final void its_parked_event_is_listed_and_replayed_by_its_own_function() throws IOException {
        Path gate = folder.resolve("gate");
        take("parked", gate);
        DeployedOrdersContract.await(
                "the note to be parked",
                () -> ops("{\"op\":\"parked\"}").toString().contains("\"consumer\":\"reader\""));

        Files.createFile(gate);
        DeployedOrdersContract.await("the note to be replayed", () -> {
            JsonNode replayed = ops("{\"op\":\"replay\"}");
            assertThat(replayed.path("consumers").has("reader"))
                    .as(replayed.toString())
                    .isTrue();
            return ops("{\"op\":\"parked\"}").path("lanes").isEmpty();
        });
    }

    @Test
    final void its_page_shows_its_parts_and_its_flow() throws IOException {
        ObjectNode wanted = JsonNodeFactory.instance
                .objectNode()
                .put("op", "console")
                .put("lane", "here")
                .put("deployed", false);
        try (FlowFiles flow = new FlowFiles(up.inside().orElseThrow());
                Talk talk = talk(console)) {
            talk.say(wanted.set("flow", flow.asJson()).toString());
            JsonNode opened = talk.answer();
            assertThat(opened.path("event").asText()).as(opened.toString()).isEqualTo("console");
            ConsoleClient page = new ConsoleClient(opened, "here");
            take("shown", folder);
            DeployedOrdersContract.await("the note to be listed", () -> isListed("shown"));

            assertThat(page.get("/api/console").toString()).contains("\"notes\"", "\"reader\"", "flow");
            assertThat(page.get("views").toString()).contains("\"notes\"");
            assertThat(page.get("story/note-shown").path("found").asBoolean()).isTrue();
            DeployedOrdersContract.await(
                    "the flow", () -> page.figure().path("stations").has("reader"));
        }
    }

    @Test
    final void under_faults_no_note_is_lost() {
        FaultInjection faults = up.inside().orElseThrow().faults().get();
        List<String> notes =
                IntStream.range(0, NOTES).mapToObj(note -> "n-" + note).toList();

        List<CompletableFuture<OrderClient.Answer>> taken = new ArrayList<>();
        for (String note : notes) {
            taken.add(client.post("/notes/" + note, ""));
            faults.order();
        }
        taken.forEach(answer -> assertThat(answer.join().status()).isEqualTo(201));

        DeployedOrdersContract.await(
                "all notes to be listed", () -> notes.stream().allMatch(this::isListed));
        assertThat(faults.killed()).isPositive();
        assertThat(faults.struck()).isNotEmpty();
    }

    @Test
    final void nothing_of_it_has_the_name_of_the_demo() {
        assertThat(up.environment().values())
                .filteredOn(value -> value.contains("orders"))
                .isEmpty();
    }

    @Test
    final void its_style_is_the_one_that_was_asked_for() {
        take("styled", folder);
        DeployedOrdersContract.await("the note to be listed", () -> isListed("styled"));

        assertThat(client.get("/notes/styled").join().body().path("style").asText())
                .isEqualTo("loud");
        assertThat(up.environment()).containsEntry("TRISKEL_APP_STYLE", "loud");
        assertThatThrownBy(() -> start(zip, jar, Optional.of("jazz")))
                .hasMessageContaining("Unknown style 'jazz'; known: plain, loud");
    }
}
