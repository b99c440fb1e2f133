package io.triskel.local.aws.kinesis;

import com.fasterxml.jackson.databind.JsonNode;
import io.triskel.local.aws.iam.Identities;
import io.triskel.local.aws.iam.Permission;
import io.triskel.local.aws.wire.Access;
import io.triskel.local.aws.wire.Request;
import io.triskel.local.aws.wire.ServiceException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Denies calls that a caller's permissions do not include, with the error of the Kinesis API reference, "Common
 * Errors". The resource of each action: service authorization reference, "Actions, resources, and condition keys for
 * Amazon Kinesis Data Streams". The permissions on its key that an encrypted stream needs: Kinesis developer guide,
 * "Permissions to use user-generated KMS keys"; the error: API reference, "PutRecords".
 */
final class KinesisAccess implements Access {
    private static final Map<String, String> ON_KEYS = Map.of(
            "PutRecord", "kms:GenerateDataKey",
            "PutRecords", "kms:GenerateDataKey",
            "GetRecords", "kms:Decrypt",
            "SubscribeToShard", "kms:Decrypt");

    private final Identities identities;
    private final Function<String, Optional<String>> keys;

    /** @param keys of streams, by their names */
    KinesisAccess(Identities identities, Function<String, Optional<String>> keys) {
        this.identities = identities;
        this.keys = keys;
    }

    @Override
    public void check(String authorization, Request request) {
        String caller = Identities.keyId(authorization);
        if (identities.isLimited(caller)) {
            String resource = resource(request.body());
            identities
                    .refusal(caller, new Permission("kinesis:" + request.operation(), resource))
                    .ifPresent(message -> {
                        throw new ServiceException("AccessDeniedException", message);
                    });
            Optional.ofNullable(ON_KEYS.get(request.operation()))
                    .flatMap(action -> keys.apply(stream(resource)).map(key -> new Permission(action, key)))
                    .flatMap(needed -> identities.refusal(caller, needed))
                    .ifPresent(message -> {
                        throw new ServiceException("KMSAccessDeniedException", message);
                    });
        }
    }

    /** The name of a stream, also from a consumer's ARN. */
    private static String stream(String resource) {
        return resource.replaceFirst("^stream/([^/]+).*", "$1");
    }

    /** A consumer's own ARN, else that of the stream; an iterator of a shard begins with its stream's name. */
    private static String resource(JsonNode body) {
        for (String member : new String[] {"ConsumerARN", "StreamARN"}) {
            String arn = body.path(member).asText("");
            if (!arn.isEmpty()) {
                return arn.substring(arn.lastIndexOf(":stream/") + 1);
            }
        }
        if (body.hasNonNull("StreamName")) {
            return "stream/" + body.path("StreamName").asText();
        }
        return body.hasNonNull("ShardIterator")
                ? "stream/" + ShardIterator.decode(body.path("ShardIterator").asText(), Instant.MIN).stream()
                : "*";
    }
}
