package io.triskel.azure.hosting;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.annotation.AuthorizationLevel;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import io.triskel.hosting.http.HttpAnswer;
import java.util.Optional;

/**
 * Answers HTTP, at every address that no other function has, to callers with a function key, since an
 * application may show and delete personal data. The host asks routes in the order of the functions' names, so the name of this function
 * comes behind those of all others.
 */
public final class HttpFunction {
    private static final String NAME = "web";

    /** Called by the worker. */
    public HttpFunction() {}

    /** Answers one request. */
    @FunctionName(NAME)
    public HttpResponseMessage web(
            @HttpTrigger(
                            name = "request",
                            route = "{*path}",
                            methods = {
                                HttpMethod.GET,
                                HttpMethod.HEAD,
                                HttpMethod.POST,
                                HttpMethod.PUT,
                                HttpMethod.DELETE,
                                HttpMethod.PATCH
                            },
                            authLevel = AuthorizationLevel.FUNCTION)
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        FunctionState running = FunctionState.get();
        try {
            HttpAnswer answer = HttpMessages.refusal(request)
                    .orElseGet(() -> running.http().answer(HttpMessages.read(request), running.deadline()));
            return HttpMessages.write(answer, request);
        } finally {
            running.write(NAME, context.getLogger());
        }
    }
}
