package io.triskel.local.aws.kms;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.local.FaultPlan;
import io.triskel.local.SealingKey;
import io.triskel.local.aws.iam.Identities;
import io.triskel.local.aws.iam.Permission;
import io.triskel.local.aws.wire.Request;
import io.triskel.local.aws.wire.ServiceException;
import io.triskel.local.aws.wire.WireServer;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Emulates symmetric KMS keys on a loopback port, for real SDKs: Encrypt and Decrypt with AES-256-GCM, with the
 * encryption context as authenticated data. A ciphertext names its key. Keys live in this JVM and are lost with it.
 */
public final class KmsServer implements AutoCloseable {
    private static final String ARN = "arn:aws:kms:us-east-1:000000000000:";
    private static final int THREADS = 4;

    private final Map<String, SealingKey> keys = new ConcurrentHashMap<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final Identities identities;
    private final FaultPlan faults;
    private final WireServer server;

    private KmsServer(Identities identities, FaultPlan faults) {
        this.identities = identities;
        this.faults = faults;
        server = WireServer.start(
                "kms",
                THREADS,
                Map.of("Encrypt", this::encrypt, "Decrypt", this::decrypt),
                Map.of(),
                this::check,
                faults);
    }

    /** Starts serving, without keys. */
    public static KmsServer start(Identities identities, FaultPlan faults) {
        return new KmsServer(identities, faults);
    }

    /** The value of {@code AWS_ENDPOINT_URL_KMS}. */
    public URI uri() {
        return server.uri();
    }

    /** The faults to inject, by operation. */
    public FaultPlan faults() {
        return faults;
    }

    /**
     * Creates a key.
     *
     * @param name {@code key/ID} or {@code alias/NAME}
     * @return its ARN
     */
    public String createKey(String name) {
        keys.put(name, SealingKey.generate());
        return ARN + name;
    }

    /** {@return the permitted operations so far, in order} */
    public List<String> calls() {
        return List.copyOf(calls);
    }

    /**
     * KMS developer guide, "Permissions reference": an alias means its key; here permissions are checked by the name
     * that the call uses.
     */
    private void check(String authorization, Request request) {
        String key = request.operation().equals("Decrypt") ? blob(request).key() : name(request.requiredText("KeyId"));
        identities
                .refusal(Identities.keyId(authorization), new Permission("kms:" + request.operation(), key))
                .ifPresent(message -> {
                    throw new ServiceException("AccessDeniedException", message);
                });
        calls.add(request.operation());
    }

    /** {@return the part of an ARN after region and account; a bare id is a key's} */
    public static String name(String key) {
        String name = key.startsWith(ARN) ? key.substring(ARN.length()) : key;
        return name.contains("/") ? name : "key/" + name;
    }

    private SealingKey material(String name) {
        return Optional.ofNullable(keys.get(name))
                .orElseThrow(
                        () -> new ServiceException("NotFoundException", "Key '" + ARN + name + "' does not exist"));
    }

    private Optional<ObjectNode> encrypt(Request request) {
        String key = name(request.requiredText("KeyId"));
        byte[] sealed = material(key).seal(context(request), Request.bytes(request.body(), "Plaintext"));
        return Optional.of(request.answer()
                .put("CiphertextBlob", new Blob(key, sealed).bytes())
                .put("KeyId", ARN + key)
                .put("EncryptionAlgorithm", "SYMMETRIC_DEFAULT"));
    }

    private Optional<ObjectNode> decrypt(Request request) {
        Blob blob = blob(request);
        byte[] plain =
                material(blob.key()).open(context(request), blob.sealed()).orElseThrow(KmsServer::invalidCiphertext);
        return Optional.of(request.answer()
                .put("Plaintext", plain)
                .put("KeyId", ARN + blob.key())
                .put("EncryptionAlgorithm", "SYMMETRIC_DEFAULT"));
    }

    private static Blob blob(Request request) {
        return Blob.of(Request.bytes(request.body(), "CiphertextBlob"));
    }

    /** The pairs sorted by name, since a context has no order. */
    private static byte[] context(Request request) {
        Map<String, String> sorted = new TreeMap<>();
        request.body()
                .path("EncryptionContext")
                .properties()
                .forEach(pair -> sorted.put(pair.getKey(), pair.getValue().asText()));
        return sorted.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static ServiceException invalidCiphertext() {
        return new ServiceException("InvalidCiphertextException", "");
    }

    @Override
    public void close() {
        server.close();
    }

    /** A ciphertext: the name of its key, and the sealed bytes. */
    private record Blob(String key, byte[] sealed) {
        static Blob of(byte[] bytes) {
            int length = bytes.length == 0 ? 0 : bytes[0] & 0xff;
            if (length == 0 || bytes.length < 1 + length + SealingKey.NONCE_BYTES) {
                throw invalidCiphertext();
            }
            return new Blob(
                    new String(bytes, 1, length, StandardCharsets.UTF_8),
                    Arrays.copyOfRange(bytes, 1 + length, bytes.length));
        }

        byte[] bytes() {
            byte[] name = key.getBytes(StandardCharsets.UTF_8);
            return ByteBuffer.allocate(1 + name.length + sealed.length)
                    .put((byte) name.length)
                    .put(name)
                    .put(sealed)
                    .array();
        }
    }
}
