package io.triskel.azure;

import com.azure.core.amqp.AmqpRetryOptions;
import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.http.policy.FixedDelay;
import com.azure.core.http.policy.RetryPolicy;
import com.azure.data.tables.TableServiceClient;
import com.azure.data.tables.TableServiceClientBuilder;
import com.azure.identity.DefaultAzureCredentialBuilder;
import com.azure.messaging.eventhubs.EventHubClientBuilder;
import com.azure.messaging.eventhubs.EventHubProducerAsyncClient;
import com.azure.messaging.eventhubs.EventProcessorClientBuilder;
import io.triskel.azure.AzureSettings.Service;
import io.triskel.azure.tables.TransactionTags;
import io.triskel.notify.Credential;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Creates the SDK's clients on first use, so that a cold start pays only for the services it uses. With connection
 * strings no class of {@code azure-identity} is loaded. Blob Storage is separate, in {@link AzureBlobs}, since its
 * library is not on every class path.
 *
 * <p>The clients try each call once. Their callers retry, since they know ordering and deadlines; a retry inside the
 * client would also hide whether an earlier attempt took effect. HTTP goes through the JDK's own client.
 */
public final class AzureClients implements AutoCloseable {
    private final AzureSettings settings;
    private final Map<String, EventHubProducerAsyncClient> producers = new HashMap<>();
    private @Nullable HttpClient http;
    private @Nullable TokenCredential credential;
    private @Nullable TableServiceClient tables;

    private AzureClients(AzureSettings settings) {
        this.settings = settings;
    }

    /** {@return clients with these settings} */
    public static AzureClients of(AzureSettings settings) {
        return new AzureClients(settings);
    }

    /** {@return the longest that a call of these clients takes; the buses declare this limit} */
    public Duration callTimeout() {
        return settings.callTimeout();
    }

    /** {@return the producer of one hub, always the same} */
    public synchronized EventHubProducerAsyncClient producer(String hub) {
        return producers.computeIfAbsent(hub, name -> hub(name).buildAsyncProducerClient());
    }

    /** {@return the client of Table Storage, always the same} */
    public synchronized TableServiceClient tables() {
        TableServiceClient client = tables != null ? tables : newTables();
        tables = client;
        return client;
    }

    private TableServiceClient newTables() {
        TableServiceClientBuilder builder = new TableServiceClientBuilder()
                .httpClient(http())
                .retryPolicy(new RetryPolicy(new FixedDelay(0, Duration.ofMillis(1))))
                .addPolicy(new TransactionTags());
        return settings.access(Service.TABLES)
                .fold(
                        connection -> builder.connectionString(connection.string()),
                        identity -> builder.endpoint(identity.address()).credential(credential()))
                .buildClient();
    }

    /**
     * {@return a new builder of clients of one hub} The clients try each call once; the caller closes them.
     *
     * @param hub its name
     */
    public EventHubClientBuilder hub(String hub) {
        EventHubClientBuilder builder = new EventHubClientBuilder().retryOptions(new OneTry(settings.callTimeout()));
        return settings.access(Service.EVENT_HUBS)
                .fold(
                        connection -> builder.connectionString(connection.string(), hub),
                        identity -> builder.credential(identity.address(), hub, credential()));
    }

    /**
     * {@return a new builder of processors of one hub} Processors reconnect quickly and without limit, since reading an
     * event twice is harmless.
     *
     * @param hub its name
     */
    public EventProcessorClientBuilder processor(String hub) {
        EventProcessorClientBuilder builder = new EventProcessorClientBuilder().retryOptions(persistent());
        return settings.access(Service.EVENT_HUBS)
                .fold(
                        connection -> builder.connectionString(connection.string(), hub),
                        identity -> builder.credential(identity.address(), hub, credential()));
    }

    private AmqpRetryOptions persistent() {
        return new AmqpRetryOptions()
                .setMaxRetries(10)
                .setDelay(Duration.ofMillis(100))
                .setMaxDelay(Duration.ofSeconds(2))
                .setTryTimeout(settings.callTimeout());
    }

    /**
     * {@return a credential for an API that accepts Entra tokens, with this program's identity} In a function app that
     * is the app's managed identity; elsewhere it is the identity that {@code DefaultAzureCredential} finds.
     *
     * @param scope of the API, such as {@code api://orders/.default}
     */
    public Credential tokenCredential(String scope, InstantSource clock) {
        return Credential.bearer(new EntraTokens(this::credential, scope, clock), clock);
    }

    /** {@return the settings of these clients} */
    AzureSettings settings() {
        return settings;
    }

    /** {@return the HTTP client that all clients share; it has no threads to close} */
    synchronized HttpClient http() {
        HttpClient client = http != null
                ? http
                : new JdkHttpClientBuilder()
                        .connectionTimeout(settings.connectTimeout())
                        .responseTimeout(settings.callTimeout())
                        .readTimeout(settings.callTimeout())
                        .writeTimeout(settings.callTimeout())
                        .build();
        http = client;
        return client;
    }

    /** {@return the identity for services without a connection string} */
    synchronized TokenCredential credential() {
        TokenCredential known = credential != null ? credential : Identity.found(http());
        credential = known;
        return known;
    }

    /** Closes the clients made so far. */
    @Override
    public synchronized void close() {
        producers.values().forEach(EventHubProducerAsyncClient::close);
        producers.clear();
    }

    /** The only code that needs the classes of {@code azure-identity}. */
    private static final class Identity {
        static TokenCredential found(HttpClient http) {
            return new DefaultAzureCredentialBuilder().httpClient(http).build();
        }
    }
}
