package io.triskel.azure.hosting;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatus;
import com.microsoft.azure.functions.annotation.AuthorizationLevel;
import com.microsoft.azure.functions.annotation.BindingName;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import io.triskel.hosting.http.HttpAnswer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Replays what a consumer has parked when an operator asks for it. No trigger of Event Hubs can be called, so one function does it for
 * all consumers of the app, which share an identity, settings and code. Its key opens nothing else.
 */
public final class ReplayFunction {
    /** What an address begins with; the consumer's name follows. */
    static final String PATH = "operations/replay/";

    private static final String NAME = "replay";

    /** Called by the worker. */
    public ReplayFunction() {}

    /** Answers one request. */
    @FunctionName(NAME)
    public HttpResponseMessage replay(
            @HttpTrigger(
                            name = "request",
                            route = PATH + "{consumer}",
                            methods = HttpMethod.POST,
                            authLevel = AuthorizationLevel.FUNCTION)
                    HttpRequestMessage<Optional<String>> request,
            @BindingName("consumer") String consumer,
            ExecutionContext context) {
        Optional<HttpAnswer> refusal = HttpMessages.refusal(request);
        if (refusal.isPresent()) {
            return HttpMessages.write(refusal.get(), request);
        }
        FunctionState running = FunctionState.get();
        try {
            byte[] asked = request.getBody().orElse("").getBytes(StandardCharsets.UTF_8);
            return request.createResponseBuilder(HttpStatus.OK)
                    .header("Content-Type", "application/json")
                    .body(running.replay(consumer, asked))
                    .build();
        } catch (IllegalArgumentException refused) {
            return request.createResponseBuilder(HttpStatus.BAD_REQUEST)
                    .header("Content-Type", "text/plain; charset=utf-8")
                    .body(String.valueOf(refused.getMessage()))
                    .build();
        } finally {
            running.write(NAME, context.getLogger());
        }
    }
}
