package io.triskel.aws.hosting;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.triskel.hosting.http.HttpAnswer;
import io.triskel.hosting.http.HttpRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/**
 * Payload format 2.0 (Lambda developer guide, "Invoking Lambda function URLs"). The payload is read as a tree: mapping it to
 * the events library's class took most of a cold start.
 */
final class HttpPayload {
    private static final ObjectMapper JSON = new ObjectMapper();

    private HttpPayload() {}

    static HttpRequest read(InputStream event) throws IOException {
        JsonNode payload = JSON.readTree(event);
        String text = payload.path("body").asText("");
        byte[] body = payload.path("isBase64Encoded").asBoolean()
                ? Base64.getDecoder().decode(text)
                : HttpRequest.bytes(text);
        return new HttpRequest(
                payload.path("requestContext").path("http").path("method").asText(""),
                path(payload),
                texts(payload.path("queryStringParameters")),
                texts(payload.path("headers")),
                body);
    }

    /** Before the path of an API that is called by its own address stands its stage, but for the default one. */
    private static String path(JsonNode payload) {
        String path = payload.path("rawPath").asText("");
        String stage = "/" + payload.path("requestContext").path("stage").asText("");
        return path.startsWith(stage + "/") ? path.substring(stage.length()) : path;
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new TreeMap<>();
        object.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }

    static void write(HttpAnswer answer, OutputStream to) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(to)) {
            json.writeStartObject();
            json.writeNumberField("statusCode", answer.status());
            json.writeObjectFieldStart("headers");
            for (Map.Entry<String, String> header : answer.headers().entrySet()) {
                json.writeStringField(header.getKey(), header.getValue());
            }
            json.writeEndObject();
            json.writeStringField("body", new String(answer.body(), StandardCharsets.UTF_8));
            json.writeBooleanField("isBase64Encoded", false);
            json.writeEndObject();
        }
    }
}
