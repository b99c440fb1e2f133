package io.triskel.azure.hosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.codec.TypeRegistry;
import io.triskel.hosting.Application;
import io.triskel.hosting.Host;
import io.triskel.hosting.Hosted;
import io.triskel.hosting.PortUse;
import io.triskel.hosting.manifest.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The package of an application of one's own: without styles, and with a name that Azure's resources do not take. */
class FunctionFilesTest {
    private record Shop(List<String> consumers) implements Application {
        @Override
        public String name() {
            return "my-shop";
        }

        @Override
        public TypeRegistry types() {
            return TypeRegistry.builder().build();
        }

        @Override
        public Map<String, Set<PortUse>> uses() {
            return Map.of(HTTP, Set.of(PortUse.PUBLISH));
        }

        @Override
        public Hosted<?> on(Host host) {
            throw new AssertionError("neither the files nor the manifest start it");
        }
    }

    @Test
    void a_function_of_a_consumer_that_is_gone_goes_too(@TempDir Path folder) throws IOException {
        Path other = Files.createDirectories(folder.resolve("notes")).resolve("kept.txt");
        Files.writeString(other, "not ours");

        FunctionFiles.write(new Shop(List.of("letters", "old-news")), folder, "functions.jar");
        assertThat(functions(folder)).contains("letters", "old_news");
        FunctionFiles.write(new Shop(List.of("letters")), folder, "functions.jar");

        assertThat(functions(folder)).containsExactly("clock", "letters", "replay", "tick", "upkeep", "web");
        assertThat(other).exists();
    }

    @Test
    void its_manifest_has_one_style_and_names_of_letters_and_digits() {
        Manifest<AzureParts> manifest = AzureManifest.of(new Shop(List.of("letters")), "");

        assertThat(manifest.style()).isEqualTo("application");
        assertThat(manifest.part(AzureParts::hub).name()).isEqualTo("myshop");
        assertThat(manifest.part(AzureParts::hub).consumerGroups()).containsExactly("letters", "view-rebuild");
        assertThat(manifest.part(AzureParts::capture).container()).isEqualTo("myshop-archive");
        assertThat(manifest.each(AzureParts::tables)).contains("myshopinbox");
        assertThat(manifest.parts().settings().variables()).doesNotContainKey("TRISKEL_APP_STYLE");
        assertThat(manifest.parts().file()).isEqualTo("my-shop-azure.zip");
    }

    @Test
    void a_consumer_named_as_a_function_of_every_package_is_refused(@TempDir Path folder) {
        assertThatThrownBy(() -> FunctionFiles.write(new Shop(List.of("replay")), folder, "functions.jar"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Every deployment has a part named 'replay'");
        assertThat(folder).isEmptyDirectory();
    }

    /** Each consumer has a group of its own, {@code view-rebuild} has one, and every hub has {@code $Default}. */
    @Test
    void more_consumers_than_a_hub_has_groups_for_are_refused() {
        assertThat(AzureManifest.of(new Shop(consumers(18)), "").parts().hub().consumerGroups())
                .hasSize(19);
        assertThatThrownBy(() -> AzureManifest.of(new Shop(consumers(19)), ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "The application has 19 consumers, and an event hub of tier Standard has 20 consumer groups,"
                                + " of which $Default and view-rebuild take two: have at most 18 consumers");
    }

    private static List<String> consumers(int count) {
        return IntStream.range(0, count).mapToObj(each -> "consumer-" + each).toList();
    }

    @Test
    void an_application_without_a_process_has_nothing_that_durable_functions_could_lead() {
        assertThatThrownBy(() -> AzureManifest.onEngine(new Shop(List.of("letters"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Application 'my-shop' has no process for an engine");
    }

    private static List<String> functions(Path folder) throws IOException {
        try (Stream<Path> folders = Files.list(folder)) {
            return folders.filter(each -> Files.exists(each.resolve("function.json")))
                    .map(each -> each.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }
}
