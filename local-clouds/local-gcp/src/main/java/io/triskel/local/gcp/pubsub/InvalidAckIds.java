package io.triskel.local.gcp.pubsub;

import com.google.protobuf.Any;
import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.List;

/**
 * The answer of a subscription with exactly-once delivery to ack ids that are invalid or expired; clients read the error's
 * details.
 */
final class InvalidAckIds {
    private InvalidAckIds() {}

    static StatusRuntimeException refusal(List<String> ids) {
        ErrorInfo.Builder info =
                ErrorInfo.newBuilder().setReason("PERMANENT_FAILURE").setDomain("pubsub.googleapis.com");
        ids.forEach(id -> info.putMetadata(id, "PERMANENT_FAILURE_INVALID_ACK_ID"));
        return StatusProto.toStatusRuntimeException(com.google.rpc.Status.newBuilder()
                .setCode(Status.Code.INVALID_ARGUMENT.value())
                .setMessage("Some acknowledgement ids in the request were invalid. This could be because the"
                        + " acknowledgement ids have expired or the acknowledgement ids were malformed.")
                .addDetails(Any.pack(info.build()))
                .build());
    }
}
