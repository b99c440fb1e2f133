package io.triskel.local.aws.lambda;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import io.triskel.local.LoopbackServer;
import io.triskel.local.aws.iam.Identities;
import io.triskel.local.aws.iam.Permission;
import io.triskel.local.aws.lambda.SignatureCheck.Refusal;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The operation Invoke of Lambda's API, for synchronous calls (Lambda API reference, "Invoke"). Asynchronous calls, dry
 * runs, logs in the answer and resource policies are not emulated.
 */
final class InvokeApi implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PATH = Pattern.compile("/2015-03-31/functions/(?<function>[^/]+)/invocations");

    /** A name, a partial or a whole ARN, each with or without a qualifier (ibid., FunctionName). */
    private static final Pattern FUNCTION = Pattern.compile(
            "(?:(?:arn:aws:lambda:(?<region>[a-z0-9-]+):)?(?<account>\\d{12}):function:)?(?<name>[a-zA-Z0-9-_]{1,64})"
                    + "(?::(?<qualifier>\\$LATEST|[a-zA-Z0-9-_]+))?");

    private static final String LATEST = "$LATEST";
    private static final String ACCOUNT = "000000000000";

    private final Identities identities;
    private final SignatureCheck check;

    /** By name, and by name and alias. */
    private final Map<String, LambdaFunction> functions = new ConcurrentHashMap<>();

    private final LoopbackServer server = LoopbackServer.start("lambda-api", 16, this::serve);

    InvokeApi(Identities identities, InstantSource clock) {
        this.identities = identities;
        // AWS General Reference, "Common errors".
        this.check = new SignatureCheck(
                identities, Refusal.of("MissingAuthenticationTokenException", "Missing Authentication Token"), clock);
    }

    URI uri() {
        return server.uri();
    }

    void add(String nameOrAlias, LambdaFunction function) {
        functions.put(nameOrAlias, function);
    }

    @Override
    public void close() {
        server.close();
    }

    private void serve(HttpExchange call) throws IOException {
        byte[] payload = call.getRequestBody().readAllBytes();
        Matcher path = PATH.matcher(call.getRequestURI().getPath());
        if (!path.matches() || !call.getRequestMethod().equals("POST")) {
            refuse(call, 404, "UnknownOperationException", "Not served here");
            return;
        }
        Optional<Refusal> refusal = check.refusal(call, payload);
        if (refusal.isPresent()) {
            call.getResponseHeaders().set("x-amzn-ErrorType", refusal.get().type());
            write(call, 403, refusal.get().body());
            return;
        }
        Matcher function = FUNCTION.matcher(path.group("function"));
        if (!function.matches()) {
            refuse(call, 400, "ValidationException", "FunctionName must match " + FUNCTION.pattern());
            return;
        }
        invoke(call, function, payload);
    }

    private void invoke(HttpExchange call, Matcher wanted, byte[] payload) throws IOException {
        String qualifier = Optional.ofNullable(wanted.group("qualifier"))
                .or(() -> qualifier(call))
                .orElse("");
        String resource = "function:" + wanted.group("name") + (qualifier.isEmpty() ? "" : ":" + qualifier);
        Optional<String> denied =
                identities.refusal(SignatureCheck.caller(call), new Permission("lambda:InvokeFunction", resource));
        if (denied.isPresent()) {
            refuse(call, 403, "AccessDeniedException", denied.get());
            return;
        }
        LambdaFunction function = functions.get(
                qualifier.isEmpty() || qualifier.equals(LATEST)
                        ? wanted.group("name")
                        : wanted.group("name") + ":" + qualifier);
        boolean here =
                Optional.ofNullable(wanted.group("account")).orElse(ACCOUNT).equals(ACCOUNT)
                        && Optional.ofNullable(wanted.group("region"))
                                .orElse(SignatureCheck.REGION)
                                .equals(SignatureCheck.REGION);
        if (function == null || !here) {
            refuse(
                    call,
                    404,
                    "ResourceNotFoundException",
                    "Function not found: arn:aws:lambda:" + SignatureCheck.REGION + ":" + ACCOUNT + ":" + resource);
            return;
        }
        if (payload.length > ExecutionEnvironment.PAYLOAD_BYTES) {
            refuse(
                    call,
                    413,
                    "RequestTooLargeException",
                    payload.length + " byte payload is too large for the RequestResponse invocation type (limit "
                            + ExecutionEnvironment.PAYLOAD_BYTES + " bytes)");
            return;
        }
        if (!isJson(payload)) {
            refuse(call, 400, "InvalidRequestContentException", "Could not parse request body into json");
            return;
        }
        if (!Optional.ofNullable(call.getRequestHeaders().getFirst("X-Amz-Invocation-Type"))
                .orElse("RequestResponse")
                .equals("RequestResponse")) {
            refuse(call, 400, "InvalidParameterValueException", "Only RequestResponse is served here");
            return;
        }
        var unused = function.invoke(payload.length == 0 ? "{}".getBytes(StandardCharsets.UTF_8) : payload)
                .thenAccept(result -> answer(call, result));
    }

    private static Optional<String> qualifier(HttpExchange call) {
        return Optional.ofNullable(call.getRequestURI().getQuery())
                .filter(query -> query.startsWith("Qualifier="))
                .map(query -> query.substring("Qualifier=".length()));
    }

    private static boolean isJson(byte[] payload) {
        try {
            return payload.length == 0 || !JSON.readTree(payload).isMissingNode();
        } catch (IOException broken) {
            return false;
        }
    }

    private static void answer(HttpExchange call, InvocationResult result) {
        result.<Runnable>fold(
                        succeeded -> () -> {
                            call.getResponseHeaders().set("X-Amz-Executed-Version", LATEST);
                            write(call, 200, succeeded.text());
                        },
                        failed -> () -> {
                            // The status tells nothing of the function's own errors (ibid.).
                            call.getResponseHeaders().set("X-Amz-Executed-Version", LATEST);
                            call.getResponseHeaders().set("X-Amz-Function-Error", "Unhandled");
                            write(
                                    call,
                                    200,
                                    JsonNodeFactory.instance
                                            .objectNode()
                                            .put("errorMessage", failed.message())
                                            .put("errorType", failed.errorType())
                                            .toString());
                        },
                        throttled -> () -> {
                            call.getResponseHeaders().set("x-amzn-ErrorType", "TooManyRequestsException");
                            write(
                                    call,
                                    429,
                                    "{\"Reason\":\"ReservedFunctionConcurrentInvocationLimitExceeded\",\"Type\":\"User\",\"message\":\"Rate"
                                            + " Exceeded.\"}");
                        })
                .run();
    }

    private static void refuse(HttpExchange call, int status, String type, String message) {
        call.getResponseHeaders().set("x-amzn-ErrorType", type);
        write(
                call,
                status,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("Type", "User")
                        .put("Message", message)
                        .toString());
    }

    private static void write(HttpExchange call, int status, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        try (call) {
            call.getResponseHeaders().set("Content-Type", "application/json");
            call.getResponseHeaders().set("x-amzn-RequestId", UUID.randomUUID().toString());
            call.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            if (bytes.length > 0) {
                call.getResponseBody().write(bytes);
            }
        } catch (IOException e) {
            // The client has disconnected.
        }
    }
}
