package io.triskel.local.gcp.wire;

import io.grpc.Status;
import java.util.Optional;

/** Decides what a caller may ask of a service. */
public interface Access {
    /**
     * {@return the service's refusal, if the caller may not do this}
     *
     * @param caller the service account
     * @param request the message that was sent; of a stream each of them
     */
    Optional<Status> refusal(String caller, Object request);
}
