package io.triskel.aws;

import io.triskel.event.PortException;
import io.triskel.personal.KeyRing.KeyWrapping;
import io.triskel.publish.RejectionCause;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kms.KmsClient;

/**
 * Wraps keys with a symmetric KMS key, through Encrypt and Decrypt; the encryption context {@value #CONTEXT} holds what
 * a wrapping is bound to. Needs {@code software.amazon.awssdk:kms} on the class path, and the permissions kms:Encrypt
 * and kms:Decrypt on the key. Grant them on that key alone, since a wrapped key names the KMS key that unwraps it. If
 * KMS rotates the key, keys wrapped with older key material can still be unwrapped.
 *
 * <p>A denied or failed call throws a {@link PortException}. CloudTrail shows the encryption context.
 */
public final class KmsKeyWrapping implements KeyWrapping {
    /** The name in the encryption context, for conditions in key policies. */
    public static final String CONTEXT = "triskel-key";

    private static final int TRIES = 3;

    private final Supplier<KmsClient> client;
    private final String key;

    /**
     * Makes no call yet.
     *
     * @param client closed by the caller; may retry calls
     * @param key id, ARN or alias of a symmetric key
     */
    public KmsKeyWrapping(KmsClient client, String key) {
        this(() -> client, key);
    }

    private KmsKeyWrapping(Supplier<KmsClient> client, String key) {
        this.client = client;
        this.key = key;
    }

    /**
     * {@return the wrapping with the key of the settings, if they name one} Its client is created at the first call.
     */
    public static Optional<KmsKeyWrapping> configured(AwsClients clients) {
        return clients.settings().kmsKey().map(key -> new KmsKeyWrapping(new Client(clients)::get, key));
    }

    @Override
    public byte[] wrap(String boundTo, byte[] plain) {
        return call(
                "wrap",
                boundTo,
                () -> client.get()
                        .encrypt(request -> request.keyId(key)
                                .plaintext(SdkBytes.fromByteArray(plain))
                                .encryptionContext(Map.of(CONTEXT, boundTo)))
                        .ciphertextBlob());
    }

    @Override
    public byte[] unwrap(String boundTo, byte[] wrapped) {
        return call(
                "unwrap",
                boundTo,
                () -> client.get()
                        .decrypt(request -> request.ciphertextBlob(SdkBytes.fromByteArray(wrapped))
                                .encryptionContext(Map.of(CONTEXT, boundTo)))
                        .plaintext());
    }

    private byte[] call(String what, String boundTo, Supplier<SdkBytes> call) {
        try {
            return call.get().asByteArray();
        } catch (SdkException failure) {
            RejectionCause cause = AwsErrors.causeOf(failure);
            String advice = switch (cause) {
                case DENIED, NOT_FOUND, INVALID, TOO_LARGE ->
                    "check the key's name, policy and state, and the role's permissions kms:Encrypt and kms:Decrypt";
                case THROTTLED, TRANSIENT, UNKNOWN -> "try again";
            };
            throw new PortException(
                    "KMS key " + key + " did not " + what + " " + boundTo + " (" + cause + "): " + advice + " ("
                            + failure.getMessage() + ")",
                    failure);
        }
    }

    /** {@return the name of the KMS key} */
    @Override
    public String toString() {
        return "KmsKeyWrapping[" + key + "]";
    }

    /** A client that is created at its first use. */
    private static final class Client {
        private final AwsClients clients;
        private @Nullable KmsClient made;

        Client(AwsClients clients) {
            this.clients = clients;
        }

        synchronized KmsClient get() {
            KmsClient known = made != null ? made : clients.client(KmsClient.builder(), "kms", TRIES);
            made = known;
            return known;
        }
    }
}
