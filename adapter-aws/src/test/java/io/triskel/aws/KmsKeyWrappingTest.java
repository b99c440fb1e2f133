package io.triskel.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.triskel.codec.TypeRegistry;
import io.triskel.event.PortException;
import io.triskel.local.Fault;
import io.triskel.local.FaultPlan;
import io.triskel.local.aws.iam.Identities;
import io.triskel.local.aws.iam.Permission;
import io.triskel.local.aws.kms.KmsServer;
import io.triskel.local.aws.wire.AccessKey;
import io.triskel.personal.PersonalKeys;
import io.triskel.platform.Platform;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

class KmsKeyWrappingTest {
    private static final String KEY = "alias/personal-data";
    private static final byte[] PLAIN = "32 bytes that are a key, plainly".getBytes(StandardCharsets.US_ASCII);

    private final KmsServer kms = KmsServer.start(Identities.unlimited(), new FaultPlan(1));
    private final AwsClients clients = clients(KEY);
    private final KmsKeyWrapping wrapping = KmsKeyWrapping.configured(clients).orElseThrow();

    KmsKeyWrappingTest() {
        var unused = kms.createKey(KEY);
    }

    private AwsClients clients(String key) {
        return clients(kms, key, "local");
    }

    private static AwsClients clients(KmsServer kms, String key, String caller) {
        return AwsClients.of(
                AwsSettings.from(Map.of(
                        "AWS_REGION",
                        "us-east-1",
                        "AWS_ENDPOINT_URL_KMS",
                        kms.uri().toString(),
                        "TRISKEL_AWS_KMS_KEY",
                        key)),
                StaticCredentialsProvider.create(AwsBasicCredentials.create(caller, "local")));
    }

    @AfterEach
    void close() {
        clients.close();
        kms.close();
    }

    @Test
    void what_is_wrapped_does_not_show_the_key_and_is_unwrapped_to_it() {
        byte[] wrapped = wrapping.wrap("a", PLAIN);

        assertThat(HexFormat.of().formatHex(wrapped))
                .doesNotContain(HexFormat.of().formatHex(PLAIN));
        assertThat(wrapping.unwrap("a", wrapped)).isEqualTo(PLAIN);
        assertThat(kms.calls()).containsExactly("Encrypt", "Decrypt");
    }

    @Test
    void it_is_unwrapped_only_for_what_it_was_bound_to() {
        byte[] wrapped = wrapping.wrap("a", PLAIN);

        assertThatExceptionOfType(PortException.class)
                .isThrownBy(() -> wrapping.unwrap("b", wrapped))
                .withMessageContaining(KEY)
                .withMessageContaining("unwrap b");
    }

    @Test
    void changed_bytes_are_refused() {
        byte[] wrapped = wrapping.wrap("a", PLAIN);
        wrapped[wrapped.length - 1] ^= 1;

        assertThatExceptionOfType(PortException.class).isThrownBy(() -> wrapping.unwrap("a", wrapped));
    }

    @Test
    void a_throttled_call_is_repeated() {
        kms.faults().next(1, "Encrypt", new Fault.Refused("ThrottlingException"));

        byte[] wrapped = wrapping.wrap("a", PLAIN);

        assertThat(wrapping.unwrap("a", wrapped)).isEqualTo(PLAIN);
        assertThat(kms.faults().injected().values()).as("throttled calls").containsExactly(1L);
    }

    @Test
    void a_denied_call_says_what_to_check_and_is_not_repeated() {
        kms.faults().next(1, "Encrypt", new Fault.Refused("AccessDeniedException"));

        assertThatExceptionOfType(PortException.class)
                .isThrownBy(() -> wrapping.wrap("a", PLAIN))
                .withMessageContaining("DENIED")
                .withMessageContaining("kms:Encrypt");
        assertThat(kms.calls()).as("calls behind the refused one").isEmpty();
    }

    @Test
    void who_may_wrap_may_not_unwrap_for_that() {
        Identities identities = Identities.enforced();
        AccessKey caller = identities.role("clerk", List.of(new Permission("kms:Encrypt", KEY)));

        try (KmsServer strict = KmsServer.start(identities, new FaultPlan(1));
                AwsClients clerk = clients(strict, KEY, caller.id())) {
            String unused = strict.createKey(KEY);
            KmsKeyWrapping one = KmsKeyWrapping.configured(clerk).orElseThrow();
            byte[] wrapped = one.wrap("a", PLAIN);

            assertThatExceptionOfType(PortException.class)
                    .isThrownBy(() -> one.unwrap("a", wrapped))
                    .withMessageContaining("DENIED")
                    .withMessageContaining("not authorized to perform: kms:Decrypt");
        }
        assertThat(identities.refused()).containsExactly("clerk: kms:Decrypt on " + KEY);
    }

    @Test
    void a_key_that_is_not_there_is_named() {
        try (AwsClients others = clients("alias/other")) {
            KmsKeyWrapping other = KmsKeyWrapping.configured(others).orElseThrow();

            assertThatExceptionOfType(PortException.class)
                    .isThrownBy(() -> other.wrap("a", PLAIN))
                    .withMessageContaining("alias/other");
        }
    }

    @Test
    void a_service_that_does_not_answer_is_a_failed_port() {
        kms.close();

        assertThatExceptionOfType(PortException.class)
                .isThrownBy(() -> wrapping.wrap("a", PLAIN))
                .withMessageContaining("try again");
    }

    @Test
    void without_a_key_in_the_settings_there_is_no_wrapping() {
        try (AwsClients none = AwsClients.of(AwsSettings.from(Map.of("AWS_REGION", "us-east-1")))) {
            assertThat(KmsKeyWrapping.configured(none)).isEmpty();
        }
    }

    @Test
    void a_platform_wraps_keys_if_its_environment_names_a_key() {
        assertThat(keysOf(Map.of())).hasToString("DynamoDbPersonalKeys[as they are]");
        assertThat(keysOf(Map.of("TRISKEL_AWS_KMS_KEY", KEY))).hasToString("DynamoDbPersonalKeys[wrapped in buckets]");
    }

    private static PersonalKeys keysOf(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("AWS_REGION", "us-east-1");
        environment.put("TRISKEL_AWS_STREAM", "orders");
        environment.put("TRISKEL_AWS_TABLES", "orders");
        return AwsPlatform.from(
                        environment,
                        Platform.Settings.of("/orders", TypeRegistry.builder().build()))
                .stores()
                .personalKeys();
    }
}
