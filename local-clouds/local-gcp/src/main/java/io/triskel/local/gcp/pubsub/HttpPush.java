package io.triskel.local.gcp.pubsub;

import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.PushConfig;
import com.google.pubsub.v1.ReceivedMessage;
import io.triskel.local.gcp.identity.TokenIssuer;
import io.triskel.local.gcp.wire.Refusal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Posts messages to the endpoint of a subscription, wrapped in JSON or unwrapped. */
final class HttpPush implements PushTarget {
    /** "102, 200, 201, 202, 204" acknowledge (Pub/Sub documentation, "Receive push messages"). */
    private static final Set<Integer> ACKNOWLEDGING = Set.of(102, 200, 201, 202, 204);

    private final HttpClient http;
    private final URI endpoint;
    private final PushConfig config;
    private final TokenIssuer issuer;
    private final Duration limit;

    /**
     * @param issuer of the tokens of subscriptions that have a service account
     * @param limit the time after which a push has failed: the ack deadline
     */
    HttpPush(HttpClient http, PushConfig config, TokenIssuer issuer, Duration limit) {
        this.http = http;
        this.endpoint = endpoint(config.getPushEndpoint());
        this.config = config;
        this.issuer = issuer;
        this.limit = limit;
    }

    static URI endpoint(String text) {
        try {
            URI uri = URI.create(text);
            Refusal.unless(
                    uri.getHost() != null
                            && (uri.getScheme().equals("http")
                                    || uri.getScheme().equals("https")),
                    "Invalid push endpoint given (endpoint=" + text + ")");
            return uri;
        } catch (IllegalArgumentException e) {
            throw Refusal.invalid("Invalid push endpoint given (endpoint=" + text + ")");
        }
    }

    @Override
    public CompletionStage<Boolean> deliver(String subscription, ReceivedMessage message) {
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint).timeout(limit);
        if (config.hasNoWrapper()) {
            unwrapped(request, subscription, message);
        } else {
            request.header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(PushBody.of(subscription, message)));
        }
        if (config.hasOidcToken()) {
            request.setHeader("Authorization", "Bearer " + token());
        }
        return http.sendAsync(request.build(), HttpResponse.BodyHandlers.discarding())
                .thenApply(response -> ACKNOWLEDGING.contains(response.statusCode()));
    }

    /** For the endpoint, if no audience is configured ({@code OidcToken} in google/pubsub/v1/pubsub.proto). */
    private String token() {
        PushConfig.OidcToken oidc = config.getOidcToken();
        return issuer.sharedIdToken(
                oidc.getServiceAccountEmail(),
                oidc.getAudience().isEmpty() ? config.getPushEndpoint() : oidc.getAudience());
    }

    // Pub/Sub documentation, "Payload unwrapping for push subscriptions".
    private void unwrapped(HttpRequest.Builder request, String subscription, ReceivedMessage received) {
        PubsubMessage message = received.getMessage();
        if (config.getNoWrapper().getWriteMetadata()) {
            request.header("x-goog-pubsub-subscription-name", subscription)
                    .header("x-goog-pubsub-message-id", message.getMessageId())
                    .header(
                            "x-goog-pubsub-publish-time",
                            Timestamps.instant(message.getPublishTime()).toString());
            if (!message.getOrderingKey().isEmpty()) {
                request.header("x-goog-pubsub-ordering-key", message.getOrderingKey());
            }
            message.getAttributesMap().forEach(request::header);
        }
        request.POST(HttpRequest.BodyPublishers.ofByteArray(message.getData().toByteArray()));
    }
}
