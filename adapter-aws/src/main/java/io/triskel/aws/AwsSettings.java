package io.triskel.aws;

import io.triskel.spi.SettingsReader;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the adapter's settings from environment variables and checks all of them at start: one error names every wrong
 * value.
 *
 * <table>
 * <caption>Environment variables</caption>
 * <tr><th>Name</th><th>Meaning</th><th>Default</th></tr>
 * <tr><td>{@code AWS_REGION}, else {@code AWS_DEFAULT_REGION}</td><td>the region; Lambda sets it</td><td>required</td></tr>
 * <tr><td>{@code AWS_ENDPOINT_URL_KINESIS}, {@code AWS_ENDPOINT_URL_FIREHOSE}, {@code AWS_ENDPOINT_URL_DYNAMODB}, {@code
 * AWS_ENDPOINT_URL_S3}, {@code AWS_ENDPOINT_URL_KMS}, {@code AWS_ENDPOINT_URL_SFN}, {@code
 * AWS_ENDPOINT_URL_LAMBDA}</td><td>address of one service, http or https</td><td>the service</td></tr>
 * <tr><td>{@code AWS_ENDPOINT_URL}</td><td>address of all services</td><td>the services</td></tr>
 * <tr><td>{@code TRISKEL_AWS_CONNECT_TIMEOUT_MS}</td><td>time to connect, 1 to 60,000 ms</td><td>2,000</td></tr>
 * <tr><td>{@code TRISKEL_AWS_CALL_TIMEOUT_MS}</td><td>time for one call, 1 to 900,000 ms; a deadline shortens it</td>
 * <td>10,000</td></tr>
 * <tr><td>{@code TRISKEL_AWS_KMS_KEY}</td><td>id, ARN or alias of the KMS key that wraps the keys of personal data;
 * needs {@code software.amazon.awssdk:kms} on the class path</td><td>none: the keys are stored unwrapped</td></tr>
 * </table>
 *
 * <p>Credentials come from the SDK's default chain, which has its own variables.
 *
 * @param region of all services
 * @param endpoints by lower-case service name; the empty name is for all services
 * @param connectTimeout limits connecting
 * @param callTimeout limits one call
 * @param kmsKey the KMS key that wraps the keys of personal data, if any
 */
public record AwsSettings(
        String region,
        Map<String, URI> endpoints,
        Duration connectTimeout,
        Duration callTimeout,
        Optional<String> kmsKey) {
    private static final String ENDPOINT = "AWS_ENDPOINT_URL";
    private static final List<String> SERVICES =
            List.of("kinesis", "firehose", "dynamodb", "s3", "kms", "sfn", "lambda");

    public AwsSettings {
        endpoints = Map.copyOf(endpoints);
    }

    /**
     * Reads the settings.
     *
     * @param environment such as {@code System.getenv()}
     * @throws IllegalArgumentException naming every variable that is missing or wrong
     */
    public static AwsSettings from(Map<String, String> environment) {
        SettingsReader reader = new SettingsReader("The environment", environment);
        String region = region(reader);
        Map<String, URI> endpoints = new HashMap<>();
        address(reader, ENDPOINT).ifPresent(all -> endpoints.put("", all));
        for (String service : SERVICES) {
            address(reader, ENDPOINT + "_" + service.toUpperCase(Locale.ROOT))
                    .ifPresent(address -> endpoints.put(service, address));
        }
        Duration connect = reader.millis("TRISKEL_AWS_CONNECT_TIMEOUT_MS", Duration.ofSeconds(2), 1, 60_000);
        Duration call = reader.millis("TRISKEL_AWS_CALL_TIMEOUT_MS", Duration.ofSeconds(10), 1, 900_000);
        // The characters of ids, ARNs and aliases (KMS API reference, "Encrypt": KeyId).
        Optional<String> kmsKey = reader.text(
                "TRISKEL_AWS_KMS_KEY",
                id -> id.matches("[A-Za-z0-9:/_.-]{1,2048}"),
                "must be the id, ARN or alias of a KMS key, such as alias/personal-data, not '%s'");
        reader.complain();
        return new AwsSettings(region, endpoints, connect, call, kmsKey);
    }

    private static String region(SettingsReader reader) {
        String region = reader.text("AWS_REGION")
                .or(() -> reader.text("AWS_DEFAULT_REGION"))
                .orElse("");
        if (!region.matches("[a-z0-9-]{1,63}")) {
            reader.problem(
                    region.isEmpty()
                            ? "AWS_REGION is not set"
                            : "AWS_REGION must be a region such as eu-west-1, not '" + region + "'");
        }
        return region;
    }

    private static Optional<URI> address(SettingsReader reader, String name) {
        return reader.text(name, text -> uri(text).isPresent(), "must be an http or https address, not '%s'")
                .flatMap(AwsSettings::uri);
    }

    private static Optional<URI> uri(String text) {
        try {
            URI uri = URI.create(text);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            return http && uri.getHost() != null ? Optional.of(uri) : Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /** {@return the configured address of a service, if any} */
    public Optional<URI> endpoint(String service) {
        return Optional.ofNullable(endpoints.get(service)).or(() -> Optional.ofNullable(endpoints.get("")));
    }
}
