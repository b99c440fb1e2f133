package io.triskel.aws.dynamodb;

import io.triskel.aws.AwsErrors;
import io.triskel.aws.CallTime;
import io.triskel.event.PortException;
import io.triskel.spi.ConditionalWrites;
import io.triskel.spi.Pauses;
import io.triskel.spi.Repetition;
import io.triskel.spi.Repetition.After;
import io.triskel.store.StoredFormat;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * One table, with consistent reads. A failed condition of a write is an answer; other failures are exceptions with
 * readable messages.
 *
 * <p>Each item carries the {@linkplain StoredFormat version of its form}, which this class writes and checks. An index
 * row has only keys, and its item is read afterwards.
 *
 * <p>Requests that failed temporarily are retried. A write whose answer is lost may have taken effect: only the methods
 * that say so retry it, for writers that recognise their own write or may write twice.
 */
final class ItemTable {
    /** The limit of a BatchGetItem request (DynamoDB API reference). */
    private static final int MOST_KEYS = 100;

    /** The version of the stored form that this release writes. */
    static final AttributeValue FORMAT = Attributes.number(StoredFormat.CURRENT);

    static final Pauses PAUSES =
            Pauses.blocking(() -> ThreadLocalRandom.current().nextDouble());
    static final ConditionalWrites WRITES = new ConditionalWrites(PAUSES);

    private final DynamoDbClient client;
    private final String name;
    private final InstantSource clock;
    private final WorkTime time;

    /**
     * Read at the first request with a deadline, since reading it takes the SDK a twentieth of a request's own time.
     */
    private volatile @Nullable Duration allowedByClient;

    /** A table whose requests are limited by the client alone. */
    ItemTable(DynamoDbClient client, String name) {
        this(client, name, InstantSource.system(), new WorkTime());
    }

    ItemTable(DynamoDbClient client, String name, InstantSource clock, WorkTime time) {
        this.client = client;
        this.name = name;
        this.clock = clock;
        this.time = time;
    }

    private void limit(AwsRequestOverrideConfiguration.Builder request) {
        time.limit(this::allowedByClient, clock, request);
    }

    private Duration allowedByClient() {
        Duration known = allowedByClient;
        if (known == null) {
            known = CallTime.allowedBy(client);
            allowedByClient = known;
        }
        return known;
    }

    Optional<Map<String, AttributeValue>> get(Map<String, AttributeValue> key) {
        Map<String, AttributeValue> item = call(
                After.ANY_TROUBLE,
                () -> client.getItem(get -> get.tableName(name)
                                .key(key)
                                .consistentRead(true)
                                .overrideConfiguration(this::limit))
                        .item());
        return item.isEmpty() ? Optional.empty() : Optional.of(known(item));
    }

    /**
     * Reads items, a hundred per request, which is the service's limit.
     *
     * @param attributes the names of the attributes to read
     * @return the items that exist, in any order
     */
    List<Map<String, AttributeValue>> getAll(List<Map<String, AttributeValue>> keys, List<String> attributes) {
        Map<String, String> names = new HashMap<>();
        attributes.forEach(attribute -> names.put("#" + attribute, attribute));
        names.put("#" + StoredFormat.NAME, StoredFormat.NAME);
        List<Map<String, AttributeValue>> items = new ArrayList<>();
        for (int from = 0; from < keys.size(); from += MOST_KEYS) {
            KeysAndAttributes wanted = KeysAndAttributes.builder()
                    .keys(keys.subList(from, Math.min(keys.size(), from + MOST_KEYS)))
                    .consistentRead(true)
                    .projectionExpression(String.join(", ", names.keySet()))
                    .expressionAttributeNames(names)
                    .build();
            getAll(wanted, items);
        }
        items.forEach(this::known);
        return items;
    }

    /** If DynamoDB leaves items unread for lack of capacity, the request for them is retried as after throttling. */
    private void getAll(KeysAndAttributes wanted, List<Map<String, AttributeValue>> items) {
        AtomicReference<KeysAndAttributes> left = new AtomicReference<>(wanted);
        call(After.ANY_TROUBLE, () -> {
            BatchGetItemResponse page = client.batchGetItem(
                    get -> get.requestItems(Map.of(name, left.get())).overrideConfiguration(this::limit));
            items.addAll(page.responses().getOrDefault(name, List.of()));
            KeysAndAttributes unread = page.unprocessedKeys().get(name);
            if (unread != null) {
                left.set(unread);
                throw ProvisionedThroughputExceededException.builder()
                        .message(unread.keys().size() + " keys of a batch were left unread")
                        .awsErrorDetails(AwsErrorDetails.builder()
                                .errorCode("ProvisionedThroughputExceededException")
                                .build())
                        .build();
            }
            return page;
        });
    }

    /** Writes an item; returns whether the condition held. */
    boolean put(Map<String, AttributeValue> item, Consumer<PutItemRequest.Builder> condition) {
        return put(After.REFUSAL, item, condition);
    }

    /** Writes an item unconditionally; retries if the answer is lost. */
    void putAgain(Map<String, AttributeValue> item) {
        put(After.ANY_TROUBLE, item, any -> {});
    }

    /**
     * Writes an item and retries if the answer is lost; returns whether the condition held. A first write may itself
     * make the condition of its retry fail.
     */
    boolean putAgain(Map<String, AttributeValue> item, Consumer<PutItemRequest.Builder> condition) {
        return put(After.ANY_TROUBLE, item, condition);
    }

    private boolean put(After again, Map<String, AttributeValue> item, Consumer<PutItemRequest.Builder> condition) {
        Map<String, AttributeValue> whole = new HashMap<>(item);
        whole.put(StoredFormat.NAME, FORMAT);
        return holds(
                        again,
                        () -> client.putItem(put ->
                                condition.accept(put.tableName(name).item(whole).overrideConfiguration(this::limit))))
                .isPresent();
    }

    /** Updates an item, which must have a known form if it exists; returns its new attributes if the condition held. */
    Optional<Map<String, AttributeValue>> update(Consumer<UpdateItemRequest.Builder> request) {
        return update(After.REFUSAL, request);
    }

    /** Updates an item and retries if the answer is lost: for an update that may happen twice. */
    Optional<Map<String, AttributeValue>> updateAgain(Consumer<UpdateItemRequest.Builder> request) {
        return update(After.ANY_TROUBLE, request);
    }

    private Optional<Map<String, AttributeValue>> update(After again, Consumer<UpdateItemRequest.Builder> request) {
        return holds(
                        again,
                        () -> client.updateItem(update -> request.accept(update.tableName(name)
                                        .overrideConfiguration(this::limit)
                                        .returnValues(ReturnValue.ALL_NEW)))
                                .attributes())
                .map(this::known);
    }

    /**
     * Deletes an item and retries if the answer is lost; returns whether the condition held. A first deletion may
     * itself make the condition of its retry fail.
     */
    boolean delete(Consumer<DeleteItemRequest.Builder> request) {
        return holds(
                        After.ANY_TROUBLE,
                        () -> client.deleteItem(
                                delete -> request.accept(delete.tableName(name).overrideConfiguration(this::limit))))
                .isPresent();
    }

    /** Queries whole items. */
    QueryResponse query(Consumer<QueryRequest.Builder> request) {
        QueryResponse page = ask(request);
        page.items().forEach(this::known);
        return page;
    }

    /** Queries keys of an index. */
    QueryResponse keys(String index, Consumer<QueryRequest.Builder> request) {
        return ask(query -> request.accept(query.indexName(index)));
    }

    private QueryResponse ask(Consumer<QueryRequest.Builder> request) {
        return call(
                After.ANY_TROUBLE,
                () -> client.query(query -> request.accept(query.tableName(name).overrideConfiguration(this::limit))));
    }

    /** Reads items in no order; a request that names attributes must also name {@link StoredFormat#NAME}. */
    ScanResponse scan(Consumer<ScanRequest.Builder> request) {
        ScanResponse page = call(
                After.ANY_TROUBLE,
                () -> client.scan(scan -> request.accept(scan.tableName(name).overrideConfiguration(this::limit))));
        page.items().forEach(this::known);
        return page;
    }

    /** The item; throws if its form is unknown. */
    private Map<String, AttributeValue> known(Map<String, AttributeValue> item) {
        AttributeValue format = item.get(StoredFormat.NAME);
        StoredFormat.require(format == null ? null : Long.valueOf(format.n()), () -> "DynamoDB table " + name);
        return item;
    }

    private <T> Optional<T> holds(After again, Supplier<T> call) {
        return call(again, () -> {
            try {
                return Optional.of(call.get());
            } catch (ConditionalCheckFailedException e) {
                return Optional.empty();
            }
        });
    }

    private <T> T call(After again, Supplier<T> call) {
        try {
            return new Repetition(Repetition.PATIENCE, time.left(clock), PAUSES)
                    .of(
                            failure ->
                                    failure instanceof SdkException refused && again.allows(AwsErrors.causeOf(refused)),
                            call);
        } catch (DynamoDbException e) {
            throw new PortException(message(e), e);
        } catch (SdkException e) {
            throw new PortException(
                    "DynamoDB did not answer about table " + name + "; check the network and the endpoint, then try"
                            + " again: " + e.getMessage(),
                    e);
        }
    }

    private String message(DynamoDbException e) {
        String code = e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode();
        String advice = switch (code) {
            case "ResourceNotFoundException" -> "does not exist; deploy it, or correct the prefix or the region";
            case "ProvisionedThroughputExceededException", "ThrottlingException", "RequestLimitExceeded" ->
                "gets more requests than its capacity allows; try again later, or raise the capacity";
            case "AccessDeniedException", "UnrecognizedClientException", "ExpiredTokenException" ->
                "denies access to these credentials; check them and their policy";
            case "ValidationException" -> "rejected a request, and a retry will not help";
            default -> "failed; try again";
        };
        return "DynamoDB table " + name + " " + advice + " (" + code + ": " + e.getMessage() + ")";
    }
}
