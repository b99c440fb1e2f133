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
 * Wraps keys with a symmetric KMS key: Encrypt and Decrypt, with what the wrapping is bound to as the encryption context {@value
 * #CONTEXT}. Needs {@code software.amazon.awssdk:kms} on the class path, and the rights kms:Encrypt and kms:Decrypt on the key: grant
 * them on that key alone, since a wrapped key names the KMS key that unwraps it. KMS may rotate the key; keys wrapped by older
 * key material can still be unwrapped.
 *
 * <p>A refused or failed call is a {@link PortException}. CloudTrail shows the encryption context.
 */
public final class KmsKeyWrapping implements KeyWrapping {
    /** The key of the encryption context, for conditions of key policies. */
    public static final String CONTEXT = "triskel-key";

    private static final int TRIES = 3;

    private final Supplier<KmsClient> client;
    private final String key;

    /**
     * Makes no call yet.
     *
     * @param client closed by the caller; may repeat calls
     * @param key id, ARN or alias of a symmetric key
     */
    public KmsKeyWrapping(KmsClient client, String key) {
        this(() -> client, key);
    }

    private KmsKeyWrapping(Supplier<KmsClient> client, String key) {
        this.client = client;
        this.key = key;
    }

    /** {@return the wrapping with the key that the settings name, if they name one} Its client is made for the first call. */
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
                    "check the key's name, its policy and state, and the role's rights kms:Encrypt and kms:Decrypt";
                case THROTTLED, TRANSIENT, UNKNOWN -> "try again";
            };
            throw new PortException(
                    "KMS key " + key + " did not " + what + " " + boundTo + " (" + cause + "): " + advice + " ("
                            + failure.getMessage() + ")",
                    failure);
        }
    }

    /** {@return which KMS key wraps} */
    @Override
    public String toString() {
        return "KmsKeyWrapping[" + key + "]";
    }

    /** A client that is made when it is first needed. */
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
