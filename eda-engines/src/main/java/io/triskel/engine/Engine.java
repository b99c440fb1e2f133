package io.triskel.engine;

/** Calls a workflow engine's service. An implementation does not retry, and waits no longer than one call. */
public interface Engine {
    /**
     * Starts an instance under its id, unless it was started before, even if it has ended.
     *
     * @param instance 1 to 128 characters, see {@link io.triskel.saga.SagaRef}
     * @param document a JSON object, the input of the definition
     * @throws io.triskel.event.PortException if it is unknown whether it was started
     */
    void start(String instance, String document);

    /**
     * Completes a token with its answer; does nothing if no execution waits for the token.
     *
     * @param answer a JSON object
     * @throws io.triskel.event.PortException if it is unknown whether it was completed
     */
    void complete(String token, String answer);
}
