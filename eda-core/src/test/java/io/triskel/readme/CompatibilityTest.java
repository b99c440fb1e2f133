package io.triskel.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page about compatibility speaks of the versions that the build takes. */
class CompatibilityTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "jackson",
                "jackson-3",
                "jspecify",
                "aws-sdk",
                "aws-lambda-core",
                "aws-lambda-events",
                "azure-sdk",
                "azure-functions",
                "google-cloud",
                "google-functions-api",
                "avro",
                "opentelemetry",
                "micrometer",
                "kotlin",
                "junit",
                "junit-6",
                "spring-boot",
                "assertj"
            })
    void it_names_the_version_of_the_build(String library) throws IOException {
        String pom = Files.readString(Documents.TOP.resolve("pom.xml"));
        Matcher version = Pattern.compile("<" + library + "\\.version>([^<]+)<").matcher(pom);

        assertThat(version.find()).as(library).isTrue();
        assertThat(Files.readString(Documents.TOP.resolve("docs/compatibility.md")))
                .contains("`" + version.group(1) + "`");
    }
}
