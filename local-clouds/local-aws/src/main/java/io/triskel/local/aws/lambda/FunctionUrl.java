package io.triskel.local.aws.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import io.triskel.local.LoopbackServer;
import io.triskel.local.aws.iam.Identities;
import io.triskel.local.aws.iam.Permission;
import io.triskel.local.aws.lambda.InvocationResult.Succeeded;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Serves a function over HTTP: the request becomes an event of payload format 2.0, the answer a response (Lambda
 * developer guide, "Invoking Lambda function URLs"). With AuthType AWS_IAM it accepts only signed calls; with AuthType
 * NONE it accepts all. Policies and CORS are not emulated.
 */
public final class FunctionUrl implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The words of the service since 2025 (github.com/ant-media/Ant-Media-Server issue 7827); before, "Forbidden" alone. */
    private static final SignatureCheck.Refusal FORBIDDEN = new SignatureCheck.Refusal(
            "AccessDeniedException",
            "{\"Message\":\"Forbidden. For troubleshooting Function URL authorization issues, see: "
                    + "https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html\"}");

    private final LambdaFunction function;
    private final HttpEvent events;
    private final Optional<Identities> identities;
    private final Optional<SignatureCheck> check;
    private final LoopbackServer server;

    /** @param identities the callers and their permissions; empty for a public function */
    FunctionUrl(LambdaFunction function, Optional<Identities> identities, InstantSource clock) {
        this.function = function;
        this.events = new HttpEvent(clock);
        this.identities = identities;
        this.check = identities.map(known -> new SignatureCheck(known, FORBIDDEN, clock));
        this.server = LoopbackServer.start("url-" + function.definition().name(), 16, this::serve);
    }

    public URI uri() {
        return server.uri();
    }

    @Override
    public void close() {
        server.close();
    }

    // The call is set aside until the function answers, so that slow functions hold no threads.
    private void serve(HttpExchange call) throws IOException {
        byte[] body = call.getRequestBody().readAllBytes();
        Optional<SignatureCheck.Refusal> refusal =
                check.flatMap(signature -> signature.refusal(call, body)).or(() -> permissionProblem(call));
        if (refusal.isPresent()) {
            call.getResponseHeaders().set("x-amzn-ErrorType", refusal.get().type());
            answer(call, 403, refusal.get().body());
            return;
        }
        byte[] event = events.of(call, check.map(signed -> SignatureCheck.caller(call)), body);
        if (event.length > ExecutionEnvironment.PAYLOAD_BYTES) {
            answer(call, 413, "{\"message\":\"Request Entity Too Large\"}");
            return;
        }
        var unused = function.invoke(event)
                .thenAccept(result -> result.<Runnable>fold(
                                succeeded -> () -> answer(call, succeeded),
                                failed -> () -> answer(call, 502, "Internal Server Error"),
                                throttled ->
                                        () -> answer(call, 429, "{\"Reason\":\"ConcurrentInvocationLimitExceeded\"}"))
                        .run());
    }

    /** Both permissions, since October 2025 (Lambda developer guide, "Control access to Lambda function URLs"). */
    private Optional<SignatureCheck.Refusal> permissionProblem(HttpExchange call) {
        String resource = "function:" + function.definition().name();
        return identities
                .flatMap(known -> Stream.of("lambda:InvokeFunctionUrl", "lambda:InvokeFunction")
                        .map(action -> known.refusal(SignatureCheck.caller(call), new Permission(action, resource)))
                        .flatMap(Optional::stream)
                        .findFirst())
                .map(refused -> FORBIDDEN);
    }

    private static void answer(HttpExchange call, Succeeded result) {
        JsonNode node;
        try {
            node = JSON.readTree(result.payload());
        } catch (IOException e) {
            answer(call, 502, "Internal Server Error");
            return;
        }
        if (!node.path("statusCode").isNumber()) {
            // "If your function returns valid JSON and doesn't return a statusCode", the JSON is the body.
            write(call, 200, result.payload(), "application/json");
            return;
        }
        node.path("headers")
                .properties()
                .forEach(header -> call.getResponseHeaders()
                        .set(header.getKey(), header.getValue().asText()));
        node.path("cookies").forEach(cookie -> call.getResponseHeaders().add("Set-Cookie", cookie.asText()));
        String body = node.path("body").asText("");
        try {
            byte[] bytes = node.path("isBase64Encoded").asBoolean()
                    ? Base64.getDecoder().decode(body)
                    : body.getBytes(StandardCharsets.UTF_8);
            write(call, node.path("statusCode").asInt(), bytes, "application/json");
        } catch (IllegalArgumentException e) {
            answer(call, 502, "Internal Server Error");
        }
    }

    private static void answer(HttpExchange call, int status, String body) {
        write(call, status, body.getBytes(StandardCharsets.UTF_8), "application/json");
    }

    private static void write(HttpExchange call, int status, byte[] body, String defaultType) {
        try (call) {
            call.getResponseHeaders().putIfAbsent("Content-type", List.of(defaultType));
            boolean withoutBody = body.length == 0
                    || status == 204
                    || status == 304
                    || call.getRequestMethod().toUpperCase(Locale.ROOT).equals("HEAD");
            call.sendResponseHeaders(status, withoutBody ? -1 : body.length);
            if (!withoutBody) {
                call.getResponseBody().write(body);
            }
        } catch (IOException e) {
            // The client has disconnected.
        }
    }
}
