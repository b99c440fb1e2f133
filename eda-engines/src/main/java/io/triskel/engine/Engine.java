package io.triskel.engine;

/**
 * The engine's own calls, as its service offers them. An implementation repeats nothing, and waits for no longer than a
 * call takes.
 */
public interface Engine {
    /**
     * Starts an instance under its id; one that was started already, and may have ended, is left as it is.
     *
     * @param instance 1 to 128 characters, see {@link io.triskel.saga.SagaRef}
     * @param document a JSON object, the input of the definition
     * @throws io.triskel.event.PortException if it is not known to have been started
     */
    void start(String instance, String document);

    /**
     * Gives what waits for a token its answer; a token that nobody waits for any more is left as it is.
     *
     * @param answer a JSON object
     * @throws io.triskel.event.PortException if it is not known to have been given
     */
    void complete(String token, String answer);
}
