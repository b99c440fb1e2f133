package io.triskel.orders.azure;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.annotation.AuthorizationLevel;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import java.util.Optional;

/**
 * Answers HTTP, at every address that no other function has, to callers with a function key: orders show names and e-mail
 * addresses, and customers can be deleted.
 */
public final class OrderHttpFunction {
    /** Called by the worker. */
    public OrderHttpFunction() {}

    /** Answers one request. */
    @FunctionName("orders")
    public HttpResponseMessage orders(
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
                            dataType = "binary",
                            authLevel = AuthorizationLevel.FUNCTION)
                    HttpRequestMessage<Optional<byte[]>> request,
            ExecutionContext context) {
        FunctionState running = FunctionState.get();
        try {
            return HttpMessages.write(running.api().answer(HttpMessages.read(request), running.deadline()), request);
        } finally {
            running.write("orders", context.getLogger()::info);
        }
    }
}
