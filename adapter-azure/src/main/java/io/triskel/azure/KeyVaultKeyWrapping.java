package io.triskel.azure;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.http.policy.FixedDelay;
import com.azure.core.http.policy.RetryPolicy;
import com.azure.security.keyvault.keys.cryptography.CryptographyClient;
import com.azure.security.keyvault.keys.cryptography.CryptographyClientBuilder;
import com.azure.security.keyvault.keys.cryptography.models.KeyWrapAlgorithm;
import com.azure.security.keyvault.keys.cryptography.models.WrapResult;
import io.triskel.event.PortException;
import io.triskel.personal.KeyRing.KeyWrapping;
import io.triskel.publish.RejectionCause;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Wraps keys with an RSA key of a Key Vault or Managed HSM: wrapKey and unwrapKey with RSA-OAEP-256. Needs {@code
 * azure-security-keyvault-keys} on the class path, and the permissions to wrap and unwrap with the key (the role Key
 * Vault Crypto Service Encryption User). A wrapped key names the version of the key that wrapped it, so the key may be
 * rotated while its older versions stay enabled.
 *
 * <p>RSA-OAEP has no context to bind a wrapping to; {@link io.triskel.personal.KeyRing#wrappedInBuckets} detects
 * exchanged wrapped keys without it. A denied or failed call throws a {@link PortException}.
 */
public final class KeyVaultKeyWrapping implements KeyWrapping {
    private static final byte FORMAT = 1;
    private static final int VERSION_LENGTH = 32;
    private static final Pattern KEY = Pattern.compile("(https://[^/]+/keys/[^/]+)(?:/([0-9a-f]{32}))?");

    private final Function<String, CryptographyClient> clients;
    private final Map<String, CryptographyClient> made = new ConcurrentHashMap<>();
    private final String address;
    private final String key;

    private KeyVaultKeyWrapping(Function<String, CryptographyClient> clients, String address) {
        Matcher parts = parts(address);
        this.clients = clients;
        this.address = address;
        this.key = parts.group(1);
    }

    /**
     * {@return the wrapping with a key} An address without a version means the newest version
     * (azure-security-keyvault-keys 4.4.0, change log). Makes no call yet.
     *
     * @param address of the key, such as {@code https://orders.vault.azure.net/keys/personal-data}; new keys are wrapped with its
     *     newest version, unless the address names one
     * @param clients creates a client for a key's address; the client must call the service for every operation
     */
    public static KeyVaultKeyWrapping of(String address, Function<String, CryptographyClient> clients) {
        return new KeyVaultKeyWrapping(clients, address);
    }

    /** {@return the wrapping with the key of the settings, if they name one} */
    public static Optional<KeyVaultKeyWrapping> configured(AzureClients clients) {
        return clients.settings()
                .keyVaultKey()
                .map(address -> of(address, key -> client(key, clients.http(), clients.credential())));
    }

    /** The client retries, since a retry of these calls is harmless and no caller retries them immediately. */
    static CryptographyClient client(String address, HttpClient http, TokenCredential credential) {
        return new CryptographyClientBuilder()
                .keyIdentifier(address)
                .httpClient(http)
                .credential(credential)
                .retryPolicy(new RetryPolicy(new FixedDelay(1, Duration.ofMillis(200))))
                .disableKeyCaching()
                .buildClient();
    }

    private static Matcher parts(String address) {
        Matcher parts = KEY.matcher(address);
        if (!parts.matches()) {
            throw new IllegalArgumentException("address must be a key such as"
                    + " https://orders.vault.azure.net/keys/personal-data, not '" + address + "'");
        }
        return parts;
    }

    @Override
    public byte[] wrap(String boundTo, byte[] plain) {
        WrapResult wrapped = call("wrap", boundTo, () -> client(address).wrapKey(KeyWrapAlgorithm.RSA_OAEP_256, plain));
        Matcher used = KEY.matcher(String.valueOf(wrapped.getKeyId()));
        if (!used.matches() || used.group(2) == null) {
            throw new PortException("Key Vault key " + address + " did not report the version with which it wrapped "
                    + boundTo + ": '" + wrapped.getKeyId() + "'");
        }
        byte[] version = used.group(2).getBytes(StandardCharsets.US_ASCII);
        byte[] all = Arrays.copyOf(new byte[] {FORMAT}, 1 + VERSION_LENGTH + wrapped.getEncryptedKey().length);
        System.arraycopy(version, 0, all, 1, VERSION_LENGTH);
        System.arraycopy(wrapped.getEncryptedKey(), 0, all, 1 + VERSION_LENGTH, wrapped.getEncryptedKey().length);
        return all;
    }

    /**
     * Only the version comes from the stored data: a call with our identity never goes to an address that another party
     * may have written.
     */
    @Override
    public byte[] unwrap(String boundTo, byte[] wrapped) {
        String version = wrapped.length <= 1 + VERSION_LENGTH || wrapped[0] != FORMAT
                ? ""
                : new String(wrapped, 1, VERSION_LENGTH, StandardCharsets.US_ASCII);
        if (!version.matches("[0-9a-f]{32}")) {
            throw new PortException(
                    "The stored key of " + boundTo + " was not wrapped by this version; restore its entry");
        }
        byte[] sealed = Arrays.copyOfRange(wrapped, 1 + VERSION_LENGTH, wrapped.length);
        return call(
                "unwrap",
                boundTo,
                () -> client(key + "/" + version)
                        .unwrapKey(KeyWrapAlgorithm.RSA_OAEP_256, sealed)
                        .getKey());
    }

    private CryptographyClient client(String of) {
        return made.computeIfAbsent(of, clients);
    }

    /**
     * The client throws its own exceptions, and those of the libraries below it, if the service or the network fails.
     */
    private <T> T call(String what, String boundTo, Supplier<T> call) {
        try {
            return call.get();
        } catch (RuntimeException failure) {
            RejectionCause cause = AzureErrors.causeOf(failure);
            String advice = switch (cause) {
                case DENIED, NOT_FOUND, INVALID, TOO_LARGE ->
                    "check the key's name, type and state, and the identity's permissions to wrap and unwrap with it";
                case THROTTLED, TRANSIENT, UNKNOWN -> "try again";
            };
            throw new PortException(
                    "Key Vault key " + address + " did not " + what + " " + boundTo + " (" + cause + "): " + advice
                            + " (" + AzureErrors.message(failure) + ")",
                    failure);
        }
    }

    /** {@return the address of the key} */
    @Override
    public String toString() {
        return "KeyVaultKeyWrapping[" + address + "]";
    }
}
