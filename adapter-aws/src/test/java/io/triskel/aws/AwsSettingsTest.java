package io.triskel.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the environment says, and what it may not say. */
class AwsSettingsTest {
    @Test
    void a_region_is_enough() {
        AwsSettings settings = AwsSettings.from(Map.of("AWS_REGION", "eu-west-1"));

        assertThat(settings)
                .isEqualTo(new AwsSettings(
                        "eu-west-1", Map.of(), Duration.ofSeconds(2), Duration.ofSeconds(10), Optional.empty()));
        assertThat(settings.endpoint("kinesis")).isEmpty();
    }

    @Test
    void an_address_of_one_service_goes_before_that_of_all() {
        AwsSettings settings = AwsSettings.from(Map.of(
                "AWS_DEFAULT_REGION", "eu-west-1",
                "AWS_ENDPOINT_URL", "http://127.0.0.1:1",
                "AWS_ENDPOINT_URL_KINESIS", "http://127.0.0.1:2"));

        assertThat(settings.endpoint("kinesis")).contains(URI.create("http://127.0.0.1:2"));
        assertThat(settings.endpoint("firehose")).contains(URI.create("http://127.0.0.1:1"));
    }

    @Test
    void all_that_is_wrong_is_said_at_once() {
        assertThatThrownBy(() -> AwsSettings.from(Map.of(
                        "AWS_ENDPOINT_URL_FIREHOSE", "ftp://x",
                        "TRISKEL_AWS_CONNECT_TIMEOUT_MS", "soon",
                        "TRISKEL_AWS_CALL_TIMEOUT_MS", "900001",
                        "TRISKEL_AWS_KMS_KEY", "my key")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "AWS_REGION is not set",
                        "AWS_ENDPOINT_URL_FIREHOSE must be an http or https address, not 'ftp://x'",
                        "TRISKEL_AWS_CONNECT_TIMEOUT_MS is a number of milliseconds from 1 to 60000, not 'soon'",
                        "TRISKEL_AWS_CALL_TIMEOUT_MS is a number of milliseconds from 1 to 900000, not '900001'",
                        "TRISKEL_AWS_KMS_KEY must be the id, ARN or alias of a KMS key, such as alias/personal-data, not 'my key'");
    }

    /** The page's table is the Javadoc of the settings classes, by a test of the core. */
    @Test
    void the_documentation_names_what_is_read_with_its_defaults_and_nothing_else() throws IOException {
        Set<String> read = new TreeSet<>(Set.of(AwsPlatform.STREAM, AwsPlatform.TABLES));
        AwsSettings settings = AwsSettings.from(new HashMap<>(Map.of("AWS_DEFAULT_REGION", "eu-west-1")) {
            @Override
            public String get(Object name) {
                read.add((String) name);
                return super.get(name);
            }
        });
        String page = Files.readString(Path.of("../docs/configuration.md"));
        String table = page.split("\\| AWS \\| default \\| meaning \\|\n", 2)[1].split("\n\n", 2)[0];

        assertThat(table.lines()
                        .flatMap(row -> Pattern.compile("`([A-Z0-9_]+)`")
                                .matcher(row.split("\\|", 3)[1])
                                .results())
                        .map(name -> name.group(1)))
                .containsExactlyInAnyOrderElementsOf(read);
        assertThat(table)
                .contains(
                        String.format(
                                Locale.ROOT,
                                "| `TRISKEL_AWS_CONNECT_TIMEOUT_MS` | %,d |",
                                settings.connectTimeout().toMillis()),
                        String.format(
                                Locale.ROOT,
                                "| `TRISKEL_AWS_CALL_TIMEOUT_MS` | %,d |",
                                settings.callTimeout().toMillis()));
    }
}
