package io.triskel.local.gcp.pubsub;

import io.triskel.local.FaultPlan;
import io.triskel.local.gcp.identity.TokenIssuer;
import java.net.http.HttpClient;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * The objects that all topics and subscriptions of a server share.
 *
 * @param executor runs work that must not run while a subscription is locked
 * @param topics by name, for dead letters
 */
record Shared(
        PubSubSettings settings,
        FaultPlan faults,
        Executor executor,
        PushCalls pushes,
        StoredBytes bytes,
        AtomicLong ordinals,
        Function<String, Optional<PubSubTopic>> topics) {

    Instant now() {
        return settings.clock().instant();
    }

    /**
     * The means to push messages.
     *
     * @param issuer of the tokens in pushes
     */
    record PushCalls(HttpClient http, TokenIssuer issuer) {}
}
