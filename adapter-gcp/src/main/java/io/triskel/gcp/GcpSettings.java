package io.triskel.gcp;

import io.triskel.spi.SettingsReader;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Reads the adapter's settings from environment variables and checks all of them at start: one error names every wrong
 * value. The identity comes from Application Default Credentials; emulators need none.
 *
 * <table>
 * <caption>Environment variables</caption>
 * <tr><th>Name</th><th>Meaning</th><th>Default</th></tr>
 * <tr><td>{@code GOOGLE_CLOUD_PROJECT}</td><td>the project's id</td><td>required</td></tr>
 * <tr><td>{@code PUBSUB_EMULATOR_HOST}</td><td>{@code host:port} of an emulator</td><td>the service</td></tr>
 * <tr><td>{@code FIRESTORE_EMULATOR_HOST}</td><td>{@code host:port} of an emulator</td><td>the service</td></tr>
 * <tr><td>{@code TRISKEL_GCP_PUBSUB_ENDPOINT}</td><td>{@code host:port} of a region's Pub/Sub, such as {@code
 * europe-west1-pubsub.googleapis.com:443}; ordering holds within one region</td><td>the nearest region</td></tr>
 * <tr><td>{@code TRISKEL_GCP_DATABASE}</td><td>the Firestore database's id</td><td>{@code (default)}</td></tr>
 * <tr><td>{@code TRISKEL_GCP_CALL_TIMEOUT_MS}</td><td>time for one attempt of a call, 10 to 600,000 ms; a deadline
 * shortens it</td>
 * <td>10,000</td></tr>
 * <tr><td>{@code TRISKEL_GCP_PUBLISH_TIMEOUT_MS}</td><td>the same for a publish call</td>
 * <td>{@code TRISKEL_GCP_CALL_TIMEOUT_MS}</td></tr>
 * <tr><td>{@code TRISKEL_GCP_STORE_TIMEOUT_MS}</td><td>time for a step of a store, including retries of its calls, 10
 * to 600,000 ms; a deadline shortens it</td><td>30,000</td></tr>
 * <tr><td>{@code TRISKEL_GCP_CHANNELS}</td><td>connections per client, 1 to 100; each carries 100 calls at a time</td>
 * <td>1</td></tr>
 * <tr><td>{@code TRISKEL_GCP_KMS_KEY}</td><td>full name of the Cloud KMS key that wraps the keys of personal data,
 * {@code projects/P/locations/L/keyRings/R/cryptoKeys/K}</td><td>none: the keys are stored unwrapped</td></tr>
 * <tr><td>{@code TRISKEL_GCP_KMS_ENDPOINT}</td><td>https address of Cloud KMS, such as a private endpoint, or http on
 * this machine</td><td>the service</td></tr>
 * </table>
 *
 * @param project the project's id
 * @param pubSubEmulator the address of a Pub/Sub emulator, if one is used
 * @param firestoreEmulator the address of a Firestore emulator, if one is used
 * @param pubSubEndpoint the address of one region's Pub/Sub, if set
 * @param database the Firestore database's id
 * @param callTimeout limits one attempt of a call
 * @param publishTimeout limits one attempt of a publish call
 * @param storeTimeout limits a step of a store, including all retries
 * @param channels connections per client
 * @param kmsKey the Cloud KMS key that wraps the keys of personal data, if any
 * @param kmsEndpoint the address of Cloud KMS, if not the service's own
 */
public record GcpSettings(
        String project,
        Optional<String> pubSubEmulator,
        Optional<String> firestoreEmulator,
        Optional<String> pubSubEndpoint,
        String database,
        Duration callTimeout,
        Duration publishTimeout,
        Duration storeTimeout,
        int channels,
        Optional<String> kmsKey,
        Optional<URI> kmsEndpoint) {

    private static final int LEAST_MILLIS = 10;
    private static final int MOST_MILLIS = 600_000;
    private static final int MOST_CHANNELS = 100;

    /**
     * Reads the settings.
     *
     * @param environment such as {@code System.getenv()}
     * @throws IllegalArgumentException naming every variable that is missing or wrong
     */
    public static GcpSettings from(Map<String, String> environment) {
        SettingsReader reader = new SettingsReader("The environment", environment);
        Duration callTimeout = millis(reader, "TRISKEL_GCP_CALL_TIMEOUT_MS", Duration.ofSeconds(10));
        GcpSettings settings = new GcpSettings(
                project(reader, "GOOGLE_CLOUD_PROJECT"),
                address(reader, "PUBSUB_EMULATOR_HOST"),
                address(reader, "FIRESTORE_EMULATOR_HOST"),
                address(reader, "TRISKEL_GCP_PUBSUB_ENDPOINT"),
                reader.text(
                                "TRISKEL_GCP_DATABASE",
                                id -> id.matches("\\(default\\)|[a-z][a-z0-9-]{2,61}[a-z0-9]"),
                                "must be (default) or a database id of 4 to 63 lower-case letters, digits and"
                                        + " hyphens, not '%s'")
                        .orElse("(default)"),
                callTimeout,
                millis(reader, "TRISKEL_GCP_PUBLISH_TIMEOUT_MS", callTimeout),
                millis(reader, "TRISKEL_GCP_STORE_TIMEOUT_MS", Duration.ofSeconds(30)),
                reader.connections("TRISKEL_GCP_CHANNELS", 1, 1, MOST_CHANNELS),
                reader.text(
                        "TRISKEL_GCP_KMS_KEY",
                        id -> id.matches(
                                "projects/[^/\\s]+/locations/[a-z0-9-]+/keyRings/[\\w-]{1,63}/cryptoKeys/[\\w-]{1,63}"),
                        "must be a full key name, projects/P/locations/L/keyRings/R/cryptoKeys/K, not '%s'"),
                kmsEndpoint(reader, "TRISKEL_GCP_KMS_ENDPOINT"));
        reader.complain();
        return settings;
    }

    private static String project(SettingsReader reader, String name) {
        Optional<String> project = reader.text(
                name,
                id -> id.matches("([a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]"),
                "must be a project id of 6 to 30 lower-case letters, digits and hyphens, not '%s'");
        if (project.isEmpty()) {
            reader.problem(name + " is not set");
        }
        return project.orElse("");
    }

    private static Optional<String> address(SettingsReader reader, String name) {
        return reader.text(
                name,
                text -> text.matches("[^/:\\s]+:[0-9]{1,5}|\\[[0-9a-fA-F:]+]:[0-9]{1,5}"),
                "must have the form host:port, not '%s'");
    }

    private static Duration millis(SettingsReader reader, String name, Duration otherwise) {
        return reader.millis(name, otherwise, LEAST_MILLIS, MOST_MILLIS);
    }

    private static Optional<URI> kmsEndpoint(SettingsReader reader, String name) {
        Predicate<String> good =
                text -> text.matches("(https://[^/\\s]+|http://(localhost|127\\.0\\.0\\.1)(:[0-9]{1,5})?)/?");
        return reader.text(name, good, "must be an address https://HOST, or http on this machine, not '%s'")
                .filter(good)
                .map(text -> URI.create(text.replaceFirst("/?$", "/")));
    }
}
