package io.triskel.local.azure.storage;

import io.triskel.local.FaultPlan;
import io.triskel.local.NodeProcess;
import io.triskel.local.NodeTools;
import io.triskel.local.azure.roles.RoleAssignments;
import io.triskel.local.proxy.HttpProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/**
 * Runs an emulator of Blob and Table Storage on loopback ports: Azurite in a separate process, in memory; it ends when
 * it is closed or with this JVM.
 */
public final class AzuriteProcess implements AutoCloseable {
    private static final String ACCOUNT = "devstoreaccount1";

    /** The key that Microsoft publishes for every emulator ("Use the Azurite emulator for local Azure Storage development"). */
    private static final String KEY =
            "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static final Set<Integer> SUCCEEDED = Set.of(200, 201, 204);

    private static final Pattern LISTENING = Pattern.compile(
            "Blob service is successfully listening at (\\S+)\n.*Table service is successfully listening"
                    + " at (\\S+)\n",
            Pattern.DOTALL);

    private final NodeProcess process;
    private final List<HttpProxy> proxies = new CopyOnWriteArrayList<>();
    private final AccountToken token = AccountToken.of(ACCOUNT, KEY);
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private AzuriteProcess(NodeProcess process) {
        this.process = process;
    }

    /**
     * Starts Azurite, without tables and containers.
     *
     * @param project the folder of this project, where the pinned tools are installed on first use
     */
    public static AzuriteProcess start(Path project) {
        String tools = NodeTools.of(project).folder().toString();
        String script = project.resolve("local-clouds/node/azurite.cjs").toString();
        // Idle connections stay open: with the default of 5 s a client sometimes writes to a connection that is being
        // closed.
        List<String> arguments = List.of(
                script,
                tools,
                "--silent",
                "--inMemoryPersistence",
                "--disableTelemetry",
                "--blobPort=0",
                "--queuePort=0",
                "--tablePort=0",
                "--blobKeepAliveTimeout=3600",
                "--tableKeepAliveTimeout=3600");
        return new AzuriteProcess(NodeProcess.start("azurite", arguments, LISTENING));
    }

    /** The value of {@code TRISKEL_AZURE_STORAGE_CONNECTION}; its key is the public one of all emulators. */
    public String connectionString() {
        return "DefaultEndpointsProtocol=http;AccountName=" + ACCOUNT + ";AccountKey=" + KEY + ";BlobEndpoint="
                + blobEndpoint() + ";TableEndpoint=" + tableEndpoint() + ";";
    }

    /**
     * {@return the same for one identity, limited to its roles} Azurite has one account and one key, so the address
     * identifies the caller. It has tables only, since no function of ours reads blobs.
     */
    public String connectionString(String identity, RoleAssignments roles) {
        return connectionString(proxy(identity, roles, new FaultPlan(1)));
    }

    /**
     * Starts a proxy in front of the tables that counts requests and injects faults: an operation is the method of a
     * request, its resource the path.
     *
     * @return ended with this process
     */
    public HttpProxy proxy(FaultPlan faults) {
        return proxy("anybody", RoleAssignments.unlimited(), faults);
    }

    private HttpProxy proxy(String identity, RoleAssignments roles, FaultPlan faults) {
        HttpProxy proxy =
                HttpProxy.before(URI.create(process.addresses().get(1)), new TableRequests(identity, roles), faults);
        proxies.add(proxy);
        return proxy;
    }

    /** {@return a connection string for the tables only, through a proxy} */
    public String connectionString(HttpProxy tables) {
        return "DefaultEndpointsProtocol=http;AccountName=" + ACCOUNT + ";AccountKey=" + KEY + ";TableEndpoint="
                + tables.uri() + "/" + ACCOUNT + ";";
    }

    public URI blobEndpoint() {
        return URI.create(process.addresses().get(0) + "/" + ACCOUNT);
    }

    public URI tableEndpoint() {
        return URI.create(process.addresses().get(1) + "/" + ACCOUNT);
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
     * Creates a table.
     *
     * @throws IllegalStateException if it exists, or the name is not valid
     */
    public void createTable(String name) {
        URI tables = URI.create(tableEndpoint() + "/Tables?" + token.query());
        create(HttpRequest.newBuilder(tables)
                .header("Content-Type", "application/json")
                .header("Prefer", "return-no-content")
                .POST(BodyPublishers.ofString("{\"TableName\":\"" + name + "\"}")));
    }

    /**
     * Copies tables, for a rehearsed restore. The service has nothing of the kind for tables: a copy stands for your own,
     * taken while nothing wrote.
     *
     * @param tables the tables' names
     * @return puts all entities back as they are now, and removes all others; nothing may write meanwhile
     */
    public Runnable copyTables(List<String> tables) {
        List<TableCopy> copies =
                tables.stream().map(table -> new TableCopy(table, this::send)).toList();
        return () -> copies.forEach(TableCopy::putBack);
    }

    private TableCopy.Answer send(String method, String path, String query, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(tableEndpoint() + "/" + path + "?" + query + "&" + token.query()))
                .header("x-ms-version", AccountToken.VERSION)
                // With the types of properties that JSON does not tell apart.
                .header("Accept", "application/json;odata=minimalmetadata")
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (method.equals("DELETE")) {
            request.header("If-Match", "*");
        }
        HttpResponse<String> response = send(request.build());
        return new TableCopy.Answer(
                response.body(),
                response.headers()
                        .firstValue("x-ms-continuation-NextPartitionKey")
                        .map(partition -> "NextPartitionKey=" + partition
                                + response.headers()
                                        .firstValue("x-ms-continuation-NextRowKey")
                                        .map(row -> "&NextRowKey=" + row)
                                        .orElse("")));
    }

    /**
     * Creates a container of blobs.
     *
     * @throws IllegalStateException if it exists, or the name is not valid
     */
    public void createContainer(String name) {
        URI container = URI.create(blobEndpoint() + "/" + name + "?restype=container&" + token.query());
        create(HttpRequest.newBuilder(container).PUT(BodyPublishers.noBody()));
    }

    @Override
    public void close() {
        proxies.forEach(HttpProxy::close);
        process.close();
    }

    private void create(HttpRequest.Builder builder) {
        HttpRequest request = builder.header("x-ms-version", AccountToken.VERSION)
                .header("Accept", "application/json;odata=nometadata")
                .build();
        send(request);
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (!SUCCEEDED.contains(response.statusCode())) {
                throw new IllegalStateException("Azurite answers " + response.statusCode() + " to " + request.method()
                        + " " + request.uri().getPath() + ": " + response.body());
            }
            return response;
        } catch (IOException e) {
            throw new UncheckedIOException("Azurite does not answer; its output: " + process.tail(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for Azurite", e);
        }
    }
}
