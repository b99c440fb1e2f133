package io.triskel.local.gcp.kms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import io.triskel.local.Fault;
import io.triskel.local.FaultPlan;
import io.triskel.local.LoopbackServer;
import io.triskel.local.SealingKey;
import io.triskel.local.gcp.iam.Permission;
import io.triskel.local.gcp.iam.Policies;
import io.triskel.local.gcp.identity.TokenIssuer;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Emulates Cloud KMS on a loopback port: encrypt and decrypt of its REST API (reference of cloudkms v1, cryptoKeys),
 * with AES-256-GCM and additional authenticated data; callers are identified by their access tokens. Keys live in this
 * JVM and are lost with it.
 */
public final class CloudKmsServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int THREADS = 4;
    private static final Pattern PATH = Pattern.compile("/v1/(projects/.+):(encrypt|decrypt)");

    /** Google Cloud APIs, "Errors": the HTTP status of each gRPC status that calls here may get. */
    private static final Map<String, Integer> STATUSES = Map.of(
            "INVALID_ARGUMENT", 400,
            "UNAUTHENTICATED", 401,
            "PERMISSION_DENIED", 403,
            "NOT_FOUND", 404,
            "RESOURCE_EXHAUSTED", 429,
            "UNAVAILABLE", 503);

    /** Cloud KMS documentation, "Permissions and roles". */
    private static final Map<String, String> PERMISSIONS = Map.of(
            "encrypt", "cloudkms.cryptoKeyVersions.useToEncrypt",
            "decrypt", "cloudkms.cryptoKeyVersions.useToDecrypt");

    private final Map<String, List<SealingKey>> keys = new ConcurrentHashMap<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final TokenIssuer issuer;
    private final Policies policies;
    private final FaultPlan faults;
    private final LoopbackServer server;

    private CloudKmsServer(TokenIssuer issuer, Policies policies, FaultPlan faults) {
        this.issuer = issuer;
        this.policies = policies;
        this.faults = faults;
        server = LoopbackServer.start("kms", THREADS, this::serve);
    }

    /**
     * Starts serving, without keys.
     *
     * @param issuer the issuer of accepted access tokens
     * @param policies the permissions on keys
     * @param faults to inject, by {@code encrypt} and {@code decrypt}; an error code is the name of a gRPC status
     */
    public static CloudKmsServer start(TokenIssuer issuer, Policies policies, FaultPlan faults) {
        return new CloudKmsServer(issuer, policies, faults);
    }

    /** {@return the address to use instead of the service's, ending in a slash} */
    public URI uri() {
        return server.uri().resolve("/");
    }

    public FaultPlan faults() {
        return faults;
    }

    /** Adds a version to a key; it encrypts from now on. The first version creates the key. */
    public void rotate(String key) {
        keys.computeIfAbsent(key, none -> new CopyOnWriteArrayList<>()).add(SealingKey.generate());
    }

    /** {@return the called methods, in order} */
    public List<String> calls() {
        return List.copyOf(calls);
    }

    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        private final String status;

        Refused(String status, String message) {
            super(message);
            this.status = status;
        }
    }

    private void serve(HttpExchange call) throws IOException {
        try (call) {
            ObjectNode answer = JSON.createObjectNode();
            int status = 200;
            try {
                answer(call, answer);
            } catch (Refused refused) {
                status = STATUSES.getOrDefault(refused.status, 500);
                answer.putObject("error")
                        .put("code", status)
                        .put("message", refused.getMessage())
                        .put("status", refused.status);
            }
            byte[] body = JSON.writeValueAsBytes(answer);
            call.getResponseHeaders().set("Content-Type", "application/json; charset=UTF-8");
            call.sendResponseHeaders(status, body.length);
            call.getResponseBody().write(body);
        }
    }

    private void answer(HttpExchange call, ObjectNode answer) throws IOException, Refused {
        JsonNode request = JSON.readTree(call.getRequestBody());
        Matcher path = PATH.matcher(call.getRequestURI().getPath());
        if (!path.matches()) {
            throw new Refused("NOT_FOUND", "Not emulated here: " + call.getRequestURI());
        }
        String key = path.group(1);
        String method = path.group(2);
        calls.add(method);
        strike(method);
        authorize(call, method, key);
        List<SealingKey> versions = Optional.ofNullable(keys.get(key))
                .orElseThrow(() -> new Refused("NOT_FOUND", "CryptoKey " + key + " not found."));
        if (method.equals("encrypt")) {
            encrypt(request, key, versions, answer);
        } else {
            decrypt(request, versions, answer);
        }
    }

    private void strike(String method) throws Refused {
        Optional<Fault> fault = faults.strike(method);
        if (fault.isPresent()) {
            throw new Refused(
                    fault.get() instanceof Fault.Refused refused ? refused.code() : "INTERNAL", "An injected fault");
        }
    }

    private void authorize(HttpExchange call, String method, String key) throws Refused {
        String shown = Optional.ofNullable(call.getRequestHeaders().getFirst("Authorization"))
                .orElse("");
        String caller = issuer.holder(shown.replaceFirst("^Bearer ", ""))
                .orElseThrow(() -> new Refused("UNAUTHENTICATED", "Request had invalid authentication credentials."));
        String permission = String.valueOf(PERMISSIONS.get(method));
        if (!policies.allow(caller, new Permission(permission, key))) {
            throw new Refused(
                    "PERMISSION_DENIED",
                    "Permission '" + permission + "' denied on resource '" + key + "' (or it may not exist).");
        }
    }

    private static void encrypt(JsonNode request, String key, List<SealingKey> versions, ObjectNode answer)
            throws IOException {
        int version = versions.size();
        byte[] sealed = versions.get(version - 1)
                .seal(authenticated(request), request.path("plaintext").binaryValue());
        byte[] blob = ByteBuffer.allocate(1 + sealed.length)
                .put((byte) version)
                .put(sealed)
                .array();
        answer.put("name", key + "/cryptoKeyVersions/" + version).put("ciphertext", blob);
    }

    private static void decrypt(JsonNode request, List<SealingKey> versions, ObjectNode answer)
            throws IOException, Refused {
        byte[] blob = request.path("ciphertext").binaryValue();
        if (blob == null || blob.length == 0 || blob[0] < 1 || blob[0] > versions.size()) {
            throw undecipherable();
        }
        answer.put(
                "plaintext",
                versions.get(blob[0] - 1)
                        .open(authenticated(request), Arrays.copyOfRange(blob, 1, blob.length))
                        .orElseThrow(CloudKmsServer::undecipherable));
    }

    private static byte[] authenticated(JsonNode request) throws IOException {
        return request.path("additionalAuthenticatedData").binaryValue();
    }

    private static Refused undecipherable() {
        return new Refused(
                "INVALID_ARGUMENT",
                "Decryption failed: verify that 'name' refers to the correct CryptoKey, and that the ciphertext and the"
                        + " additional data are as they were.");
    }

    @Override
    public void close() {
        server.close();
    }
}
