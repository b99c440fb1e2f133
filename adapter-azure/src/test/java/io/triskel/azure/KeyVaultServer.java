package io.triskel.azure;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.util.Context;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.MGF1ParameterSpec;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import reactor.core.publisher.Mono;

/**
 * One RSA key of a vault and its versions: wrapkey and unwrapkey (Key Vault REST API reference, "Wrap Key", "Unwrap Key") with
 * RSA-OAEP-256, behind the challenge of the documentation ("Authentication, requests and responses"). Callers reach it under the
 * vault's own https address through {@link #http}; it wants the token {@value #TOKEN}.
 */
final class KeyVaultServer implements AutoCloseable {
    static final String VAULT = "https://orders.vault.azure.net";

    private static final String TOKEN = "token-of-a-test";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PATH = Pattern.compile("/keys/([^/]+)/([^/]*)/?(wrapkey|unwrapkey)");
    private static final OAEPParameterSpec OAEP_256 =
            new OAEPParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);

    /** By version, once for all tests: a pair takes a second to find. */
    private static final Map<String, KeyPair> PAIRS = new ConcurrentHashMap<>();

    private final Map<String, KeyPair> versions = new ConcurrentHashMap<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final List<Refusal> refusals = new CopyOnWriteArrayList<>();
    private final String key;
    private final HttpServer server;
    private volatile String newest = "";

    KeyVaultServer(String key) throws IOException {
        this.key = key;
        rotate();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Adds a version, which is the one that wraps from now on. */
    void rotate() {
        newest = "%032x".formatted(versions.size() + 1);
        versions.put(newest, PAIRS.computeIfAbsent(newest, KeyVaultServer::newPair));
    }

    private static KeyPair newPair(String version) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    /** The operations that were called with a token, in order. */
    List<String> calls() {
        return calls;
    }

    /** The next call is refused so. */
    void refuse(int status, String code) {
        refusals.add(new Refusal(status, code));
    }

    private record Refusal(int status, String code) {}

    /** Sends the vault's requests here. */
    HttpClient http() {
        HttpClient real = new JdkHttpClientBuilder().build();
        String here = "http://127.0.0.1:" + server.getAddress().getPort();
        return new HttpClient() {
            @Override
            public Mono<HttpResponse> send(HttpRequest request) {
                return real.send(redirected(request));
            }

            @Override
            public HttpResponse sendSync(HttpRequest request, Context context) {
                return real.sendSync(redirected(request), context);
            }

            private HttpRequest redirected(HttpRequest request) {
                String url = request.getUrl().toString();
                if (!url.startsWith(VAULT + "/")) {
                    throw new IllegalStateException("A call with our identity goes to " + url);
                }
                return request.copy().setUrl(here + url.substring(VAULT.length()));
            }
        };
    }

    /** An identity that the vault knows. */
    static TokenCredential credential() {
        return context -> Mono.just(
                new AccessToken(TOKEN, OffsetDateTime.now(ZoneOffset.UTC).plusHours(1)));
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] sent = exchange.getRequestBody().readAllBytes();
        ObjectNode answer = JSON.createObjectNode();
        int status;
        if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            exchange.getResponseHeaders()
                    .set(
                            "WWW-Authenticate",
                            "Bearer authorization=\"https://login.microsoftonline.com/72f988bf-86f1-41af-91ab-2d7cd011db47\","
                                    + " resource=\"https://vault.azure.net\"");
            status = error(answer, 401, "Unauthorized");
        } else {
            status = authorized(exchange.getRequestURI(), sent, answer);
        }
        byte[] body = JSON.writeValueAsBytes(answer);
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private int authorized(URI uri, byte[] sent, ObjectNode answer) throws IOException {
        Matcher path = PATH.matcher(uri.getPath());
        if (!path.matches()) {
            throw new IllegalStateException("No such operation: " + uri);
        }
        calls.add(path.group(3));
        if (!refusals.isEmpty()) {
            Refusal refusal = refusals.remove(0);
            return error(answer, refusal.status(), refusal.code());
        }
        String version = path.group(2).isEmpty() ? newest : path.group(2);
        Optional<KeyPair> pair = Optional.ofNullable(versions.get(version))
                .filter(there -> path.group(1).equals(key));
        if (pair.isEmpty()) {
            return error(answer, 404, "KeyNotFound");
        }
        JsonNode request = JSON.readTree(sent);
        if (!request.path("alg").asText().equals("RSA-OAEP-256")) {
            return error(answer, 400, "BadParameter");
        }
        try {
            Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
            if (path.group(3).equals("wrapkey")) {
                cipher.init(Cipher.ENCRYPT_MODE, pair.get().getPublic(), OAEP_256);
            } else {
                cipher.init(Cipher.DECRYPT_MODE, pair.get().getPrivate(), OAEP_256);
            }
            byte[] value = cipher.doFinal(
                    Base64.getUrlDecoder().decode(request.path("value").asText()));
            answer.put("kid", VAULT + "/keys/" + key + "/" + version)
                    .put("value", Base64.getUrlEncoder().withoutPadding().encodeToString(value));
            return 200;
        } catch (GeneralSecurityException refused) {
            return error(answer, 400, "BadParameter");
        }
    }

    private static int error(ObjectNode answer, int status, String code) {
        answer.putObject("error").put("code", code).put("message", "as told");
        return status;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
