package io.triskel.local.azure.functions.wire;

import java.util.List;
import java.util.Map;

/** The messages between host and worker, in the order in which they are sent. */
public sealed interface Message {
    /** From the worker: it has connected, and was started with this token. */
    record Hello(String token) implements Message {}

    /** From the host: load a function, which will be invoked. */
    record Load(String function, String entryPoint) implements Message {}

    /**
     * From the worker: it has loaded a function, or failed to.
     *
     * @param metadata of the trigger that the function asks for
     * @param problem empty if the function is loaded
     */
    record Loaded(String function, List<String> metadata, String problem) implements Message {}

    /** From the host: an invocation; several may be in progress. */
    record Invoke(String id, String function, Attempt attempt, Map<String, Data> inputs) implements Message {}

    /** From the worker: the function has returned. */
    record Returned(String id, Data result) implements Message {}

    /** From the worker: the function has thrown. */
    record Thrown(String id, String problem) implements Message {}

    /**
     * The content of a function's retry context.
     *
     * @param retries 0 for the first execution
     * @param maxRetries -1 for unlimited; 0 without a retry policy
     * @param problem of the previous execution, empty for the first
     */
    record Attempt(int retries, int maxRetries, String problem) {}
}
