package io.triskel.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypt and Decrypt of KMS over its JSON protocol (KMS API reference; the errors' names and statuses from there), with AES-256-GCM and
 * the encryption context as authenticated data. It looks at no signature.
 */
final class KmsServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int NONCE = 12;

    private final SecureRandom random = new SecureRandom();
    private final Map<String, byte[]> keys = new ConcurrentHashMap<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final List<Refusal> refusals = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    KmsServer(String... keyIds) throws IOException {
        for (String id : keyIds) {
            byte[] key = new byte[32];
            random.nextBytes(key);
            keys.put(id, key);
        }
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The operations that were called, in order. */
    List<String> calls() {
        return calls;
    }

    /** The next call is refused so. */
    void refuse(int status, String type) {
        refusals.add(new Refusal(status, type));
    }

    private record Refusal(int status, String type) {}

    private void handle(HttpExchange exchange) throws IOException {
        String target = Optional.ofNullable(exchange.getRequestHeaders().getFirst("X-Amz-Target"))
                .orElse("");
        JsonNode request = JSON.readTree(exchange.getRequestBody());
        calls.add(target);
        ObjectNode answer = JSON.createObjectNode();
        int status = 200;
        if (!refusals.isEmpty()) {
            Refusal refusal = refusals.remove(0);
            status = refusal.status();
            answer.put("__type", refusal.type()).put("message", "as told");
        } else {
            switch (target) {
                case "TrentService.Encrypt" -> status = encrypt(request, answer);
                case "TrentService.Decrypt" -> status = decrypt(request, answer);
                default -> throw new IllegalStateException("No such operation: " + target);
            }
        }
        byte[] body = JSON.writeValueAsBytes(answer);
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private int encrypt(JsonNode request, ObjectNode answer) throws IOException {
        String id = request.path("KeyId").asText();
        if (!keys.containsKey(id)) {
            answer.put("__type", "NotFoundException").put("message", "Key '" + id + "' does not exist");
            return 400;
        }
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        byte[] sealed = crypt(
                        Cipher.ENCRYPT_MODE,
                        id,
                        nonce,
                        request,
                        request.path("Plaintext").binaryValue())
                .orElseThrow();
        byte[] blob = Arrays.copyOf(nonce, NONCE + sealed.length);
        System.arraycopy(sealed, 0, blob, NONCE, sealed.length);
        answer.put("CiphertextBlob", blob).put("KeyId", id).put("EncryptionAlgorithm", "SYMMETRIC_DEFAULT");
        return 200;
    }

    private int decrypt(JsonNode request, ObjectNode answer) throws IOException {
        byte[] blob = request.path("CiphertextBlob").binaryValue();
        byte[] nonce = Arrays.copyOf(blob, NONCE);
        byte[] sealed = Arrays.copyOfRange(blob, Math.min(NONCE, blob.length), blob.length);
        for (String id : keys.keySet()) {
            Optional<byte[]> plain = crypt(Cipher.DECRYPT_MODE, id, nonce, request, sealed);
            if (plain.isPresent()) {
                answer.put("Plaintext", plain.get()).put("KeyId", id).put("EncryptionAlgorithm", "SYMMETRIC_DEFAULT");
                return 200;
            }
        }
        answer.put("__type", "InvalidCiphertextException");
        return 400;
    }

    /** Empty if what is to be decrypted is not from this key and context. */
    private Optional<byte[]> crypt(int mode, String id, byte[] nonce, JsonNode request, byte[] input) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(keys.get(id), "AES"), new GCMParameterSpec(128, nonce));
            cipher.updateAAD(JSON.writeValueAsBytes(request.path("EncryptionContext")));
            return Optional.of(cipher.doFinal(input));
        } catch (GeneralSecurityException refused) {
            return Optional.empty();
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
