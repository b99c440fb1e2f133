package io.triskel.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import io.triskel.codec.TypeRegistry;
import io.triskel.event.PortException;
import io.triskel.local.Fault;
import io.triskel.local.FaultPlan;
import io.triskel.local.LoopbackServer;
import io.triskel.local.gcp.iam.Binding;
import io.triskel.local.gcp.iam.Policies;
import io.triskel.local.gcp.identity.TokenIssuer;
import io.triskel.local.gcp.kms.CloudKmsServer;
import io.triskel.personal.PersonalKeys;
import io.triskel.platform.Platform;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CloudKmsKeyWrappingTest {
    private static final String KEY =
            "projects/orders/locations/europe-west1/keyRings/triskel/cryptoKeys/personal-data";
    private static final byte[] PLAIN = "32 bytes that are a key, plainly".getBytes(StandardCharsets.US_ASCII);

    private final TokenIssuer issuer = new TokenIssuer(InstantSource.system());
    private final Policies policies = new Policies();
    private final CloudKmsServer kms = CloudKmsServer.start(issuer, policies, new FaultPlan(1));
    private final CloudKmsKeyWrapping wrapping = wrapping(KEY, issuer.accessToken("clerk"));

    CloudKmsKeyWrappingTest() {
        kms.rotate(KEY);
        String project = "projects/orders";
        policies.give("clerk", List.of(new Binding("roles/cloudkms.cryptoKeyEncrypterDecrypter", project)));
        policies.give("reader", List.of(new Binding("roles/cloudkms.cryptoKeyDecrypter", KEY)));
    }

    private CloudKmsKeyWrapping wrapping(String key, String token) {
        AccessToken valid = new AccessToken(token, Date.from(Instant.now().plus(Duration.ofHours(1))));
        return CloudKmsKeyWrapping.at(kms.uri(), GoogleCredentials.create(valid), key, Duration.ofMinutes(1));
    }

    @AfterEach
    void close() {
        kms.close();
    }

    @Test
    void what_is_wrapped_does_not_show_the_key_and_is_unwrapped_to_it() {
        byte[] wrapped = wrapping.wrap("a", PLAIN);

        assertThat(HexFormat.of().formatHex(wrapped))
                .doesNotContain(HexFormat.of().formatHex(PLAIN));
        assertThat(wrapping.unwrap("a", wrapped)).isEqualTo(PLAIN);
        assertThat(kms.calls()).containsExactly("encrypt", "decrypt");
    }

    @Test
    void what_an_older_version_of_the_key_has_wrapped_is_unwrapped() {
        byte[] wrapped = wrapping.wrap("a", PLAIN);

        kms.rotate(KEY);

        assertThat(wrapping.unwrap("a", wrapped)).isEqualTo(PLAIN);
    }

    @Test
    void it_is_unwrapped_only_for_what_it_was_bound_to() {
        byte[] wrapped = wrapping.wrap("a", PLAIN);

        assertThatExceptionOfType(PortException.class)
                .isThrownBy(() -> wrapping.unwrap("b", wrapped))
                .withMessageContaining(KEY)
                .withMessageContaining("decrypt b")
                .withMessageContaining("INVALID");
    }

    @Test
    void changed_bytes_are_refused() {
        byte[] wrapped = wrapping.wrap("a", PLAIN);
        wrapped[wrapped.length - 1] ^= 1;

        assertThatExceptionOfType(PortException.class).isThrownBy(() -> wrapping.unwrap("a", wrapped));
    }

    @Test
    void a_call_is_repeated_while_it_fails_for_a_while() {
        kms.faults()
                .next(1, "encrypt", new Fault.Refused("RESOURCE_EXHAUSTED"))
                .next(1, "encrypt", new Fault.Refused("UNAVAILABLE"));

        byte[] wrapped = wrapping.wrap("a", PLAIN);

        assertThat(wrapping.unwrap("a", wrapped)).isEqualTo(PLAIN);
        assertThat(kms.calls()).containsExactly("encrypt", "encrypt", "encrypt", "decrypt");
    }

    @Test
    void a_denied_call_says_what_to_check_and_is_not_repeated() {
        CloudKmsKeyWrapping reader = wrapping(KEY, issuer.accessToken("reader"));

        assertThat(reader.unwrap("a", wrapping.wrap("a", PLAIN))).isEqualTo(PLAIN);
        assertThatExceptionOfType(PortException.class)
                .isThrownBy(() -> reader.wrap("a", PLAIN))
                .withMessageContaining("DENIED")
                .withMessageContaining("role");
        assertThat(kms.calls()).containsExactly("encrypt", "decrypt", "encrypt");
        assertThat(policies.refused()).containsExactly("reader: cloudkms.cryptoKeyVersions.useToEncrypt on " + KEY);
    }

    @Test
    void a_caller_without_a_valid_token_is_denied() {
        assertThatExceptionOfType(PortException.class)
                .isThrownBy(() -> wrapping(KEY, "another").wrap("a", PLAIN))
                .withMessageContaining("DENIED");
    }

    @Test
    void a_key_that_is_not_there_is_named() {
        assertThatExceptionOfType(PortException.class)
                .isThrownBy(
                        () -> wrapping(KEY + "2", issuer.accessToken("clerk")).wrap("a", PLAIN))
                .withMessageContaining(KEY + "2")
                .withMessageContaining("NOT_FOUND");
    }

    @Test
    void a_service_that_does_not_answer_is_a_failed_port() {
        kms.close();

        assertThatExceptionOfType(PortException.class)
                .isThrownBy(() -> wrapping.wrap("a", PLAIN))
                .withMessageContaining("TRANSIENT")
                .withMessageContaining("try again");
    }

    /** A time-out closes a connection of HTTP/1.1, but leaves one of HTTP/2 in use, even if it is dead. */
    @Test
    void no_connection_outlives_the_time_out_of_a_call() {
        List<String> upgrades = new CopyOnWriteArrayList<>();
        try (LoopbackServer server = LoopbackServer.start("kms", 1, call -> {
            try (call) {
                upgrades.add(String.valueOf(call.getRequestHeaders().getFirst("Upgrade")));
                call.sendResponseHeaders(403, -1);
            }
        })) {
            CloudKmsKeyWrapping there = CloudKmsKeyWrapping.at(
                    server.uri(), GoogleCredentials.create(new AccessToken("token", null)), KEY, Duration.ofMinutes(1));

            assertThatExceptionOfType(PortException.class).isThrownBy(() -> there.wrap("a", PLAIN));

            assertThat(upgrades).containsOnly("null");
        }
    }

    @Test
    void the_settings_say_whether_keys_are_wrapped_and_no_call_is_made_yet() {
        GcpSettings without = GcpSettings.from(Map.of("GOOGLE_CLOUD_PROJECT", "orders-1"));
        GcpSettings with = GcpSettings.from(Map.of("GOOGLE_CLOUD_PROJECT", "orders-1", "TRISKEL_GCP_KMS_KEY", KEY));

        assertThat(CloudKmsKeyWrapping.configured(GcpClients.of(without))).isEmpty();
        assertThat(CloudKmsKeyWrapping.configured(GcpClients.of(with)).orElseThrow())
                .hasToString("CloudKmsKeyWrapping[" + KEY + "]");
    }

    @Test
    void a_platform_wraps_keys_if_its_environment_names_a_key() {
        assertThat(keysOf(Map.of())).hasToString("FirestorePersonalKeys[as they are]");
        assertThat(keysOf(Map.of("TRISKEL_GCP_KMS_KEY", KEY))).hasToString("FirestorePersonalKeys[wrapped in buckets]");
    }

    private static PersonalKeys keysOf(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("GOOGLE_CLOUD_PROJECT", "orders-1");
        environment.put("FIRESTORE_EMULATOR_HOST", "127.0.0.1:1");
        environment.put("TRISKEL_GCP_TOPIC", "orders");
        environment.put("TRISKEL_GCP_COLLECTIONS", "orders");
        return GcpPlatform.from(
                        environment,
                        Platform.Settings.of("/orders", TypeRegistry.builder().build()))
                .stores()
                .personalKeys();
    }
}
