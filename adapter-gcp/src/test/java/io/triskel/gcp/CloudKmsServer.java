package io.triskel.gcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * One key of Cloud KMS and its versions: encrypt and decrypt of the REST API (reference of cloudkms v1, cryptoKeys), with AES-256-GCM and
 * the additional authenticated data. It wants the token {@value #TOKEN}.
 */
final class CloudKmsServer implements AutoCloseable {
    static final String TOKEN = "token-of-a-test";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int NONCE = 12;

    private final SecureRandom random = new SecureRandom();
    private final List<byte[]> versions = new CopyOnWriteArrayList<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final List<Refusal> refusals = new CopyOnWriteArrayList<>();
    private final String key;
    private final HttpServer server;

    CloudKmsServer(String key) throws IOException {
        this.key = key;
        rotate();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    /** Adds a version, which is the one that encrypts from now on. */
    void rotate() {
        byte[] version = new byte[32];
        random.nextBytes(version);
        versions.add(version);
    }

    /** The methods that were called, in order. */
    List<String> calls() {
        return calls;
    }

    /** The next call is refused so. */
    void refuse(int status, String name) {
        refusals.add(new Refusal(status, name));
    }

    private record Refusal(int status, String name) {}

    private void handle(HttpExchange exchange) throws IOException {
        JsonNode request = JSON.readTree(exchange.getRequestBody());
        String path = exchange.getRequestURI().getPath();
        calls.add(path.substring(path.lastIndexOf(':') + 1));
        ObjectNode answer = JSON.createObjectNode();
        int status = 200;
        if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            status = error(answer, 401, "UNAUTHENTICATED");
        } else if (!refusals.isEmpty()) {
            Refusal refusal = refusals.remove(0);
            status = error(answer, refusal.status(), refusal.name());
        } else if (path.equals("/v1/" + key + ":encrypt")) {
            encrypt(request, answer);
        } else if (path.equals("/v1/" + key + ":decrypt")) {
            status = decrypt(request, answer);
        } else {
            status = error(answer, 404, "NOT_FOUND");
        }
        byte[] body = JSON.writeValueAsBytes(answer);
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=UTF-8");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static int error(ObjectNode answer, int code, String name) {
        answer.putObject("error").put("code", code).put("message", "as told").put("status", name);
        return code;
    }

    private void encrypt(JsonNode request, ObjectNode answer) throws IOException {
        int version = versions.size();
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        byte[] sealed = crypt(
                        Cipher.ENCRYPT_MODE,
                        version,
                        nonce,
                        request,
                        request.path("plaintext").binaryValue())
                .orElseThrow();
        byte[] blob = ByteBuffer.allocate(1 + NONCE + sealed.length)
                .put((byte) version)
                .put(nonce)
                .put(sealed)
                .array();
        answer.put("name", key + "/cryptoKeyVersions/" + version).put("ciphertext", blob);
    }

    private int decrypt(JsonNode request, ObjectNode answer) throws IOException {
        ByteBuffer blob = ByteBuffer.wrap(request.path("ciphertext").binaryValue());
        int version = blob.get();
        byte[] nonce = new byte[NONCE];
        byte[] sealed = new byte[blob.remaining() - NONCE];
        blob.get(nonce).get(sealed);
        Optional<byte[]> plain = crypt(Cipher.DECRYPT_MODE, version, nonce, request, sealed);
        plain.ifPresent(bytes -> answer.put("plaintext", bytes));
        return plain.isPresent() ? 200 : error(answer, 400, "INVALID_ARGUMENT");
    }

    /** Empty if what is to be decrypted is not from this version and context. */
    private Optional<byte[]> crypt(int mode, int version, byte[] nonce, JsonNode request, byte[] input)
            throws IOException {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(versions.get(version - 1), "AES"), new GCMParameterSpec(128, nonce));
            cipher.updateAAD(request.path("additionalAuthenticatedData").binaryValue());
            return Optional.of(cipher.doFinal(input));
        } catch (GeneralSecurityException refused) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
