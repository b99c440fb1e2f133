package io.triskel.local.aws.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.triskel.local.aws.iam.Identities;
import io.triskel.local.aws.iam.Permission;
import io.triskel.local.proxy.Call;
import io.triskel.local.proxy.HttpService;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Reads DynamoDB's requests for a proxy. The operation is that of {@code X-Amz-Target}, the resource a table's name,
 * and the caller the access key of the signature. Errors are written as the low-level API describes them (DynamoDB
 * developer guide, "Error handling").
 */
final class DynamoDbRequests implements HttpService {
    private static final String API = "com.amazonaws.dynamodb.v20120810#";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Identities identities;

    DynamoDbRequests(Identities identities) {
        this.identities = identities;
    }

    @Override
    public Call callOf(Request request) {
        return new Call(caller(request), operation(request), String.join("+", tables(tree(request.body()))));
    }

    private static String caller(Request request) {
        return Identities.keyId(request.header("Authorization").orElse(""));
    }

    private static String operation(Request request) {
        String target = request.header("X-Amz-Target").orElse("");
        return target.substring(target.indexOf('.') + 1);
    }

    /** An empty object if there is no body: the service itself reports the error. */
    private static JsonNode tree(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException broken) {
            return JSON.createObjectNode();
        }
    }

    private static Set<String> tables(JsonNode body) {
        Set<String> tables = new TreeSet<>();
        body.findValues("TableName").forEach(name -> tables.add(name.asText()));
        body.path("RequestItems").fieldNames().forEachRemaining(tables::add);
        return tables;
    }

    /**
     * An index is a separate resource, and then its table is not checked (DynamoDB developer guide, "DynamoDB API
     * permissions: Actions, resources, and conditions reference"); transactions and PartiQL, which need the permissions
     * of their parts, are not split. The type of the error is as in github.com/sebdah/dynamic-dynamodb issue 321.
     */
    @Override
    public Optional<Answer> denial(Request request) {
        String caller = caller(request);
        if (!identities.isLimited(caller)) {
            return Optional.empty();
        }
        JsonNode body = tree(request.body());
        String index = body.hasNonNull("IndexName")
                ? "/index/" + body.path("IndexName").asText()
                : "";
        Set<String> tables = tables(body);
        return (tables.isEmpty() ? Stream.of("*") : tables.stream().map(table -> "table/" + table + index))
                .map(resource -> new Permission("dynamodb:" + operation(request), resource))
                .flatMap(needed -> identities.refusal(caller, needed).stream())
                .findFirst()
                .map(message -> answer(400, "com.amazon.coral.service#AccessDeniedException", message));
    }

    @Override
    public Answer refusal(String code) {
        return answer(400, API + code, "The request was refused by an injected fault");
    }

    @Override
    public Answer failure() {
        return answer(500, API + "InternalServerError", "The request failed by an injected fault");
    }

    private static Answer answer(int status, String type, String message) {
        String body = JSON.createObjectNode()
                .put("__type", type)
                .put("message", message)
                .toString();
        return new Answer(
                status, Map.of("Content-Type", "application/x-amz-json-1.0"), body.getBytes(StandardCharsets.UTF_8));
    }
}
