package io.triskel.local.aws.kinesis;

import com.fasterxml.jackson.databind.JsonNode;
import io.triskel.local.aws.iam.Identities;
import io.triskel.local.aws.iam.Permission;
import io.triskel.local.aws.wire.Access;
import io.triskel.local.aws.wire.Request;
import io.triskel.local.aws.wire.ServiceException;
import java.time.Instant;

/**
 * Refuses what a caller's permissions do not have, with the error of the Kinesis API reference, "Common Errors". Which resource an
 * action is for: service authorization reference, "Actions, resources, and condition keys for Amazon Kinesis Data Streams".
 */
final class KinesisAccess implements Access {
    private final Identities identities;

    KinesisAccess(Identities identities) {
        this.identities = identities;
    }

    @Override
    public void check(String authorization, Request request) {
        String caller = Identities.keyId(authorization);
        if (identities.isLimited(caller)) {
            identities
                    .refusal(caller, new Permission("kinesis:" + request.operation(), resource(request.body())))
                    .ifPresent(message -> {
                        throw new ServiceException("AccessDeniedException", message);
                    });
        }
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
