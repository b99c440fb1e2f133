package io.triskel.local.aws.dynamodb;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.triskel.local.Await;
import io.triskel.local.FaultPlan;
import io.triskel.local.NodeProcess;
import io.triskel.local.NodeTools;
import io.triskel.local.aws.iam.Identities;
import io.triskel.local.proxy.HttpProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Runs a DynamoDB emulator on a loopback port: dynalite in a separate process, in memory; it ends when it is closed or
 * with this JVM.
 */
public final class DynamoDbProcess implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("listening (\\d+)\n");

    private final NodeProcess process;
    private final URI uri;
    private final HttpClient client = HttpClient.newHttpClient();

    private DynamoDbProcess(NodeProcess process) {
        this.process = process;
        this.uri = URI.create("http://127.0.0.1:" + process.addresses().get(0));
    }

    /**
     * Starts DynamoDB with the given tables.
     *
     * @param project the folder of this project, where the pinned tools are installed on first use
     * @param tables bodies of {@code CreateTable} requests, as for the service
     */
    public static DynamoDbProcess start(Path project, List<String> tables) {
        String tools = NodeTools.of(project).folder().toString();
        String script = project.resolve("local-clouds/node/dynalite.cjs").toString();
        NodeProcess process = NodeProcess.start("dynamodb", List.of(script, tools), LISTENING);
        try {
            DynamoDbProcess dynamoDb = new DynamoDbProcess(process);
            tables.forEach(dynamoDb::createTable);
            return dynamoDb;
        } catch (RuntimeException e) {
            process.close();
            throw e;
        }
    }

    /** The value of {@code AWS_ENDPOINT_URL_DYNAMODB}. */
    public URI uri() {
        return uri;
    }

    /**
     * Starts a proxy that counts requests and injects faults; clients use its address instead of {@link #uri}.
     *
     * @return closed by the caller
     */
    public HttpProxy proxy(FaultPlan faults) {
        return proxy(Identities.unlimited(), faults);
    }

    /**
     * Starts a proxy that also enforces the callers' permissions.
     *
     * @return closed by the caller
     */
    public HttpProxy proxy(Identities identities, FaultPlan faults) {
        return HttpProxy.before(uri, new DynamoDbRequests(identities), faults);
    }

    /** {@return what the tables with these names have consumed since the start, and keep now} */
    public ConsumedCapacity consumed(Predicate<String> tables) {
        try {
            JsonNode all = new ObjectMapper().readTree(send(HttpRequest.newBuilder(uri.resolve("/consumed"))));
            return ConsumedCapacity.of(all, tables);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("dynalite.cjs answers with JSON", e);
        }
    }

    /**
     * Stops the emulator's process, which answers nothing meanwhile.
     *
     * @return lets it continue
     */
    public Runnable freeze() {
        return process.freeze();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Creates a table and waits until it is active.
     *
     * @param request the body of a {@code CreateTable} request, as for the service
     */
    public void createTable(String request) {
        String name = nameIn(request);
        call("CreateTable", request);
        String table = "{\"TableName\":\"" + name + "\"}";
        Await.until("table " + name, () -> call("DescribeTable", table).contains("\"TableStatus\":\"ACTIVE\""));
    }

    /**
     * Copies tables, for a rehearsed restore: as point-in-time recovery does, but at once, and back into the same tables.
     *
     * @param tables the names of the tables
     * @return puts all items back as they are now, and removes all others; nothing may write meanwhile
     */
    public Runnable copy(Predicate<String> tables) {
        List<TableCopy> copies = new ArrayList<>();
        try {
            for (JsonNode name :
                    new ObjectMapper().readTree(call("ListTables", "{}")).path("TableNames")) {
                if (tables.test(name.asText())) {
                    copies.add(new TableCopy(name.asText(), this::call));
                }
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("DynamoDB answers with JSON", e);
        }
        return () -> copies.forEach(TableCopy::putBack);
    }

    @Override
    public void close() {
        process.close();
    }

    private static String nameIn(String request) {
        try {
            return new ObjectMapper().readTree(request).path("TableName").asText();
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException("The body of a CreateTable request is JSON, not " + request, broken);
        }
    }

    private String call(String operation, String body) {
        return send(HttpRequest.newBuilder(uri)
                .header("X-Amz-Target", "DynamoDB_20120810." + operation)
                .header("Content-Type", "application/x-amz-json-1.0")
                .header("X-Amz-Date", "20260101T000000Z")
                // Dynalite requires a signature, but does not check it.
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request,"
                                + " SignedHeaders=host, Signature=none")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private String send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException("DynamoDB refuses: " + response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException("DynamoDB does not answer; its output: " + process.tail(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while DynamoDB works", e);
        }
    }
}
