package io.triskel.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.triskel.codec.TypeRegistry;
import io.triskel.event.PortException;
import io.triskel.personal.PersonalKeys;
import io.triskel.platform.Platform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeyVaultKeyWrappingTest {
    private static final String KEY = KeyVaultServer.VAULT + "/keys/personal-data";
    private static final String FIRST = "00000000000000000000000000000001";
    private static final byte[] PLAIN = "32 bytes that are a key, plainly".getBytes(StandardCharsets.US_ASCII);

    private final KeyVaultServer vault = new KeyVaultServer("personal-data");
    private final KeyVaultKeyWrapping wrapping = wrapping(KEY);

    KeyVaultKeyWrappingTest() throws IOException {}

    private KeyVaultKeyWrapping wrapping(String address) {
        return KeyVaultKeyWrapping.of(
                address, key -> KeyVaultKeyWrapping.client(key, vault.http(), KeyVaultServer.credential()));
    }

    @AfterEach
    void close() {
        vault.close();
    }

    @Test
    void what_is_wrapped_does_not_show_the_key_and_is_unwrapped_to_it_by_the_vault_alone() {
        byte[] wrapped = wrapping.wrap("a", PLAIN);

        assertThat(HexFormat.of().formatHex(wrapped))
                .doesNotContain(HexFormat.of().formatHex(PLAIN));
        assertThat(wrapping.unwrap("a", wrapped)).isEqualTo(PLAIN);
        assertThat(vault.calls()).containsExactly("wrapkey", "unwrapkey");
    }

    @Test
    void what_an_older_version_of_the_key_has_wrapped_is_unwrapped_by_that_version() {
        byte[] old = wrapping.wrap("a", PLAIN);

        vault.rotate();
        byte[] recent = wrapping.wrap("a", PLAIN);

        assertThat(wrapping.unwrap("a", old)).isEqualTo(PLAIN);
        assertThat(wrapping.unwrap("a", recent)).isEqualTo(PLAIN);
        assertThat(Arrays.copyOf(recent, 33)).isNotEqualTo(Arrays.copyOf(old, 33));
    }

    @Test
    void an_address_with_a_version_wraps_with_that_one() {
        vault.rotate();

        byte[] wrapped = wrapping(KEY + "/" + FIRST).wrap("a", PLAIN);

        assertThat(new String(wrapped, 1, 32, StandardCharsets.US_ASCII)).isEqualTo(FIRST);
        assertThat(wrapping.unwrap("a", wrapped)).isEqualTo(PLAIN);
    }

    @Test
    void changed_bytes_are_refused() {
        byte[] wrapped = wrapping.wrap("a", PLAIN);
        wrapped[wrapped.length - 1] ^= 1;

        assertThatExceptionOfType(PortException.class)
                .isThrownBy(() -> wrapping.unwrap("a", wrapped))
                .withMessageContaining(KEY)
                .withMessageContaining("unwrap a");
    }

    @Test
    void what_is_not_a_version_asks_nobody() {
        byte[] wrapped = wrapping.wrap("a", PLAIN);
        byte[] elsewhere = wrapped.clone();
        elsewhere[1] = '/';

        assertThatExceptionOfType(PortException.class)
                .isThrownBy(() -> wrapping.unwrap("a", elsewhere))
                .withMessageContaining("not wrapped by this version");
        assertThatExceptionOfType(PortException.class).isThrownBy(() -> wrapping.unwrap("a", new byte[] {1}));
        assertThat(vault.calls()).containsExactly("wrapkey");
    }

    @Test
    void a_throttled_call_is_repeated() {
        vault.refuse(429, "Throttled");

        byte[] wrapped = wrapping.wrap("a", PLAIN);

        assertThat(wrapping.unwrap("a", wrapped)).isEqualTo(PLAIN);
        assertThat(vault.calls()).containsExactly("wrapkey", "wrapkey", "unwrapkey");
    }

    @Test
    void a_denied_call_says_what_to_check_and_is_not_repeated() {
        vault.refuse(403, "Forbidden");

        assertThatExceptionOfType(PortException.class)
                .isThrownBy(() -> wrapping.wrap("a", PLAIN))
                .withMessageContaining("DENIED")
                .withMessageContaining("permissions to wrap and unwrap");
        assertThat(vault.calls()).hasSize(1);
    }

    @Test
    void a_key_that_is_not_there_is_named() {
        assertThatExceptionOfType(PortException.class)
                .isThrownBy(() -> wrapping(KEY + "2").wrap("a", PLAIN))
                .withMessageContaining(KEY + "2")
                .withMessageContaining("NOT_FOUND");
    }

    @Test
    void a_service_that_does_not_answer_is_a_failed_port() {
        vault.close();

        assertThatExceptionOfType(PortException.class)
                .isThrownBy(() -> wrapping.wrap("a", PLAIN))
                .withMessageContaining("try again");
    }

    @Test
    void an_address_is_that_of_a_key() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> wrapping("http://orders.vault.azure.net/keys/personal-data"))
                .withMessageContaining("https://");
    }

    @Test
    void the_settings_say_whether_keys_are_wrapped_and_no_call_is_made_yet() {
        Map<String, String> needed = Map.of(
                "TRISKEL_AZURE_EVENTHUBS_NAMESPACE", "orders.servicebus.windows.net",
                "TRISKEL_AZURE_TABLES_ENDPOINT", "https://orders.table.core.windows.net");
        Map<String, String> withKey = new HashMap<>(needed);
        withKey.put("TRISKEL_AZURE_KEYVAULT_KEY", KEY);

        assertThat(KeyVaultKeyWrapping.configured(AzureClients.of(AzureSettings.from(needed))))
                .isEmpty();
        assertThat(KeyVaultKeyWrapping.configured(AzureClients.of(AzureSettings.from(withKey)))
                        .orElseThrow())
                .hasToString("KeyVaultKeyWrapping[" + KEY + "]");
    }

    @Test
    void a_platform_wraps_keys_if_its_environment_names_a_key() {
        assertThat(keysOf(Map.of())).hasToString("TablePersonalKeys[as they are]");
        assertThat(keysOf(Map.of("TRISKEL_AZURE_KEYVAULT_KEY", KEY)))
                .hasToString("TablePersonalKeys[wrapped in buckets]");
    }

    private static PersonalKeys keysOf(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("TRISKEL_AZURE_EVENTHUBS_NAMESPACE", "orders.servicebus.windows.net");
        environment.put("TRISKEL_AZURE_TABLES_ENDPOINT", "https://orders.table.core.windows.net");
        environment.put("TRISKEL_AZURE_HUB", "orders");
        environment.put("TRISKEL_AZURE_TABLES", "orders");
        return AzurePlatform.from(
                        environment,
                        Platform.Settings.of("/orders", TypeRegistry.builder().build()))
                .stores()
                .personalKeys();
    }
}
