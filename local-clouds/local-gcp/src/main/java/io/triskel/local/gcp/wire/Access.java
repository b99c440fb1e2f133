package io.triskel.local.gcp.wire;

import io.grpc.Status;
import java.util.Optional;

/** Decides which calls a caller may make to a service. */
public interface Access {
    /**
     * {@return the service's denial, if the caller may not do this}
     *
     * @param caller the service account
     * @param request the message that was sent; for a stream, each message
     */
    Optional<Status> refusal(String caller, Object request);
}
