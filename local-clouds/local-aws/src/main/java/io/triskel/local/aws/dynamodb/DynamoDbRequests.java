package io.triskel.local.aws.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.triskel.local.proxy.Call;
import io.triskel.local.proxy.HttpService;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * DynamoDB's requests for a proxy. The operation is that of {@code X-Amz-Target}, the resource a table's name, and the caller the access
 * key of the signature. Errors are written as the low-level API describes them (DynamoDB developer guide, "Error handling").
 */
public final class DynamoDbRequests implements HttpService {
    private static final Pattern CREDENTIAL = Pattern.compile("Credential=([^/]+)/");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public Call callOf(Request request) {
        String target = request.header("X-Amz-Target").orElse("");
        Matcher signed = CREDENTIAL.matcher(request.header("Authorization").orElse(""));
        return new Call(
                signed.find() ? signed.group(1) : "",
                target.substring(target.indexOf('.') + 1),
                String.join("+", tables(request.body())));
    }

    private static Set<String> tables(byte[] body) {
        Set<String> tables = new TreeSet<>();
        try {
            JsonNode tree = JSON.readTree(body);
            tree.findValues("TableName").forEach(name -> tables.add(name.asText()));
            tree.path("RequestItems").fieldNames().forEachRemaining(tables::add);
        } catch (IOException e) {
            // The service says itself what is wrong with the body.
        }
        return tables;
    }

    @Override
    public Answer refusal(String code) {
        return answer(400, code, "The request was refused by an injected fault");
    }

    @Override
    public Answer failure() {
        return answer(500, "InternalServerError", "The request failed by an injected fault");
    }

    private static Answer answer(int status, String code, String message) {
        String body = JSON.createObjectNode()
                .put("__type", "com.amazonaws.dynamodb.v20120810#" + code)
                .put("message", message)
                .toString();
        return new Answer(
                status, Map.of("Content-Type", "application/x-amz-json-1.0"), body.getBytes(StandardCharsets.UTF_8));
    }
}
