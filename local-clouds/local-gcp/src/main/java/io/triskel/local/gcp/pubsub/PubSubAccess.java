package io.triskel.local.gcp.pubsub;

import com.google.pubsub.v1.AcknowledgeRequest;
import com.google.pubsub.v1.ModifyAckDeadlineRequest;
import com.google.pubsub.v1.PublishRequest;
import com.google.pubsub.v1.PullRequest;
import com.google.pubsub.v1.StreamingPullRequest;
import io.grpc.Status;
import io.triskel.local.gcp.iam.Permission;
import io.triskel.local.gcp.iam.Policies;
import io.triskel.local.gcp.wire.Access;
import java.util.Optional;

/**
 * Denies calls that a caller's roles do not allow. The permission of each call: Pub/Sub documentation, "Access control
 * with IAM", "Required permissions"; the words are those of github.com/googleapis/nodejs-pubsub issue 1180. Calls that
 * change resources are denied to all callers, since no role known here has their permissions.
 */
final class PubSubAccess implements Access {
    private static final String CONSUME = "pubsub.subscriptions.consume";

    private final Policies policies;

    PubSubAccess(Policies policies) {
        this.policies = policies;
    }

    @Override
    public Optional<Status> refusal(String caller, Object request) {
        // Later messages of a stream name no subscription.
        if (request instanceof StreamingPullRequest pull
                && pull.getSubscription().isEmpty()) {
            return Optional.empty();
        }
        return policies.allow(caller, needed(request))
                ? Optional.empty()
                : Optional.of(Status.PERMISSION_DENIED.withDescription("User not authorized to perform this action."));
    }

    private static Permission needed(Object request) {
        if (request instanceof PublishRequest publish) {
            return new Permission("pubsub.topics.publish", publish.getTopic());
        }
        if (request instanceof StreamingPullRequest pull) {
            return new Permission(CONSUME, pull.getSubscription());
        }
        if (request instanceof PullRequest pull) {
            return new Permission(CONSUME, pull.getSubscription());
        }
        if (request instanceof AcknowledgeRequest acknowledge) {
            return new Permission(CONSUME, acknowledge.getSubscription());
        }
        if (request instanceof ModifyAckDeadlineRequest modify) {
            return new Permission(CONSUME, modify.getSubscription());
        }
        return new Permission(request.getClass().getSimpleName(), "a resource");
    }
}
