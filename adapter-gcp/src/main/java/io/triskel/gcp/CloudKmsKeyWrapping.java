package io.triskel.gcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.auth.Credentials;
import com.google.auth.oauth2.GoogleCredentials;
import io.grpc.Status;
import io.triskel.event.PortException;
import io.triskel.personal.KeyRing.KeyWrapping;
import io.triskel.publish.RejectionCause;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Wraps keys with a symmetric Cloud KMS key, through encrypt and decrypt of the REST API (v1); what a wrapping is bound
 * to is additional authenticated data. Uses the JDK's own client, since two calls need no library. Needs the role Cloud
 * KMS CryptoKey Encrypter/Decrypter on the key. The key may be rotated while its older versions stay enabled; another
 * key cannot unwrap what this key wrapped.
 *
 * <p>A call that fails temporarily is made up to three times. A denied or failed call throws a {@link PortException}.
 */
public final class CloudKmsKeyWrapping implements KeyWrapping {
    private static final URI SERVICE = URI.create("https://cloudkms.googleapis.com/");
    private static final String SCOPE = "https://www.googleapis.com/auth/cloudkms";
    private static final int TRIES = 3;
    private static final int LONGEST_PAUSE_MILLIS = 200;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI service;
    private final String key;
    private final Duration callTimeout;
    private final Identity identity;
    private @Nullable HttpClient http;

    private CloudKmsKeyWrapping(URI service, String key, Duration callTimeout, Identity identity) {
        this.service = service;
        this.key = key;
        this.callTimeout = callTimeout;
        this.identity = identity;
    }

    /**
     * {@return the wrapping with the key of the settings, if they name one, with the identity of the Application
     * Default Credentials} Makes no call yet.
     */
    public static Optional<CloudKmsKeyWrapping> configured(GcpClients clients) {
        GcpSettings settings = clients.settings();
        return settings.kmsKey()
                .map(key -> new CloudKmsKeyWrapping(
                        settings.kmsEndpoint().orElse(SERVICE),
                        key,
                        settings.callTimeout(),
                        new Identity(
                                () -> GoogleCredentials.getApplicationDefault().createScoped(SCOPE))));
    }

    /**
     * {@return the wrapping with a key and this identity} Makes no call yet.
     *
     * @param key the full name of a symmetric key, without a version
     * @param callTimeout limits one attempt of a call
     */
    public static CloudKmsKeyWrapping of(Credentials credentials, String key, Duration callTimeout) {
        return at(SERVICE, credentials, key, callTimeout);
    }

    static CloudKmsKeyWrapping at(URI service, Credentials credentials, String key, Duration callTimeout) {
        return new CloudKmsKeyWrapping(service, key, callTimeout, new Identity(() -> credentials));
    }

    @Override
    public byte[] wrap(String boundTo, byte[] plain) {
        return called("encrypt", "plaintext", plain, boundTo, "ciphertext");
    }

    @Override
    public byte[] unwrap(String boundTo, byte[] wrapped) {
        return called("decrypt", "ciphertext", wrapped, boundTo, "plaintext");
    }

    /** Retries temporary failures: these calls change nothing, and no caller retries them immediately. */
    private byte[] called(String method, String name, byte[] input, String boundTo, String result) {
        ObjectNode request = JSON.createObjectNode()
                .put(name, input)
                .put("additionalAuthenticatedData", boundTo.getBytes(StandardCharsets.UTF_8));
        for (int tries = 1; ; tries++) {
            Failure failure;
            try {
                HttpResponse<String> answer = answer(method, request.toString());
                JsonNode said = answer.statusCode() == 200 ? JSON.readTree(answer.body()) : JSON.missingNode();
                if (said.hasNonNull(result)) {
                    return said.path(result).binaryValue();
                }
                failure = refused(answer);
            } catch (IOException failed) {
                failure = new Failure(
                        failed instanceof ConnectException ? RejectionCause.TRANSIENT : RejectionCause.UNKNOWN,
                        failed.toString(),
                        failed);
            }
            if (tries == TRIES || !failure.cause().mayPass() || !paused()) {
                throw told(method, boundTo, failure);
            }
        }
    }

    private record Failure(
            RejectionCause cause, String message, @Nullable Exception exception) {}

    private HttpResponse<String> answer(String method, String request) throws IOException {
        URI uri = service.resolve("v1/" + key + ":" + method);
        HttpRequest.Builder call = HttpRequest.newBuilder(uri)
                .timeout(atLeastAMoment(CallDeadline.within(callTimeout)))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(request));
        identity.credentials()
                .getRequestMetadata(uri)
                .forEach((name, values) -> values.forEach(value -> call.header(name, value)));
        try {
            return http().send(call.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new PortException("Interrupted while waiting for Cloud KMS", interrupted);
        }
    }

    /** The client rejects a time-out of zero. */
    private static Duration atLeastAMoment(Duration left) {
        return left.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : left;
    }

    private synchronized HttpClient http() {
        HttpClient client = http != null
                ? http
                // A call's time-out closes a connection of HTTP/1.1. It would keep a dead one of HTTP/2 for later
                // calls.
                : HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(callTimeout)
                        .build();
        http = client;
        return client;
    }

    /**
     * An error is JSON with the name of a gRPC status (Google Cloud APIs, "Errors"); a proxy's error may have any form.
     */
    private static Failure refused(HttpResponse<String> answer) {
        try {
            JsonNode error = JSON.readTree(answer.body()).path("error");
            Status status = Status.Code.valueOf(error.path("status").asText())
                    .toStatus()
                    .withDescription(error.path("message").asText());
            return new Failure(GcpErrors.causeOf(status), status.getCode() + ": " + status.getDescription(), null);
        } catch (IOException | IllegalArgumentException notGoogles) {
            RejectionCause cause = answer.statusCode() == 429 ? RejectionCause.THROTTLED : RejectionCause.UNKNOWN;
            return new Failure(cause, "HTTP status " + answer.statusCode(), notGoogles);
        }
    }

    private PortException told(String method, String boundTo, Failure failure) {
        String advice = failure.cause().mayPass()
                ? "try again"
                : "check the key's name, purpose and versions, and the identity's role on it";
        String message = "Cloud KMS key " + key + " did not " + method + " " + boundTo + " (" + failure.cause() + "): "
                + advice + " (" + failure.message() + ")";
        Exception exception = failure.exception();
        return exception == null ? new PortException(message) : new PortException(message, exception);
    }

    private static boolean paused() {
        try {
            TimeUnit.MILLISECONDS.sleep(1 + ThreadLocalRandom.current().nextInt(LONGEST_PAUSE_MILLIS));
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** {@return the name of the Cloud KMS key} */
    @Override
    public String toString() {
        return "CloudKmsKeyWrapping[" + key + "]";
    }

    /** Finds the identity at its first use, since that may ask a metadata server. */
    private static final class Identity {
        private final Found found;
        private @Nullable Credentials known;

        Identity(Found found) {
            this.found = found;
        }

        synchronized Credentials credentials() throws IOException {
            Credentials credentials = known != null ? known : found.credentials();
            known = credentials;
            return credentials;
        }

        /** Where the credentials come from. */
        interface Found {
            Credentials credentials() throws IOException;
        }
    }
}
