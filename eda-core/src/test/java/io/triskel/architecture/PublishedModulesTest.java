package io.triskel.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.readme.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code bom/pom.xml} is the one list of what a release publishes; {@code maven.deploy.skip} tells Maven the same. */
class PublishedModulesTest {
    /** By path, such as {@code bom/pom.xml}. */
    private static final Map<String, String> POMS = new TreeMap<>();

    @BeforeAll
    static void read_all_poms() throws IOException {
        for (Path file : Sources.all("pom.xml").toList()) {
            String path = Sources.belowTop(file);
            if (!path.contains("/src/")) {
                POMS.put(path, Files.readString(file));
            }
        }
    }

    @Test
    void a_release_publishes_what_the_bom_lists_the_bom_and_the_parent() {
        String bom = POMS.get("bom/pom.xml");
        Set<String> listed = new TreeSet<>(List.of("bom", "triskel-parent"));
        listed.addAll(all(
                "<artifactId>([^<]+)<", bom.substring(bom.indexOf("<dependencies>"), bom.indexOf("</dependencies>"))));

        Set<String> published = new TreeSet<>();
        POMS.forEach((path, pom) -> {
            if (!isKeptBack(path)) {
                String own = Pattern.compile("<parent>.*?</parent>", Pattern.DOTALL)
                        .matcher(pom)
                        .replaceAll("");
                published.add(all("<artifactId>([^<]+)<", own).get(0));
            }
        });

        assertThat(published).isEqualTo(listed).contains("eda-core");
    }

    /** The BOM has no parent to take these from. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<url>([^<]+)</url>",
                "<connection>([^<]+)</connection>",
                "<artifactId>maven-gpg-plugin</artifactId>\\s*<version>([^<]+)<",
                "<artifactId>maven-deploy-plugin</artifactId>\\s*<version>([^<]+)<",
                "<artifactId>pomchecker-maven-plugin</artifactId>\\s*<version>([^<]+)<",
                "<artifactId>central-publishing-maven-plugin</artifactId>\\s*<version>([^<]+)<",
            })
    void the_bom_has_the_addresses_and_plugins_of_the_parent(String what) {
        assertThat(all(what, POMS.get("bom/pom.xml"))).isNotEmpty().isEqualTo(all(what, POMS.get("pom.xml")));
    }

    /** A property is inherited; folders and parents of modules agree. */
    private static boolean isKeptBack(String pom) {
        return POMS.entrySet().stream()
                .filter(above -> pom.startsWith(above.getKey().replaceFirst("pom.xml$", "")))
                .anyMatch(above -> above.getValue().contains("<maven.deploy.skip>true<"));
    }

    private static List<String> all(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .toList();
    }
}
